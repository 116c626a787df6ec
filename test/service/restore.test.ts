import { describe, expect, test } from 'vitest'
import { createRedactor } from '../../main/base/redact.ts'
import { AppError } from '../../main/contract/errors.ts'
import { reduce } from '../../main/contract/reduce.ts'
import { initialState, RECENT, type AppState, type FateView } from '../../main/contract/state.ts'
import { knowSecrets } from '../../main/service/known-secrets.ts'
import { restoreState } from '../../main/service/restore.ts'
import { person } from '../electron/states.ts'

const NOON = new Date(2026, 10, 21, 12).getTime()
const HOUR = 3_600_000

const fate = (at: number, over: Partial<FateView> = {}): FateView => ({
  at,
  account: 'default',
  kind: 'message',
  eventId: `e${at}`,
  fate: 'answered',
  reason: '',
  ...over,
})

/** A store with these rows, which answers as the real one does: newest first, in pages. */
const stored = (rows: readonly FateView[]) => ({
  read: async ({ before = Infinity, limit }: { before?: number; limit: number }) =>
    rows
      .filter(({ at }) => at < before)
      .toSorted((one, other) => other.at - one.at)
      .slice(0, limit),
})

async function restored(rows: readonly FateView[], people: readonly ReturnType<typeof person>[] = []) {
  let state: AppState = initialState
  await restoreState({
    people: { list: async () => people },
    fates: stored(rows),
    publish: fact => (state = reduce(state, fact)),
    now: () => NOON,
  })
  return state
}

describe('what a start shows again', () => {
  test('who waits for the owner, those who wrote last at the end, and nobody else', async () => {
    const state = await restored(
      [],
      [
        person({ openId: 'ou_late', lastSeen: 9 }),
        person({ openId: 'ou_allowed', standing: 'allowed' }),
        person({ openId: 'ou_early', lastSeen: 3 }),
        person({ openId: 'ou_denied', standing: 'denied' }),
      ],
    )
    expect(state.pending.map(({ openId }) => openId)).toEqual(['ou_early', 'ou_late'])
  })

  test('what today became, without yesterday and without what is still on its way', async () => {
    const state = await restored([
      fate(NOON - 13 * HOUR, { fate: 'failed' }),
      fate(NOON - 3 * HOUR),
      fate(NOON - 2 * HOUR, { fate: 'not-allowed' }),
      fate(NOON - HOUR, { fate: 'running' }),
    ])
    expect(state.today).toEqual({ since: NOON - 12 * HOUR, counts: { answered: 1, 'not-allowed': 1 } })
    expect(state.recent.map(({ fate: each }) => each)).toEqual(['failed', 'answered', 'not-allowed', 'running'])
  })

  test('all of a busy day, over several pages, of which the state keeps the newest', async () => {
    const rows = Array.from({ length: 1300 }, (_, index) => fate(NOON - 1300 + index))
    const state = await restored([...rows, fate(NOON - 40 * HOUR)])
    expect(state.today.counts).toEqual({ answered: 1300 })
    expect(state.recent).toEqual(rows.slice(-RECENT))
  })

  test('of a quiet day the newest from before, as before the start', async () => {
    const rows = Array.from({ length: 700 }, (_, index) => fate(NOON - 20 * HOUR - 700 + index))
    const state = await restored(rows)
    expect(state.recent).toEqual(rows.slice(-RECENT))
    expect(state.today.counts).toEqual({ answered: RECENT })
    expect(state.today.since).toBeLessThan(NOON - 12 * HOUR)
  })
})

describe('what the redactor knows from the start', () => {
  test('every stored secret, though nothing has asked for it', async () => {
    const redactor = createRedactor()
    const values: Record<string, string> = { a: 'EncryptKey_4Gh7Jk2Lm9Np', b: 'sk-5Rt8Pq1WsXcV6mJh' }
    const list = async () => Object.keys(values).map(name => ({ name, host: 'h', at: 0 }))
    const get = async (name: string) => ({ value: values[name] ?? '', host: 'h' })
    await knowSecrets({ list, get }, redactor)
    for (const value of Object.values(values)) expect(redactor.text(`it says ${value}.`)).not.toContain(value)
  })

  test('nothing of a store that can not be opened, or of a secret that can not be read; the rest is known', async () => {
    const redactor = createRedactor()
    const refuse = () => Promise.reject(new AppError('secret-wrong-passphrase', 'no'))
    await knowSecrets({ list: refuse, get: refuse }, redactor)
    const list = async () => ['bad', 'good'].map(name => ({ name, host: 'h', at: 0 }))
    const get = async (name: string) => (name === 'bad' ? refuse() : { value: 'TheGoodOne_7Qw9Zx2Lm', host: 'h' })
    await knowSecrets({ list, get }, redactor)
    expect(redactor.text('TheGoodOne_7Qw9Zx2Lm')).not.toContain('TheGoodOne')
  })
})
