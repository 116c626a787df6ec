import type { Agent } from 'node:http'
import type { Duplex } from 'node:stream'
import type { EventDispatcher, WSClient } from '@larksuiteoapi/node-sdk'
import type { Logger } from '../base/logger.ts'
import type { ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'
import { endpointHttp, type EndpointRefusal } from './endpoint.ts'
import type { HttpInstance, Lark } from './http.ts'
import { Liveness } from './liveness.ts'
import { PingFlood } from './ping-flood.ts'
import { sdkLogger } from './sdk-logger.ts'
import type { Timing } from './timing.ts'
import { upgradeAgent } from './upgrade-agent.ts'

/** How a connection ended, or why there never was one. */
export type Ending = EndpointRefusal & {
  /** When it became ready; `undefined` when it never did. */
  readonly readyAt?: number
}

export type ConnectionOptions = {
  readonly lark: Lark
  readonly http: HttpInstance
  readonly agent: Agent
  readonly appId: string
  readonly appSecret: string
  readonly baseUrl: string
  readonly dispatcher: EventDispatcher
  readonly log: Logger
  readonly now: () => number
  readonly timing: Timing
  /** The WebSocket is open; no frame was read yet. */
  readonly onOpen: () => void
  readonly onReady: () => void
}

/**
 * One connection, from the first request to its end; it is never used again. The SDK's own reconnecting is off:
 * it gives up on passing trouble, and without it the SDK does not tell that the socket closed. So the socket is
 * watched here, through the agent.
 */
export class Connection {
  readonly ended: Promise<Ending>
  readonly #options: ConnectionOptions
  readonly #ending = new AbortController()
  readonly #client: WSClient
  readonly #flood: PingFlood
  readonly #stuck: NodeJS.Timeout
  #resolve: (ending: Ending) => void = () => undefined
  #liveness: Liveness | undefined
  #readyAt: number | undefined
  #refusal: EndpointRefusal | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.ended = new Promise(resolve => {
      this.#resolve = resolve
    })
    this.#flood = new PingFlood(options.now, () =>
      this.#end('lark-answer-invalid', {
        en: 'The platform sent settings that make no sense.',
        zh: '平台发来的连接参数不合理。',
      }),
    )
    this.#stuck = setTimeout(
      () => this.#end('lark-unreachable', { en: 'The connection did not come up in time.', zh: '连接未能及时建立。' }),
      options.timing.readyWithin,
    )
    this.#client = this.#createClient()
    // Resolves at once; it rejects for nothing, but if it ever does, the connection must not stay in between.
    this.#client
      .start({ eventDispatcher: options.dispatcher })
      .catch(() => this.#end('internal', { en: 'The SDK could not start.', zh: 'SDK 未能启动。' }))
  }

  /** Asks for a sign of life at once. `false`: this peer can't be asked, only a new connection can tell. */
  check(): boolean {
    if (!this.#liveness?.isArmed) return false
    this.#liveness.check()
    return true
  }

  close(reason: Words): void {
    this.#end('cancelled', reason)
  }

  #createClient(): WSClient {
    const { lark, agent, http, baseUrl, log, timing } = this.#options
    const { signal } = this.#ending
    const onRefused = (refusal: EndpointRefusal): void => void (this.#refusal ??= refusal)
    return new lark.WSClient({
      appId: this.#options.appId,
      appSecret: this.#options.appSecret,
      domain: baseUrl,
      source: 'perch',
      autoReconnect: false,
      handshakeTimeoutMs: timing.handshake,
      wsConfig: { pingTimeout: timing.pong / 1000 },
      httpInstance: endpointHttp(http, { plain: baseUrl.startsWith('http:'), signal, onRefused }),
      agent: upgradeAgent(agent, { onSocket: socket => this.#onSocket(socket), onRefused, signal }),
      logger: sdkLogger(log, line => this.#flood.onLine(line)),
      loggerLevel: lark.LoggerLevel.trace,
      onReady: () => this.#onReady(),
      onError: () => this.#onError(),
    })
  }

  #onSocket(socket: Duplex): void {
    const { now, onOpen, timing } = this.#options
    if (this.#ending.signal.aborted) return void socket.destroy()
    socket.once('close', () => this.#end('lark-unreachable', { en: 'The connection was cut.', zh: '连接被断开。' }))
    this.#liveness = new Liveness(socket, timing, now, () =>
      this.#end('lark-unreachable', {
        en: 'The connection was dead: no answer to a ping.',
        zh: '连接已失效：ping 没有得到应答。',
      }),
    )
    this.#ending.signal.addEventListener('abort', () => void socket.destroy(), { once: true })
    onOpen()
  }

  #onReady(): void {
    if (this.#ending.signal.aborted) return
    clearTimeout(this.#stuck)
    this.#readyAt = this.#options.now()
    this.#options.onReady()
  }

  #onError(): void {
    const { code, reason, endpointCode } = this.#refusal ?? {
      code: 'lark-unreachable',
      reason: { en: 'The WebSocket handshake failed.', zh: 'WebSocket 握手失败。' },
    }
    this.#end(code, reason, endpointCode)
  }

  #end(code: ErrorCode, reason: Words, endpointCode?: number): void {
    if (this.#ending.signal.aborted) return
    this.#ending.abort()
    clearTimeout(this.#stuck)
    this.#liveness?.stop()
    this.#client.close({ force: true })
    const readyAt = this.#readyAt
    this.#resolve({
      code,
      reason,
      ...(endpointCode === undefined ? {} : { endpointCode }),
      ...(readyAt === undefined ? {} : { readyAt }),
    })
  }
}
