import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../base/logger.ts'
import type { AccountConfig } from '../contract/config.ts'
import { languageOf, type Language } from '../contract/words.ts'
import type { Entry } from './answer.ts'
import type { Channel } from './channel.ts'
import type { FateBook } from './fate-book.ts'
import type { Verdict } from './gate.ts'
import type { IncomingMessage } from './message.ts'
import type { Doorbell } from './pairing.ts'
import type { People } from './people.ts'
import type { InboxItem, PersonRow } from './ports.ts'
import { sessionOf } from './session-key.ts'

export type VisitorPorts = {
  readonly people: People
  readonly doorbell: Doorbell
  readonly fateBook: FateBook
  readonly language: () => 'auto' | 'en' | 'zh-CN'
  readonly now: () => number
  readonly log: Logger
}

/** A stranger's code waits so long for their name (milliseconds). */
const NAME_WITHIN = 1000

/** Who writes: known people and strangers, what is remembered of them, and what happens to those who may not in. */
export class Visitors {
  readonly #ports: VisitorPorts
  readonly #life: AbortSignal

  constructor(ports: VisitorPorts, life: AbortSignal) {
    this.#ports = ports
    this.#life = life
  }

  /** The row of whoever wrote this; counted when the message is new. Programs have none. */
  async personOf(item: InboxItem, message: IncomingMessage): Promise<PersonRow | undefined> {
    const { account, senderId, chatId, senderType } = item.arrival
    if (message.fromSelf || senderType !== 'user') return undefined
    const { people, now } = this.#ports
    return item.stage === 'new' ? people.seen(account, senderId, chatId, now()) : people.get(account, senderId)
  }

  /** All that a turn needs to know of an admitted message. */
  entry(
    item: InboxItem,
    message: IncomingMessage,
    verdict: Extract<Verdict, { admit: true }>,
    person: PersonRow | undefined,
    account: AccountConfig,
  ): Entry {
    return {
      item,
      message,
      session: sessionOf(item.arrival),
      role: verdict.role,
      senderName: person?.name ?? '',
      groupPrompt: account.groups[item.arrival.chatId]?.systemPrompt ?? '',
      language: this.#language(message.text),
    }
  }

  /** The message gets no answer; a stranger who could be let in is told how, once. */
  async refuse(
    item: InboxItem,
    message: IncomingMessage,
    { fate, reason }: Extract<Verdict, { admit: false }>,
    person: PersonRow | undefined,
    channel: Channel,
  ): Promise<void> {
    const { doorbell, fateBook } = this.#ports
    if (fate !== 'pending-pairing' || !person) return fateBook.settle(item, 'done', fate, reason)
    if (item.stage === 'held') return // still undecided, and told before
    // The owner is told about a name, not about an ID, where the platform gives it in time.
    await Promise.race([this.learnName(person, channel), sleep(NAME_WITHIN, undefined, { ref: false })])
    const untold = await doorbell.ring(item, this.#language(message.text), person, channel, this.#life)
    await fateBook.settle(item, 'held', fate, untold ?? reason)
  }

  /** A name is nice to have: nothing fails without it. */
  async learnName(person: PersonRow, channel: Channel): Promise<void> {
    const { people, log } = this.#ports
    await people
      .name(person, channel, this.#life)
      .catch((error: unknown) => log.debug('a name could not be learnt', { openId: person.openId, error }))
  }

  #language(text: string): Language {
    const chosen = this.#ports.language()
    return chosen === 'auto' ? languageOf(text) : chosen === 'en' ? 'en' : 'zh'
  }
}
