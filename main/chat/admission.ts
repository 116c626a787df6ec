import { asAppError } from '../contract/errors.ts'
import type { Entry } from './answer.ts'
import type { Channel } from './channel.ts'
import { commandOf, type Called, type CommandPorts } from './commands.ts'
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

/** The rest of a message's handling. */
export type Slow = () => Promise<void>

/** What an admitted message leads to: a command at once, a turn in its lane, or a short word of Perch's own. */
export class Admission {
  readonly #ports: AdmissionPorts
  readonly #life: AbortSignal

  constructor(ports: AdmissionPorts, life: AbortSignal) {
    this.#ports = ports
    this.#life = life
  }

  /** What takes long is not begun, but given back: the caller runs it where it holds nobody up. */
  async admit(entry: Entry, channel: Channel): Promise<Slow | undefined> {
    const { item, message, language } = entry
    const called = commandOf(message.text)
    if (called) {
      const run = () => this.#run(called, entry, channel)
      if (called.command.isSlow) return run
      await run()
      return undefined
    }
    if (!message.supported) {
      await this.say(item, words.unsupported[language], channel)
      const reason = `A message of the kind ${message.kind} made no sense.`
      await this.#ports.fateBook.settle(item, 'done', 'unsupported', reason)
      return undefined
    }
    if (isEmpty(message)) {
      await this.say(item, words.greeting[language], channel)
      await this.#ports.fateBook.settle(item, 'done', 'answered', 'There was no text to answer.')
      return undefined
    }
    await this.#ports.sessions.enqueue(entry, channel)
    return undefined
  }

  /** A command that nobody waits for any more, because Perch stops, is taken up at the next start. */
  async #run({ command, argument }: Called, entry: Entry, channel: Channel): Promise<void> {
    const text = await orAbort(command.run(entry, this.#commandPorts(), argument), this.#life)
    await this.say(entry.item, text, channel)
    await this.#ports.fateBook.settle(entry.item, 'done', 'command', `/${command.name}`)
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

/** The result, or a rejection as soon as `signal` aborts. */
async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) stop()
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** No words, no file, and nothing quoted: somebody only called. */
const isEmpty = ({ text, pieces, quotes }: IncomingMessage): boolean =>
  text.trim() === '' && quotes === undefined && (pieces ?? []).every(piece => piece.kind === 'words')
