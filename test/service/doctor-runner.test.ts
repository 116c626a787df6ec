import { describe, expect, test } from 'vitest'
import { failed, ok, type Finding } from '../../main/base/finding.ts'
import { silentLogger } from '../../main/base/logger.ts'
import { reduce } from '../../main/contract/reduce.ts'
import { initialState, type AppState } from '../../main/contract/state.ts'
import type { Plan, Planned } from '../../main/service/doctor/plan.ts'
import { Runner } from '../../main/service/doctor/runner.ts'

const words = (text: string) => ({ en: text, zh: text })
const never = new AbortController().signal

type Work = (signal: AbortSignal) => Promise<Finding>
const good: Work = async () => ok(words('fine'))
const bad: Work = async () => failed(words('broken'), words('mend it'))

function check(key: string, run: Work, needs: readonly string[] = [], timeoutMs = 5000): Planned {
  const view = {
    key,
    id: key,
    layer: 'computer',
    title: words(`the ${key}`),
    verdict: 'waiting',
    detail: words(''),
    fix: words(''),
  } as const
  return { view, needs, timeoutMs, run }
}

function start() {
  let state: AppState = initialState
  const facts: string[] = []
  const runner = new Runner({
    publish: fact => {
      state = reduce(state, fact)
      facts.push(fact.type === 'check-changed' ? `${fact.check.key} ${fact.check.verdict}` : fact.type)
    },
    redact: text => text.replaceAll('hunter2', '…'),
    now: () => 7,
    log: silentLogger,
  })
  let closed = 0
  const plan = (...checks: readonly Planned[]): Plan => ({ checks, close: () => void closed++ })
  return { runner, plan, facts, state: () => state.doctor, closed: () => closed }
}

/** Work that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<Finding>()
  let began = 0
  const run: Work = signal => {
    began++
    return new Promise((settle, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      void promise.then(settle)
    })
  }
  return { run, end: () => resolve(ok(words('fine'))), began: () => began }
}

describe('a run of the doctor', () => {
  test('tells each verdict as it comes, and its beginning and end', async () => {
    const { runner, plan, facts, state, closed } = start()
    const views = await runner.run(plan(check('a', good), check('b', bad)), never)
    expect(views.map(({ verdict, at }) => [verdict, at])).toEqual([
      ['ok', 7],
      ['failed', 7],
    ])
    expect(facts[0]).toBe('doctor-started')
    expect(facts.at(-1)).toBe('doctor-ended')
    expect(facts.slice(1, -1).toSorted()).toEqual(['a ok', 'a running', 'b failed', 'b running'])
    expect(state()).toMatchObject({ running: false, startedAt: 7, endedAt: 7 })
    expect(closed()).toBe(1)
  })

  test('what needs a failed check is not tried, nor is what needs that; both name the root', async () => {
    const { runner, plan } = start()
    let tried = 0
    const count: Work = async () => {
      tried++
      return ok(words('fine'))
    }
    const views = await runner.run(
      plan(check('net', bad), check('token', count, ['net']), check('bot', count, ['token'])),
      never,
    )
    expect(tried).toBe(0)
    expect(views.slice(1).map(({ verdict, blocked, detail }) => [verdict, blocked, detail.en])).toEqual([
      ['unknown', true, 'Not tried, because "the net" failed.'],
      ['unknown', true, 'Not tried, because "the net" failed.'],
    ])
  })

  test('an unknown need holds nobody up', async () => {
    const { runner, plan } = start()
    const unsure: Work = async () => ({ verdict: 'unknown', detail: words('?'), fix: words('') })
    const views = await runner.run(plan(check('net', unsure), check('token', good, ['net'])), never)
    expect(views[1]?.verdict).toBe('ok')
  })

  test('a check that takes too long is unknown, even if it does not heed its signal', async () => {
    const { runner, plan } = start()
    const deaf: Work = () => new Promise(() => undefined)
    const [view] = await runner.run(plan(check('slow', deaf, [], 20)), never)
    expect(view).toMatchObject({ verdict: 'unknown', detail: { en: 'There was no result within 0.02 seconds.' } })
  })

  test('a check that breaks is unknown, never ok, and the others go on', async () => {
    const { runner, plan } = start()
    const breaks: Work = () => Promise.reject(new Error('a bug'))
    const views = await runner.run(plan(check('a', breaks), check('b', good)), never)
    expect(views.map(({ verdict }) => verdict)).toEqual(['unknown', 'ok'])
  })

  test('secrets are taken out of everything that is told', async () => {
    const { runner, plan } = start()
    const leaky: Work = async () =>
      failed(words('says hunter2'), words('not hunter2'), { raw: 'hunter2', test: words('hunter2?') })
    const views = await runner.run(plan(check('a', leaky)), never)
    expect(JSON.stringify(views)).not.toContain('hunter2')
  })

  test('a second run joins what is under way, and starts what is not', async () => {
    const { runner, plan, facts } = start()
    const slow = held()
    const first = runner.run(plan(check('a', slow.run)), never)
    const second = runner.run(plan(check('a', slow.run), check('b', good)), never)
    slow.end()
    expect((await first).map(({ verdict }) => verdict)).toEqual(['ok'])
    expect((await second).map(({ verdict }) => verdict)).toEqual(['ok', 'ok'])
    expect(slow.began()).toBe(1)
    expect(facts.filter(fact => fact === 'doctor-ended').length).toBe(1)
  })

  test('who leaves takes along only what nobody else waits for; what was stopped waits again', async () => {
    const { runner, plan, state } = start()
    const [shared, alone] = [held(), held()]
    const leaving = new AbortController()
    const first = runner.run(plan(check('shared', shared.run), check('alone', alone.run)), leaving.signal)
    const second = runner.run(plan(check('shared', shared.run)), never)
    await new Promise(resolve => setImmediate(resolve))
    leaving.abort()
    shared.end()
    expect((await second).map(({ verdict }) => verdict)).toEqual(['ok'])
    await first
    expect(state().checks.map(({ key, verdict }) => [key, verdict])).toEqual([
      ['shared', 'ok'],
      ['alone', 'waiting'],
    ])
    expect(state().running).toBe(false)
  })

  test('no more than eight run at once', async () => {
    const { runner, plan } = start()
    let [now, most] = [0, 0]
    const busy: Work = async () => {
      most = Math.max(most, ++now)
      await new Promise(resolve => setImmediate(resolve))
      now--
      return ok(words('fine'))
    }
    await runner.run(plan(...Array.from({ length: 30 }, (_, index) => check(`c${index}`, busy))), never)
    expect(most).toBe(8)
  })
})
