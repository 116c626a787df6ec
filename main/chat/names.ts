import type { Channel } from './channel.ts'
import type { PeoplePort } from './ports.ts'

/** In one question, so many people are asked for at the platform; each costs a call. */
const MOST_ASKED = 8

/** Names to speak of people and groups by; nothing fails without one. */
export class Names {
  readonly #people: Pick<PeoplePort, 'get'>

  constructor(people: Pick<PeoplePort, 'get'>) {
    this.#people = people
  }

  /** Empty when nobody knows. */
  async person(account: string, openId: string, channel: Channel, signal: AbortSignal): Promise<string> {
    return (await this.#known(account, openId)) || (await this.#asked(openId, channel, signal))
  }

  async people(
    account: string,
    openIds: readonly string[],
    channel: Channel,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>()
    let asked = 0
    for (const openId of openIds) {
      const known = await this.#known(account, openId)
      const name = known || (asked++ < MOST_ASKED ? await this.#asked(openId, channel, signal) : '')
      if (name !== '') names.set(openId, name)
    }
    return names
  }

  async group(chatId: string, channel: Channel, signal: AbortSignal): Promise<string> {
    const info = await channel.chat(chatId, signal).catch(() => undefined) // a name is nice to have
    return info?.name ?? ''
  }

  async #known(account: string, openId: string): Promise<string> {
    return (await this.#people.get(account, openId))?.name ?? ''
  }

  async #asked(openId: string, channel: Channel, signal: AbortSignal): Promise<string> {
    const info = await channel.person(openId, signal).catch(() => undefined) // a name is nice to have
    return info?.name ?? ''
  }
}
