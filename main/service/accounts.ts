import { Lanes } from '../base/lanes.ts'
import type { Logger } from '../base/logger.ts'
import type { Channel, ChannelSink } from '../chat/channel.ts'
import type { AccountSettings } from '../config/accounts.ts'
import { APP_ID } from '../contract/app-id.ts'
import { AppError, asAppError } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'
import { troubleIn, type AccountView, type ConnectionStatus, type QuotaView } from '../contract/state.ts'

export type AccountsPorts = {
  readonly accounts: () => readonly AccountSettings[]
  /** Rejects with an `AppError` that says what is missing. */
  readonly secret: (account: AccountSettings) => Promise<string>
  /** Whatever else makes a connection new when it changes: proxy, certificates. */
  readonly surroundings: () => string
  readonly lock: (account: AccountSettings) => Promise<{ release(): Promise<void> }>
  readonly connect: (account: AccountSettings, secret: string) => Promise<Channel>
  readonly sink: (id: string) => Pick<ChannelSink, 'message' | 'noted' | 'recalled' | 'pressed' | 'reacted'>
  readonly quota: (account: AccountSettings) => Promise<QuotaView>
  readonly current: (id: string) => AccountView | undefined
  readonly publish: (fact: Fact) => void
  /** A line for whoever watches the program start. */
  readonly print: (line: string) => void
  readonly now: () => number
  readonly log: Logger
}

/** How often a bot that another Perch serves is asked for (milliseconds). */
const TRY_LOCK_AGAIN = 5000

const switchedOff = { en: 'Switched off.', zh: '已关闭。' }

type Live = { readonly key: string; readonly channel?: Channel; readonly lock?: { release(): Promise<void> } }

/** Keeps one channel running for each account that is switched on; a change restarts only what it touches. */
export class Accounts {
  readonly #ports: AccountsPorts
  readonly #live = new Map<string, Live>()
  readonly #lanes = new Lanes()
  /** The last failure that was printed for an account, so that each try does not repeat it. */
  readonly #printed = new Map<string, string>()
  #retry: NodeJS.Timeout | undefined

  constructor(ports: AccountsPorts) {
    this.#ports = ports
  }

  channel(id: string): Channel | undefined {
    return this.#live.get(id)?.channel
  }

