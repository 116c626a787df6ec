import type { ChannelSink } from '../chat/channel.ts'
import { AppError } from '../contract/errors.ts'
import { troubleIn, type ConnectionStatus } from '../contract/state.ts'
import type { Verdict } from './supervise.ts'

/** Tells the sink of each change of the connection once: the state for the screens, the steps for the start lines. */
export class StatusTeller {
  readonly #sink: ChannelSink
  readonly #now: () => number
  #status: ConnectionStatus | undefined
  #wasOnline = false
  #lastFailure: string | undefined

  constructor(sink: ChannelSink, now: () => number) {
    this.#sink = sink
    this.#now = now
  }

  starting(): void {
    this.#sink.step('starting')
    this.#tell('connecting')
  }

  /** `trouble`: it works, but not as it should. */
  online(trouble?: AppError): void {
    this.#wasOnline = true
    this.#lastFailure = undefined
    this.#tell('online', trouble)
    this.#sink.step('ready')
  }

  /** The end of a connection, or of an attempt to make one; the same failure in a row is one start line. */
  failed({ retry, code, reason }: Verdict, neverCameUp: boolean): void {
    const isLasting = retry === 'never' || retry === 'slowly'
    const state = isLasting ? 'failed' : this.#wasOnline ? 'reconnecting' : 'connecting'
    this.#tell(state, new AppError(code, reason))
    if (!neverCameUp || this.#lastFailure === reason.en) return
    this.#lastFailure = reason.en
    this.#sink.step('failed', reason.en)
  }

  /** What had failed for good is tried again. */
  woken(): void {
    if (this.#status?.state === 'failed') this.#tell(this.#wasOnline ? 'reconnecting' : 'connecting')
  }

  offline(): void {
    this.#tell('offline')
  }

  #tell(state: ConnectionStatus['state'], trouble?: AppError): void {
    const before = this.#status
    if (before?.state === state && before.reason === trouble?.message) return
    const since = before?.state === state ? before.since : this.#now()
    this.#status = { state, since, ...(trouble && troubleIn(trouble)) }
    this.#sink.connection(this.#status)
  }
}
