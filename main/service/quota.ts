import { throttled } from '../base/throttle.ts'
import type { Logger } from '../base/logger.ts'
import { AppError, type ErrorCode } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'
import type { NoticeView, QuotaView } from '../contract/state.ts'

type Ports = {
  readonly usage: {
    count(account: string, kind: string, at: number): void
    byKind(account: string, month: string): Promise<Readonly<Record<string, number>>>
  }
  /** Undefined for an account that is gone. */
  readonly settings: (account: string) => { readonly limit: number; readonly unmetered: boolean } | undefined
  readonly accounts: () => readonly string[]
  readonly publish: (fact: Fact) => void
  readonly now: () => number
  readonly log: Logger
}

type Count = { month: string; calls: number; told: ErrorCode | undefined }

/** From this part of the month's calls on the owner is told, and from that one on only answers are sent. */
const WARN_FROM = 0.7
const SAVE_FROM = 0.95
/** A tenant may buy more calls in the middle of a month: after so long a refusal is forgotten (milliseconds). */
const REFUSED_FOR = 60 * 60_000
const SHOWN_EVERY = 5000

/** What one account's calls of a month mean: `warn` the owner, or `save` what is left for answers. */
export function thriftOf(calls: number, { limit, unmetered }: { limit: number; unmetered: boolean }) {
  if (unmetered || limit <= 0 || calls < limit * WARN_FROM) return 'plenty'
  return calls < limit * SAVE_FROM ? 'warn' : 'save'
}

/** The monthly meter of each account: counts, warns once, and says when typing signs and streaming have to rest. */
export class QuotaMeter {
  readonly #ports: Ports
  readonly #counts = new Map<string, Count>()
  /** When the platform last said that this account's calls are used up. */
  readonly #refused = new Map<string, number>()
  readonly #shown: ReturnType<typeof throttled>

  constructor(ports: Ports) {
    this.#ports = ports
    this.#shown = throttled(SHOWN_EVERY, () => {
      this.refresh().catch((error: unknown) => ports.log.warn('the quota could not be read', { error }))
    })
  }

  /** One call that the tenant pays for. */
  count(account: string, kind: string): void {
    const at = this.#ports.now()
    this.#ports.usage.count(account, kind, at)
    this.#countOf(account, monthOf(at)).calls++
    this.#shown.run()
  }

  /** The platform refused a call because the month's are used up (99991403). */
  usedUp(account: string): void {
    this.#refused.set(account, this.#ports.now())
    this.#tell(account, 'lark-quota-used-up')
    this.#shown.run()
  }

  /** True while only answers are worth a call: no typing sign, no streaming. */
  isSaving(account: string): boolean {
    const refusedAt = this.#refused.get(account)
    if (refusedAt !== undefined && this.#ports.now() - refusedAt < REFUSED_FOR) return true
    const settings = this.#ports.settings(account)
    const count = this.#countOf(account, monthOf(this.#ports.now()))
    return settings !== undefined && thriftOf(count.calls, settings) === 'save'
  }

  /** As the screens show it, by kind. */
  async view(account: string): Promise<QuotaView> {
    const month = monthOf(this.#ports.now())
    const kinds = await this.#ports.usage.byKind(account, month)
    const calls = Object.values(kinds).reduce((sum, each) => sum + each, 0)
    this.#countOf(account, month).calls = calls
    const settings = this.#ports.settings(account)
    if (settings && thriftOf(calls, settings) !== 'plenty') this.#tell(account, 'lark-quota-low')
    return { month, calls, limit: settings?.limit ?? 0, kinds, saving: this.isSaving(account) }
  }

  async refresh(): Promise<void> {
    for (const account of this.#ports.accounts())
      this.#ports.publish({ type: 'quota-changed', account, quota: await this.view(account) })
  }

  stop(): void {
    this.#shown.stop()
  }

  #countOf(account: string, month: string): Count {
    const known = this.#counts.get(account)
    if (known?.month === month) return known
    if (known?.told) this.#ports.publish({ type: 'notice-cleared', id: noticeId(account) })
    const fresh: Count = { month, calls: 0, told: undefined }
    this.#counts.set(account, fresh)
    return fresh
  }

  /** Once a month for each; "used up" follows "low", never the other way round. */
  #tell(account: string, code: 'lark-quota-low' | 'lark-quota-used-up'): void {
    const count = this.#countOf(account, monthOf(this.#ports.now()))
    if (count.told === code || count.told === 'lark-quota-used-up') return
    count.told = code
    const notice = noticeOf(account, code, this.#ports.now())
    this.#ports.log.warn(notice.message, { account, code })
    this.#ports.publish({ type: 'notice-raised', notice })
  }
}

/** `2026-11`, by UTC, as the store counts. */
const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7)
const noticeId = (account: string): string => `quota:${account}`

function noticeOf(account: string, code: 'lark-quota-low' | 'lark-quota-used-up', at: number): NoticeView {
  const words = {
    'lark-quota-low': `Most of this month's platform calls of the account "${account}" are used.`,
    'lark-quota-used-up': `The platform says that this month's calls of the account "${account}" are used up.`,
  }[code]
  const error = new AppError(code, words)
  return { id: noticeId(account), level: 'warning', code, message: words, hint: error.hint(), at }
}