  /** Brings what runs in line with the configuration. Never rejects: an account's trouble is its own state. */
  reconcile(): Promise<void> {
    return this.#lanes.run('reconcile', async () => {
      const wanted = this.#ports.accounts()
      const gone = [...this.#live.keys()].filter(id => !wanted.some(account => account.id === id))
      await Promise.all([...gone.map(id => this.#remove(id)), ...wanted.map(account => this.#apply(account))])
    })
  }

  /** The running channel, or one without a connection, for a Perch that was not started. */
  async sender(id: string): Promise<Channel | undefined> {
    const running = this.channel(id)
    const account = this.#ports.accounts().find(known => known.id === id)
    if (running || !account) return running
    const channel = await this.#ports.connect(account, await this.#ports.secret(account))
    this.#live.set(id, { key: '', channel })
    return channel
  }

  /** Asks each account's platform now, and shows what it says. */
  async probe(signal: AbortSignal): Promise<void> {
    await Promise.all(
      this.#ports.accounts().map(async account => {
        if (!this.#ports.current(account.id)) await this.#show(account)
        try {
          checkAppId(account.appId)
          const channel = await this.sender(account.id)
          if (channel)
            this.#ports.publish({ type: 'bot-identified', account: account.id, bot: await channel.probe(signal) })
        } catch (thrown) {
          this.#doubt(account.id, asAppError(thrown))
        }
      }),
    )
  }

  /** Tries one account now: what waits is woken, what failed begins anew. */
  async retry(id: string): Promise<void> {
    const channel = this.channel(id)
    if (channel && this.#ports.current(id)?.state !== 'failed') return channel.wake()
    await this.#lanes.run('reconcile', () => this.#end(id))
    await this.reconcile()
  }

  wake(): void {
    for (const { channel } of this.#live.values()) channel?.wake()
  }

  async stop(): Promise<void> {
    clearTimeout(this.#retry)
    await Promise.all([...this.#live.keys()].map(id => this.#end(id)))
  }

  async #apply(account: AccountSettings): Promise<void> {
    const secret = account.config.enabled ? await this.#secret(account) : undefined
    const trouble = typeof secret === 'object' ? secret : undefined
    const key = JSON.stringify([
      account.appId,
      trouble?.message ?? secret,
      account.baseUrl,
      account.config.enabled,
      account.config.mode,
      this.#ports.surroundings(),
    ])
    await this.#show(account)
    if (this.#live.get(account.id)?.key === key) return
    await this.#end(account.id)
    this.#live.set(account.id, { key })
    // Told last: a channel that ends says "offline".
    if (trouble) this.#fail(account.id, trouble)
    else if (typeof secret === 'string') await this.#begin(account, secret, key)
    else if (!account.config.enabled)
      this.#tell(account.id, { state: 'offline', since: this.#ports.now(), reason: switchedOff.en, says: switchedOff })
  }

  /** The secret, or why there is none. */
  async #secret(account: AccountSettings): Promise<string | AppError> {
    try {
      checkAppId(account.appId)
      return await this.#ports.secret(account)
    } catch (thrown) {
      return asAppError(thrown)
    }
  }

  async #begin(account: AccountSettings, secret: string, key: string): Promise<void> {
    try {
      if (account.config.mode === 'webhook')
        throw new AppError('config-invalid', {
          en: 'Webhook mode is not available yet; set mode to "websocket".',
          zh: '暂不支持 Webhook 模式，请将 mode 设为 "websocket"。',
        })
      const lock = await this.#ports.lock(account)
      this.#live.set(account.id, { key, lock })
      const channel = await this.#ports.connect(account, secret)
      this.#live.set(account.id, { key, channel, lock })
      channel.start(this.#sink(account))
    } catch (thrown) {
      this.#fail(account.id, asAppError(thrown))
    }
  }

  #sink(account: AccountSettings): ChannelSink {
    const { id, appId } = account
    const lines = {
      starting: `[lark] [${id}] starting Lark provider (${appId}) in websocket mode`,
      connected: '[ws] ws connect success',
      ready: '[ws] ws client ready',
    }
    return {
      ...this.#ports.sink(id),
      connection: status => this.#tell(id, status),
      identified: bot => this.#ports.publish({ type: 'bot-identified', account: id, bot }),
      step: (step, reason) => {
        if (step === 'failed') return this.#printFailure(id, reason ?? 'unknown')
        if (step === 'ready') this.#printed.delete(id)
        this.#ports.print(lines[step])
      },
    }
  }

  async #show(account: AccountSettings): Promise<void> {
    const { id, appId, config } = account
    const quota = await this.#ports.quota(account)
    const before = this.#ports.current(id) ?? { state: 'offline', since: this.#ports.now() }
    const { name, domain, mode } = config
    this.#ports.publish({ type: 'account-changed', account: { ...before, id, appId, name, domain, mode, quota } })
  }

  #fail(id: string, error: AppError): void {
    this.#ports.log.error('an account could not start', { account: id, code: error.code, error })
    this.#printFailure(id, `${error.message} ${error.hint()}`)
    if (error.code === 'bot-already-served') this.#tryAgainLater()
    this.#tell(id, {
      state: 'failed',
      since: this.#ports.now(),
      ...troubleIn(error),
    })
  }

  /** The same trouble is printed once; what only differs in the platform's log id is the same. */
  #printFailure(id: string, reason: string): void {
    const plain = reason.replaceAll(/\s*\(log id [^)]*\)/g, '')
    if (this.#printed.get(id) === plain) return
    this.#printed.set(id, plain)
    this.#ports.print(`[lark] [${id}] failed: ${reason}`)
  }

  /** The other Perch may stop: then this one takes over. What connected meanwhile is left alone. */
  #tryAgainLater(): void {
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => {
      for (const [id, { channel }] of this.#live) {
        if (!channel && this.#ports.current(id)?.code === 'bot-already-served') this.#live.delete(id)
      }
      void this.reconcile()
    }, TRY_LOCK_AGAIN)
    this.#retry.unref()
  }

  /** A probe failed: the supervisor of a living connection knows its state better, so only the reason is added. */
  #doubt(id: string, error: AppError): void {
    const known = this.#ports.current(id)
    const state = known && known.state !== 'offline' ? known.state : 'failed'
    const since = state === known?.state ? known.since : this.#ports.now()
    this.#tell(id, { state, since, ...troubleIn(error) })
  }

  #tell(account: string, status: ConnectionStatus): void {
    const { state, reason, code } = status
    this.#ports.log.info(`connection ${state}`, { account, ...(reason && { reason }), ...(code && { code }) })
    this.#ports.publish({ type: 'connection-changed', account, status })
  }

  async #remove(id: string): Promise<void> {
    await this.#end(id)
    this.#ports.publish({ type: 'account-removed', id })
  }

  async #end(id: string): Promise<void> {
    const live = this.#live.get(id)
    this.#live.delete(id)
    await live?.channel?.stop()
    await live?.lock?.release()
  }
}

/** The SDK returns in silence from an App ID of another form. */
function checkAppId(appId: string): void {
  if (appId === '') throw new AppError('lark-app-id-missing', { en: 'App ID not configured.', zh: '未配置 App ID。' })
  if (!APP_ID.test(appId))
    throw new AppError('lark-app-id-invalid', { en: `"${appId}" is no App ID.`, zh: `“${appId}”不是 App ID。` })
}
