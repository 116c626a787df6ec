import { Lanes } from '../base/lanes.ts'
import type { Channel } from '../chat/channel.ts'
import type { AccountSettings } from '../config/accounts.ts'
import { asAppError, type AppError } from '../contract/errors.ts'
import { Lines } from './account-lines.ts'
import { Senders } from './account-senders.ts'
import type { AccountsPorts } from './account-ports.ts'
import { AccountTeller } from './account-teller.ts'
import { appOf, botOf, keyOf, secretOrTrouble, troubleOf } from './account-trouble.ts'

/** How often a bot of another Perch is asked for (milliseconds). */
const TRY_LOCK_AGAIN = 5000

type Live = {
  readonly key: string
  readonly bot: string
  readonly channel?: Channel
  readonly lock?: { release(): Promise<void> }
}

/** Keeps one channel running for each account that is switched on; a change restarts only what it touches. */
export class Accounts {
  readonly #ports: AccountsPorts
  readonly #teller: AccountTeller
  readonly #senders: Senders
  readonly #live = new Map<string, Live>()
  /** Accounts that were told of, until they are told to be gone. */
  readonly #shown = new Set<string>()
  /** What those who answer hold on to. */
  readonly #lines = new Lines()
  /** One for each account: the trouble of one never keeps another waiting. */
  readonly #lanes = new Lanes()
  #retry: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(ports: AccountsPorts) {
    this.#ports = ports
    this.#teller = new AccountTeller(ports)
    this.#senders = new Senders(ports)
  }

  /** The bot, while it is connected or tries to be. What is begun through it outlives a connection made anew. */
  channel(id: string): Channel | undefined {
    return this.#live.get(id)?.channel && this.#lines.channel(id)
  }

  /** Brings what runs in line with the configuration. Never rejects: an account's trouble is its own state. */
  async reconcile(): Promise<void> {
    const wanted = (await this.#introduce()).map(({ id }) => id)
    const gone = [...this.#shown].filter(id => !wanted.includes(id))
    await Promise.all([...gone, ...wanted].map(id => this.#lanes.run(id, () => this.#settle(id))))
  }

  /** The running channel, or one without a connection, for a Perch that was not started. */
  async sender(id: string): Promise<Channel | undefined> {
    const account = this.#ports.accounts().find(known => known.id === id)
    return this.#live.get(id)?.channel ?? (account && this.#senders.get(account))
  }

  /** Asks each platform now, and shows what it says. An account that is switched off is left alone. */
  async probe(signal: AbortSignal): Promise<void> {
    const all = await this.#introduce()
    await Promise.all(all.map(account => this.#probe(account, all, signal)))
  }

  /** Tries one account now: what waits is woken, what failed begins anew. */
  async retry(id: string): Promise<void> {
    const channel = this.#live.get(id)?.channel
    if (channel && this.#ports.current(id)?.state !== 'failed') return channel.wake()
    await this.#lanes.run(id, () => this.#end(id))
    await this.reconcile()
    await this.#ports.returned()
  }

  wake(): void {
    for (const { channel } of this.#live.values()) channel?.wake()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#retry)
    await Promise.all([...this.#live.keys()].map(id => this.#end(id)))
    await this.#senders.stop()
  }

  /** Shows new accounts one after the other, before any of them connects: windows list them in the order they came. */
  async #introduce(): Promise<readonly AccountSettings[]> {
    const all = this.#ports.accounts()
    for (const account of all.filter(({ id }) => !this.#ports.current(id))) {
      this.#shown.add(account.id)
      await this.#teller.show(account)
    }
    return all
  }

  async #probe(account: AccountSettings, all: readonly AccountSettings[], signal: AbortSignal): Promise<void> {
    const { id, config } = account
    if (!config.enabled) return this.#ports.current(id)?.reason ? undefined : this.#teller.off(id)
    try {
      const trouble = troubleOf(account, all)
      if (trouble) throw trouble
      const bot = await (await this.sender(id))?.probe(signal)
      if (bot) this.#ports.publish({ type: 'bot-identified', account: id, bot })
    } catch (thrown) {
      this.#teller.doubt(id, asAppError(thrown))
    }
  }

  /** One account as it is configured at its turn, which may be later than it was asked for. */
  async #settle(id: string): Promise<void> {
    const all = this.#ports.accounts()
    const account = all.find(known => known.id === id)
    if (account) await this.#apply(account, all)
    else if (this.#shown.has(id)) await this.#remove(id)
  }

  async #apply(account: AccountSettings, all: readonly AccountSettings[]): Promise<void> {
    const { id, config } = account
    const secret = config.enabled ? await secretOrTrouble(account, all, this.#ports.secret) : undefined
    const trouble = typeof secret === 'object' ? secret : undefined
    const key = keyOf(account, secret, this.#ports.surroundings())
    this.#shown.add(id)
    await this.#teller.show(account)
    if (this.#live.get(id)?.key === key) return
    await this.#end(id)
    const bot = botOf(account)
    this.#lines.keep(id, appOf(account))
    this.#live.set(id, { key, bot })
    // Told last: a channel that ends says "offline".
    if (trouble) this.#fail(id, trouble)
    else if (typeof secret === 'string') await this.#begin(account, secret, { key, bot })
    else this.#teller.off(id)
  }

  async #begin(account: AccountSettings, secret: string, live: Live): Promise<void> {
    const { id } = account
    try {
      await this.#vacate(id, live.bot)
      const lock = await this.#ports.lock(account)
      this.#live.set(id, { ...live, lock })
      await this.#ports.serves(account)
      const channel = await this.#ports.connect(account, secret)
      this.#live.set(id, { ...live, channel, lock })
      if (this.#isStopped) return await this.#end(id)
      this.#lines.attach(id, appOf(account), channel)
      channel.start({ ...this.#ports.sink(id), ...this.#teller.sink(account) })
    } catch (thrown) {
      this.#fail(id, asAppError(thrown))
    }
  }

  /** Another account here may still serve the bot that is this one's now. */
  async #vacate(id: string, bot: string): Promise<void> {
    const others = [...this.#live].filter(([other, live]) => other !== id && live.bot === bot && live.lock)
    await Promise.all(others.map(([other]) => this.#lanes.run(other, () => this.#settle(other))))
  }

  #fail(id: string, error: AppError): void {
    if (error.code === 'bot-already-served') this.#tryAgainLater()
    this.#teller.fail(id, error)
  }

  /** The other Perch may stop: then this one takes over. What connected meanwhile is left alone. */
  #tryAgainLater(): void {
    clearTimeout(this.#retry)
    if (this.#isStopped) return
    this.#retry = setTimeout(() => {
      for (const [id, { channel }] of this.#live)
        if (!channel && this.#ports.current(id)?.code === 'bot-already-served') this.#live.delete(id)
      void this.reconcile()
        .then(() => this.#ports.returned())
        .catch((error: unknown) => this.#ports.log.error('what waited could not be taken up', { error }))
    }, TRY_LOCK_AGAIN)
    this.#retry.unref()
  }

  async #remove(id: string): Promise<void> {
    await this.#end(id)
    await this.#senders.drop(id)
    this.#lines.forget(id)
    this.#shown.delete(id)
    this.#teller.gone(id)
  }

  async #end(id: string): Promise<void> {
    const live = this.#live.get(id)
    this.#live.delete(id)
    this.#lines.detach(id)
    await live?.channel?.stop()
    await live?.lock?.release()
  }
}
