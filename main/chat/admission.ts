import { asAppError } from '../contract/errors.ts'
import type { Entry } from './answer.ts'
import type { Channel } from './channel.ts'
import { commandOf, type CommandPorts } from './commands.ts'
import { say } from './deliver.ts'
import type { FateBook } from './fate-book.ts'
import type { IncomingMessage } from './message.ts'
import type { Outbox } from './outbox.ts'
import type { ConversationsPort, InboxItem } from './ports.ts'
import type { Sessions } from './sessions.ts'
import { words } from './words.ts'
import type { Logger } from '../base/logger.ts'

export type AdmissionPorts = {
  readonly fateBook: FateBook
  readonly conversations: ConversationsPort
  readonly sessions: Sessions
  readonly outbox: Outbox
  readonly status: CommandPorts['status']
  readonly doctor: CommandPorts['doctor']
  /** Allows the holder of a pairing code of this account; rejects with `AppError` when there is none. */
  readonly allowCode: (account: string, code: string) => Promise<string>
  readonly now: () => number
  readonly log: Logger
}

/** What an admitted message leads to: a command at once, a turn in its lane, or a short word of Perch's own. */
export class Admission {
  readonly #ports: AdmissionPorts
  readonly #life: AbortSignal

  constructor(ports: AdmissionPorts, life: AbortSignal) {
    this.#ports = ports
    this.#life = life
  }

  async admit(entry: Entry, channel: Channel): Promise<void> {
    const { item, message, language } = entry
    const called = commandOf(message.text)
    if (called) {
      const { command, argument } = called
      await this.say(item, await command.run(entry, this.#commandPorts(), argument), channel)
      return this.#ports.fateBook.settle(item, 'done', 'command', `/${command.name}`)
    }
    if (!message.supported) {
      await this.say(item, words.unsupported[language], channel)
      return this.#ports.fateBook.settle(item, 'done', 'unsupported', `A message of the kind ${message.kind} made no sense.`)
    }
    if (isEmpty(message)) {
      await this.say(item, words.greeting[language], channel)
      return this.#ports.fateBook.settle(item, 'done', 'answered', 'There was no text to answer.')
    }
    await this.#ports.sessions.enqueue(entry, channel)
  }

  /** Perch's own words, in answer to this message. */
  say(item: InboxItem, text: string, channel: Channel): Promise<void> {
    return say(item, text, { channel, life: this.#life }, this.#ports)
  }

  #commandPorts(): CommandPorts {
    const { sessions, conversations, now, status, doctor } = this.#ports
    return {
      status,
      doctor,
      pair: (entry, code) => this.#pair(entry, code),
      stop: entry =>
        sessions.stop(
          entry.session,
          running => entry.role === 'owner' || running.item.arrival.senderId === entry.item.arrival.senderId,
        ),
      renew: async entry => {
        sessions.renew(entry.session)
        await conversations.reset(entry.session, now())
      },
    }
  }

  async #pair(entry: Entry, code: string): Promise<string> {
    // A code is a key: it works for an owner, and not where others read along.
    const { account, chatType } = entry.item.arrival
    if (entry.role !== 'owner' || chatType !== 'p2p') return words.onlyOwner[entry.language]
    try {
      return words.paired[entry.language].replace('{openId}', await this.#ports.allowCode(account, code))
    } catch (thrown) {
      if (asAppError(thrown).code !== 'pairing-code-unknown' && asAppError(thrown).code !== 'bad-request') throw thrown
      return words.codeUnknown[entry.language]
    }
  }
}

/** No words, no file, and nothing quoted: somebody only called. */
const isEmpty = ({ text, pieces, quotes }: IncomingMessage): boolean =>
  text.trim() === '' && quotes === undefined && (pieces ?? []).every(piece => piece.kind === 'words')
