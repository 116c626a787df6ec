import { describe, expect, test, vi } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import type { Fact } from '../../main/contract/facts.ts'
import { QuotaMeter, thriftOf } from '../../main/service/quota.ts'

describe('what the calls of a month mean', () => {
  test.each([
    [0, { limit: 100, unmetered: false }, 'plenty'],
    [69, { limit: 100, unmetered: false }, 'plenty'],
    [70, { limit: 100, unmetered: false }, 'warn'],
    [94, { limit: 100, unmetered: false }, 'warn'],
    [95, { limit: 100, unmetered: false }, 'save'],
    [500, { limit: 100, unmetered: false }, 'save'],
    [500, { limit: 100, unmetered: true }, 'plenty'],
    [500, { limit: 0, unmetered: false }, 'plenty'],
  ])('%i of %o: %s', (calls, settings, thrift) => {
    expect(thriftOf(calls, settings)).toBe(thrift)
  })
})

function metered(limit = 100) {
  const clock = { now: Date.UTC(2026, 10, 21) }
  const facts: Fact[] = []
  const kinds = new Map<string, Record<string, number>>()
  const meter = new QuotaMeter({
    usage: {
      count: (_account, kind, at) => {
        const month = new Date(at).toISOString().slice(0, 7)
        const known = kinds.get(month) ?? {}
        kinds.set(month, { ...known, [kind]: (known[kind] ?? 0) + 1 })
      },
      byKind: (_account, month) => Promise.resolve(kinds.get(month) ?? {}),
    },
    settings: () => ({ limit, unmetered: false }),
    accounts: () => ['default'],
    publish: fact => facts.push(fact),
    now: () => clock.now,
    log: silentLogger,
  })
  const notices = () => facts.flatMap(fact => (fact.type === 'notice-raised' ? [fact.notice.code] : []))
  const count = (times: number, kind = 'message') => Array.from({ length: times }, () => meter.count('default', kind))
  return { clock, facts, meter, notices, count }
}

describe('the meter', () => {
  test('tells calls by kind, and that it saves near the limit', async () => {
    const { meter, count } = metered()
    count(90)
    count(4, 'card')
    expect(await meter.view('default')).toMatchObject({ calls: 94, kinds: { message: 90, card: 4 }, saving: false })
    count(1)
    expect(meter.isSaving('default')).toBe(true)
    expect(await meter.view('default')).toMatchObject({ saving: true })
    meter.stop()
  })

  test('tells the owner once a month, and anew in the next', async () => {
    const { clock, facts, meter, notices, count } = metered()
    count(75)
    await meter.refresh()
    await meter.refresh()
    expect(notices()).toEqual(['lark-quota-low'])
    clock.now = Date.UTC(2026, 11, 1)
    await meter.refresh()
    expect(facts).toContainEqual({ type: 'notice-cleared', id: 'quota:default' })
    count(75)
    await meter.refresh()
    expect(notices()).toEqual(['lark-quota-low', 'lark-quota-low'])
    meter.stop()
  })

  test('believes the platform when it refuses, for an hour', async () => {
    const { clock, meter, notices } = metered(1_000_000)
    meter.usedUp('default')
    expect(meter.isSaving('default')).toBe(true)
    expect(notices()).toEqual(['lark-quota-used-up'])
    clock.now += 60 * 60_000
    expect(meter.isSaving('default')).toBe(false)
    meter.stop()
  })

  test('shows what it counts without being asked, not at every call', async () => {
    vi.useFakeTimers()
    const { facts, meter, count } = metered()
    count(50)
    await vi.advanceTimersByTimeAsync(5000)
    const shown = facts.filter(({ type }) => type === 'quota-changed')
    expect(shown).toHaveLength(2)
    expect(shown.at(-1)).toMatchObject({ quota: { calls: 50 } })
    meter.stop()
    vi.useRealTimers()
  })
})
