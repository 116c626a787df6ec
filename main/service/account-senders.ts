import { Lanes } from '../base/lanes.ts'
import type { Channel } from '../chat/channel.ts'
import type { AccountSettings } from '../config/accounts.ts'

type Ports = {
  readonly secret: (account: AccountSettings) => Promise<string>
  readonly connect: (account: AccountSettings, secret: string) => Promise<Channel>
}

/** Channels that only speak, for accounts that are not connected here; nothing is ever received over them. */
export class Senders {
  readonly #ports: Ports
  readonly #open = new Map<string, { readonly key: string; readonly channel: Channel }>()
  readonly #lanes = new Lanes()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** The one for this bot as it is configured now. Rejects with an `AppError` when its secret is missing. */
  get(account: AccountSettings): Promise<Channel> {
    return this.#lanes.run(account.id, async () => {
      const secret = await this.#ports.secret(account)
      const key = JSON.stringify([account.appId, account.baseUrl, secret])
      const known = this.#open.get(account.id)
      if (known?.key === key) return known.channel
      await this.drop(account.id)
      const channel = await this.#ports.connect(account, secret)
      this.#open.set(account.id, { key, channel })
      return channel
    })
  }

  async drop(id: string): Promise<void> {
    const known = this.#open.get(id)
    this.#open.delete(id)
    await known?.channel.stop()
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#open.keys()].map(id => this.drop(id)))
  }
}
