import type { Entry } from './answer.ts'
import type { Channel } from './channel.ts'
import type { Quote } from './message.ts'
import type { Names } from './names.ts'
import type { Piece } from './pieces.ts'
import type { ConversationsPort, InboxPort, OwnMessagesPort } from './ports.ts'

/** What a message quotes, and of whom. */
export type Quoted =
  | { readonly from: 'self' | 'sender'; readonly pieces: readonly Piece[]; readonly name: '' }
  | { readonly from: 'somebody'; readonly pieces: readonly Piece[]; readonly name: string }
  | { readonly from: 'withdrawn' }

type Ports = {
  readonly inbox: Pick<InboxPort, 'byMessage'>
  readonly own: OwnMessagesPort
  readonly conversations: Pick<ConversationsPort, 'read'>
  readonly names: Names
}

/** Finds the message that another one answers: among what is stored first, since each look at the platform costs a call. */
export class Quotes {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** `known`: nothing needs to be quoted, the conversation has it. `undefined`: the platform does not give it out. */
  async find(
    entry: Entry,
    { messageId, opensThread }: Quote,
    channel: Channel,
    signal: AbortSignal,
  ): Promise<Quoted | 'known' | undefined> {
    const { account, chatId } = entry.item.arrival
    if (opensThread && (await this.#ports.conversations.read(entry.session)).length > 0) return 'known'
    const own = await this.#ports.own.find(account, messageId)
    if (own) return { from: 'self', pieces: [{ kind: 'words', text: own.text }], name: '' }
    const stored = await this.#ports.inbox.byMessage(account, messageId)
    if (stored?.arrival.chatId === chatId) {
      const { text, pieces } = await channel.read(stored.arrival, signal)
      return this.#of(entry, stored.arrival.senderId, pieces ?? [{ kind: 'words', text }], channel, signal)
    }
    return this.#lookUp(entry, messageId, channel, signal)
  }

  async #lookUp(entry: Entry, messageId: string, channel: Channel, signal: AbortSignal): Promise<Quoted | undefined> {
    const found = await channel.find(messageId, signal)
    if (!found) return undefined
    const itself = found.find(item => item.messageId === messageId)
    if (!itself || itself.withdrawn) return { from: 'withdrawn' }
    // What was written in another chat is for its members alone.
    if (itself.chatId !== undefined && itself.chatId !== entry.item.arrival.chatId) return undefined
    if (itself.fromSelf) return { from: 'self', pieces: itself.pieces, name: '' }
    return this.#of(entry, itself.senderId, itself.pieces, channel, signal)
  }

  async #of(
    entry: Entry,
    senderId: string,
    pieces: readonly Piece[],
    channel: Channel,
    signal: AbortSignal,
  ): Promise<Quoted> {
    const { account, senderId: asking } = entry.item.arrival
    if (senderId === asking) return { from: 'sender', pieces, name: '' }
    return { from: 'somebody', pieces, name: await this.#ports.names.person(account, senderId, channel, signal) }
  }
}
