import type { Picture, Taint } from '../agent/turn-types.ts'
import type { Logger } from '../base/logger.ts'
import type { Entry } from './answer.ts'
import { describeAttachment } from './attachments.ts'
import { Basket, MOST_FILES } from './basket.ts'
import type { Channel } from './channel.ts'
import { block, mark, quoted, unmarked } from './frame.ts'
import { forwardedText, speakers } from './forwarded.ts'
import type { MediaPort } from './media-port.ts'
import type { FoundMessage } from './message.ts'
import type { Names } from './names.ts'
import type { Piece } from './pieces.ts'
import type { Quotes } from './quotes.ts'

/** A message as its turn puts it to the model. */
export type Question = {
  readonly text: string
  readonly pictures: readonly Picture[]
  /** What in it its sender did not write. */
  readonly tainted: readonly Taint[]
  /** The sender took it back meanwhile: nothing is to be answered. */
  readonly withdrawn: boolean
}

type Ports = {
  readonly media: MediaPort
  readonly quotes: Quotes
  readonly names: Names
  readonly now: () => number
  readonly log: Logger
}

type Scene = {
  readonly entry: Entry
  readonly channel: Channel
  readonly basket: Basket
  readonly signal: AbortSignal
}

/** A message that waited longer than this is read again: it may have been changed or withdrawn (milliseconds). */
const FRESH = 2 * 60_000

/**
 * Turns an admitted message into a question: fetches and reads its files, looks up what it quotes and forwards. It works
 * in the lane of its conversation, so that a slow or hostile file keeps nobody else waiting.
 */
export class Intake {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Never rejects: what could not be had is said in the question. */
  async prepare(entry: Entry, channel: Channel, signal: AbortSignal): Promise<Question> {
    const basket = new Basket()
    const scene: Scene = { entry, channel, basket, signal }
    const now = await this.#asItIsNow(scene)
    if (now?.withdrawn) return { ...gone, withdrawn: true }
    const own = await this.#sections(now?.pieces ?? piecesIn(entry.message), scene)
    const before = await this.#quote(scene)
    const refused = basket.refused
    const beyond =
      refused > 0 ? [mark(`${refused} more files were not fetched: a message may bring ${MOST_FILES}`)] : []
    const text = [...before, ...own, ...beyond].filter(Boolean).join('\n\n')
    return { text, pictures: basket.pictures, tainted: basket.tainted, withdrawn: false }
  }

  /** Only a message that waited is asked for again; when the platform does not tell, what is stored counts. */
  async #asItIsNow({ entry, channel, signal }: Scene): Promise<Pick<FoundMessage, 'pieces' | 'withdrawn'> | undefined> {
    const { createdAt, messageId } = entry.item.arrival
    if (this.#ports.now() - createdAt < FRESH) return undefined
    const found = await this.#quietly(channel.find(messageId, signal), 'a message that waited', signal)
    if (!found) return undefined
    const itself = found.find(item => item.messageId === messageId)
    if (!itself || itself.withdrawn) return { pieces: [], withdrawn: true }
    return itself.edited ? itself : undefined
  }

  /** One section for each piece, in order; files one after the other, so that a message takes one reader. */
  async #sections(pieces: readonly Piece[], scene: Scene): Promise<readonly string[]> {
    const sections: string[] = []
    for (const piece of pieces) sections.push(await this.#section(piece, scene))
    return sections
  }

  async #section(piece: Piece, scene: Scene): Promise<string> {
    const { channel, signal, basket, entry } = scene
    const { account, chatId } = entry.item.arrival
    switch (piece.kind) {
      case 'words':
        return unmarked(piece.text)
      case 'attachment':
        return describeAttachment(piece, { ...scene, chatId, media: this.#ports.media, log: this.#ports.log })
      case 'named':
        return mark(piece.about === '' ? piece.what : `${piece.what} ${quoted(piece.about)}`)
      case 'shared-person': {
        const name = await this.#ports.names.person(account, piece.id, channel, signal)
        return mark(`shared contact ${name ? `${quoted(name)} ` : ''}with the Open ID ${quoted(piece.id)}`)
      }
      case 'shared-group': {
        const name = await this.#ports.names.group(piece.id, channel, signal)
        return mark(`shared group ${name ? `${quoted(name)} ` : ''}with the ID ${quoted(piece.id)}`)
      }
      case 'card':
        basket.taint('card')
        return piece.text === ''
          ? mark('card whose words can not be read')
          : block('card, not written by the person who sent it', basket.cut(piece.text), 'card')
      case 'forward':
        return this.#forward(piece.messageId, scene)
      default:
        return piece satisfies never
    }
  }

  async #forward(messageId: string, { channel, signal, basket, entry }: Scene): Promise<string> {
    basket.taint('forward')
    const found = await this.#quietly(channel.find(messageId, signal), 'a forwarded message', signal)
    if (!found) return mark('forwarded messages, which the platform did not give out')
    const { account } = entry.item.arrival
    const names = await this.#ports.names.people(account, speakers(found), channel, signal)
    const nameOf = ({ fromSelf, fromApp, senderId }: FoundMessage) =>
      fromSelf ? 'you' : fromApp ? 'an app' : (names.get(senderId) ?? 'somebody')
    const text = forwardedText(messageId, found, nameOf)
    if (text === '') return mark('forwarded messages, of which none can be read')
    return block('forwarded messages, not written by the person who sent them', basket.cut(text), 'forwarded messages')
  }

  async #quote(scene: Scene): Promise<readonly string[]> {
    const { entry, channel, basket, signal } = scene
    const { quotes } = entry.message
    if (!quotes) return []
    const found = await this.#quietly(
      this.#ports.quotes.find(entry, quotes, channel, signal),
      'a quoted message',
      signal,
    )
    if (found === 'known') return []
    if (!found) return [mark('quotes a message that the platform did not give out')]
    if (found.from === 'withdrawn') return [mark('quotes a message that was withdrawn')]
    if (found.from === 'somebody') basket.taint('quote')
    const sections = await this.#sections(found.pieces, scene)
    const about = {
      self: 'your own earlier message',
      sender: 'their own earlier message',
      somebody: strangerWords(found.name),
    }
    const whole = sections.filter(Boolean).join('\n\n')
    // The files in it have frames of their own, so only the words are made plain, and they were.
    return [`${mark(`quoted: ${about[found.from]}`)}\n${whole}\n${mark('end of the quoted message')}`]
  }

  /** Something to be looked up: where it can't be, the question says so and the log why. */
  async #quietly<T>(work: Promise<T>, what: string, signal: AbortSignal): Promise<T | undefined> {
    try {
      return await work
    } catch (thrown) {
      if (!signal.aborted) this.#ports.log.warn(`${what} could not be looked up`, { error: thrown })
      return undefined
    }
  }
}

/** What stands for it where it was to join a running turn. */
const gone = { text: mark('a message that was withdrawn'), pictures: [], tainted: [] }

const strangerWords = (name: string): string =>
  `a message of ${name === '' ? 'somebody' : quoted(name)}, not written by the person who quotes it`

const piecesIn = ({ pieces, text }: { pieces?: readonly Piece[]; text: string }): readonly Piece[] =>
  pieces ?? [{ kind: 'words', text }]
