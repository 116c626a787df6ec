import { nothing, unknown, type Finding } from '../../base/finding.ts'
import type { Logger } from '../../base/logger.ts'
import type { CheckView } from '../../contract/doctor.ts'
import { asAppError } from '../../contract/errors.ts'
import type { Fact } from '../../contract/facts.ts'
import type { Words } from '../../contract/words.ts'
import type { Plan, Planned } from './plan.ts'
import { Slots } from './slots.ts'

export type RunnerPorts = {
  readonly publish: (fact: Fact) => void
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string
  readonly now: () => number
  readonly log: Logger
}

/** What a check ended as; `blocked` names the failed check at the root, when it was not tried. */
type Outcome = { readonly view: CheckView; readonly blocked?: Words }

/** One check under way, with everybody who waits for it. */
type Flight = {
  readonly outcome: Promise<Outcome>
  readonly stop: AbortController
  waiting: number
}

/** So many checks run side by side; most of them wait for somebody else. */
const MOST_AT_ONCE = 8

/** Runs checks, each once however many ask for it, and tells every verdict as it comes. */
export class Runner {
  readonly #ports: RunnerPorts
  readonly #flights = new Map<string, Flight>()
  readonly #slots = new Slots(MOST_AT_ONCE)

  constructor(ports: RunnerPorts) {
    this.#ports = ports
  }

  /**
   * Runs what the plan holds; a check that is under way already is joined. When `signal` aborts, what nobody else waits
   * for is stopped and stays `waiting`. Resolves when all of them have ended, whatever they found.
   */
  async run(plan: Plan, signal: AbortSignal): Promise<readonly CheckView[]> {
    const { now, publish } = this.#ports
    const fresh = plan.checks.filter(({ view }) => !this.#flights.has(view.key))
    if (fresh.length > 0) publish({ type: 'doctor-started', checks: fresh.map(({ view }) => view), at: now() })
    for (const check of fresh) this.#take(check)
    const joined = plan.checks.map(({ view }) => this.#flights.get(view.key)).filter(flight => flight !== undefined)
    for (const flight of joined) flight.waiting += 1
    const leave = (): void => joined.forEach(flight => --flight.waiting === 0 && flight.stop.abort())
    signal.addEventListener('abort', leave, { once: true })
    if (signal.aborted) leave()
    const outcomes = await Promise.all(joined.map(({ outcome }) => outcome))
    signal.removeEventListener('abort', leave)
    plan.close()
    return outcomes.map(({ view }) => view)
  }

  /** Ends everything under way. */
  stop(): void {
    for (const { stop } of this.#flights.values()) stop.abort()
  }

  #take(check: Planned): void {
    const { key } = check.view
    const stop = new AbortController()
    // Everything that this check needs comes before it in the plan, so its flight is there.
    const needs = check.needs.map(need => this.#flights.get(need)).filter(flight => flight !== undefined)
    const outcome = this.#fly(check, needs, stop.signal).finally(() => {
      this.#flights.delete(key)
      if (this.#flights.size === 0) this.#ports.publish({ type: 'doctor-ended', at: this.#ports.now() })
    })
    this.#flights.set(key, { outcome, stop, waiting: 0 })
  }

  async #fly(check: Planned, needs: readonly Flight[], signal: AbortSignal): Promise<Outcome> {
    const before = await Promise.all(needs.map(flight => flight.outcome))
    const root = before.map(rootOf).find(title => title !== undefined)
    if (root !== undefined) return { view: this.#tell(check, notTried(root)), blocked: root }
    const finding = await this.#slots.run(() => this.#look(check, signal))
    if (finding === undefined) return { view: this.#publish(check.view) }
    return { view: this.#tell(check, finding) }
  }

  /** What was found; `undefined` when it was stopped. */
  async #look(check: Planned, stopping: AbortSignal): Promise<Finding | undefined> {
    if (stopping.aborted) return undefined
    this.#publish({ ...check.view, verdict: 'running' })
    const limit = AbortSignal.timeout(check.timeoutMs)
    const signal = AbortSignal.any([stopping, limit])
    try {
      return await ended(check.run(signal), signal)
    } catch (thrown) {
      if (stopping.aborted) return undefined
      if (limit.aborted) return tooSlow(check.timeoutMs)
      const error = asAppError(thrown)
      if (error.code === 'internal')
        this.#ports.log.error('a check of the doctor broke', { check: check.view.id, error })
      return broken(error.says ?? { en: error.message, zh: error.message })
    }
  }

  #tell({ view }: Planned, finding: Finding): CheckView {
    const { redact, now } = this.#ports
    const clean = ({ en, zh }: Words): Words => ({ en: redact(en), zh: redact(zh) })
    const { raw, test } = finding
    return this.#publish({
      ...view,
      ...finding,
      detail: clean(finding.detail),
      fix: clean(finding.fix),
      ...(test === undefined ? {} : { test: clean(test) }),
      ...(raw === undefined ? {} : { raw: redact(raw) }),
      at: now(),
    })
  }

  #publish(check: CheckView): CheckView {
    this.#ports.publish({ type: 'check-changed', check })
    return check
  }
}

/** The check that keeps those behind it from being tried. */
const rootOf = ({ view, blocked }: Outcome): Words | undefined =>
  blocked ?? (view.verdict === 'failed' ? view.title : undefined)

const notTried = (root: Words): Finding => ({
  verdict: 'unknown',
  detail: { en: `Not tried, because "${root.en}" failed.`, zh: `未检查，因为“${root.zh}”未通过。` },
  fix: nothing,
  test: { en: `Mend "${root.en}" first.`, zh: `请先解决“${root.zh}”。` },
  blocked: true,
})

const again: Words = { en: 'Run this check again.', zh: '请重新运行此项检查。' }

const tooSlow = (milliseconds: number): Finding =>
  unknown(
    {
      en: `There was no result within ${milliseconds / 1000} seconds.`,
      zh: `${milliseconds / 1000} 秒内没有结果。`,
    },
    again,
  )

const broken = (says: Words): Finding =>
  unknown({ en: `It could not be checked: ${says.en}`, zh: `无法检查：${says.zh}` }, again, { raw: says.en })

/** The work, or the abort, whichever is first: a check that does not heed its signal holds nobody up. */
function ended<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    if (signal.aborted) reject(signal.reason)
    work.then(resolve, reject)
  })
}
