import type { Logger } from '../base/logger.ts'
import type { Network } from '../base/network.ts'
import type { ChannelSink } from '../chat/channel.ts'
import { APP_ID } from '../contract/app-id.ts'
import { asAppError, type ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'
import { Connection, type Ending } from './connection.ts'
import { reasonOf } from './endpoint.ts'
import { createDispatcher } from './events.ts'
import { PlatformError } from './failures.ts'
import { createHttp, loadLark } from './http.ts'
import type { Identity } from './identity.ts'
import type { Platform } from './platform.ts'
import { StatusTeller } from './status-teller.ts'
import { isDoubtful, verdict, waitAfter, type SecretCheck, type Verdict } from './supervise.ts'
import type { Timing } from './timing.ts'
import { pause } from './waiting.ts'

export type SupervisorOptions = {
  readonly account: string
  readonly appId: string
  readonly appSecret: string
  readonly baseUrl: string
  readonly network: Pick<Network, 'agent'>
  readonly platform: Pick<Platform, 'checkSecret'>
  readonly identity: Identity
  readonly log: Logger
  readonly now: () => number
  readonly random: () => number
  readonly timing: Timing
}

/** Keeps one account connected until `stop`: connects, watches, waits, connects anew. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #sink: ChannelSink
  readonly #teller: StatusTeller
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>
  #resting = new AbortController()
  #attempting = new AbortController()
  #attemptedAt = 0
  #connection: Connection | undefined
  #failures = 0

  /** Starts at once. */
  constructor(options: SupervisorOptions, sink: ChannelSink) {
    this.#options = options
    this.#sink = sink
    this.#teller = new StatusTeller(sink, options.now)
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#resting.abort()
    this.#attempting.abort()
    this.#connection?.close(STOPPED)
    await this.#running
    this.#teller.offline()
  }

  /** The network or the computer came back. A peer that can't be asked for a sign of life gets a new connection. */
  wake(): void {
    if (refusalOf(this.#options)) return
    this.#failures = 0
    this.#resting.abort()
    this.#teller.woken()
    if (this.#options.now() - this.#attemptedAt < this.#options.timing.settle || this.#connection?.check()) return
    this.#attempting.abort()
    this.#connection?.close({ en: 'The computer or its network came back.', zh: '电脑或网络已恢复。' })
  }

  async #run(): Promise<void> {
    this.#teller.starting()
    const refusal = refusalOf(this.#options)
    if (refusal) return this.#teller.failed({ ...refusal, retry: 'never' }, true)
    while (!this.#stopping.signal.aborted) {
      this.#resting = new AbortController()
      const ending = await this.#attempt()
      if (this.#stopping.signal.aborted) return
      await this.#rest(ending)
    }
  }

  /** One connection, from asking who the bot is to its end. */
  async #attempt(): Promise<Ending> {
    this.#attempting = new AbortController()
    this.#attemptedAt = this.#options.now()
    try {
      await this.#identify(AbortSignal.any([this.#attempting.signal, this.#stopping.signal]))
      this.#connection = await this.#connect()
      if (this.#stopping.signal.aborted) this.#connection.close(STOPPED)
      return await this.#connection.ended
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error.code === 'internal') this.#options.log.error('connecting failed inside Perch', { error: thrown })
      return { code: error.code, reason: reasonOf(error) }
    } finally {
      this.#connection = undefined
    }
  }

  async #identify(signal: AbortSignal): Promise<void> {
    const { identity } = this.#options
    const wasKnown = identity.bot !== undefined
    await identity.ask(signal)
    if (identity.bot && !wasKnown) this.#sink.identified(identity.bot)
  }

  async #connect(): Promise<Connection> {
    const { network, log, now, account, identity } = this.#options
    const [lark, http] = await Promise.all([loadLark(), createHttp(network.agent)])
    return new Connection({
      ...this.#options,
      lark,
      http,
      agent: network.agent,
      dispatcher: createDispatcher(lark, { account, sink: this.#sink, log, now }),
      onOpen: () => this.#sink.step('connected'),
      onReady: () => this.#teller.online(identity.trouble),
    })
  }

  async #rest(ending: Ending): Promise<void> {
    const secret = await this.#checkSecret(ending)
    if (this.#stopping.signal.aborted) return
    const decided = verdict(ending, secret, this.#options.now(), this.#options.timing)
    this.#failures = decided.retry === 'later' ? this.#failures + 1 : 0
    const wait = waitAfter(decided.retry, this.#failures, this.#options.random, this.#options.timing)
    this.#tell(decided, ending, wait)
    await pause(wait, this.#resting.signal)
  }

  #tell(decided: Verdict, { readyAt }: Ending, wait: number): void {
    const fields = {
      code: decided.code,
      reason: decided.reason.en,
      ...(Number.isFinite(wait) ? { nextAttemptInMs: wait } : {}),
    }
    this.#options.log.warn(readyAt === undefined ? 'could not connect' : 'the connection ended', fields)
    this.#teller.failed(decided, readyAt === undefined)
  }

  async #checkSecret(ending: Ending): Promise<SecretCheck> {
    if (!isDoubtful(ending)) return 'unasked'
    try {
      await this.#options.platform.checkSecret(this.#stopping.signal)
      return 'taken'
    } catch (thrown) {
      return thrown instanceof PlatformError && thrown.code === 'lark-bad-secret' ? 'refused' : 'unknown'
    }
  }
}

const STOPPED: Words = { en: 'Stopped.', zh: '已停止。' }

/** What no platform needs to be asked for. */
function refusalOf({ appId, appSecret }: SupervisorOptions): { code: ErrorCode; reason: Words } | undefined {
  const shown = appId.slice(0, 40)
  if (appId === '') return { code: 'lark-app-id-missing', reason: { en: 'No App ID is set.', zh: '未设置 App ID。' } }
  if (!APP_ID.test(appId))
    return { code: 'lark-app-id-invalid', reason: { en: `"${shown}" is no App ID.`, zh: `“${shown}”不是 App ID。` } }
  if (appSecret === '')
    return { code: 'lark-secret-missing', reason: { en: 'No App Secret is set.', zh: '未设置 App Secret。' } }
  return undefined
}
