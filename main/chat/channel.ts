import type { Arrival } from '../contract/arrival.ts'
import type { BotView, ConnectionStatus } from '../contract/state.ts'
import type { Words } from '../contract/words.ts'
import type { Body, CardView, FoundMessage, IncomingMessage, Outgoing, Sent } from './message.ts'
import type { Attachment, Download } from './pieces.ts'

/** What a channel is told to do with what arrives. */
export interface ChannelSink {
  /** Resolves once the message is committed: only then may the channel acknowledge it. Rejects when it can't be kept. */
  message(arrival: Arrival): Promise<void>
  /** Any other event that deserves a row in the log: a recalled message, a reaction, a frame that made no sense. */
  noted(event: {
    kind: string
    eventId: string
    messageId?: string
    chatId?: string
    senderId?: string
    reason: string
  }): void
  /** A person withdrew a message. */
  recalled(messageId: string): void
  /** A person pressed a button of one of our cards. Resolves within the platform's three seconds; never rejects. */
  pressed(press: Press): Promise<PressAnswer>
  /** A person put a sign on a message, or took it away. Never rejects. */
  reacted(reaction: Reacted): Promise<void>
  connection(status: ConnectionStatus): void
  identified(bot: BotView): void
  /** The connection came up; `connected` before the first frame can arrive. For the start lines. */
  step(step: 'starting' | 'connected' | 'ready' | 'failed', reason?: string): void
}

/** A sign on a message; `present` is false when it was taken away. */
export type Reacted = {
  readonly messageId: string
  readonly senderId: string
  /** As the platform names it: `THUMBSUP`. */
  readonly emoji: string
  readonly at: number
  readonly present: boolean
}

/** One press of a button. `action` and `id` are the button's own, empty when it has none of that kind. */
export type Press = {
  readonly eventId: string
  readonly messageId: string
  readonly chatId: string
  readonly operatorId: string
  readonly action: string
  readonly id: string
}

/** A short note that only the person who pressed sees, in the language of their client. */
export type PressAnswer = { readonly kind: 'info' | 'success' | 'warning' | 'error'; readonly text: Words }

export type PersonInfo = { readonly name: string; readonly avatarUrl?: string }
/** Who is in a group; `complete` is false where the list was too long to read to its end. */
export type ChatMembers = {
  readonly people: readonly { readonly openId: string; readonly name: string }[]
  readonly complete: boolean
}

export type ChatInfo = {
  readonly name: string
  readonly ownerId?: string
  readonly external?: boolean
  readonly mode?: string
}

/** What happened to one write of a streaming card. Never throws for these. */
export type CardWrite = 'written' | 'closed' | 'gone'

/**
 * One account on one platform. Every call is limited, retried and mapped to `AppError` inside;
 * a call that can't succeed rejects, a wait ends when its signal aborts.
 */
export interface Channel {
  readonly account: string
  /** Connects and keeps connected until `stop`. Never rejects: trouble is told to the sink. */
  start(sink: ChannelSink): void
  stop(): Promise<void>
  /** The network or the computer came back: try again now. */
  wake(): void
  /** Asks the platform now whether App ID and Secret are right and who the bot is; needs no connection. */
  probe(signal: AbortSignal): Promise<BotView>
  /** Reads a stored arrival; waits for the bot's identity if that is not known yet. */
  read(arrival: Arrival, signal: AbortSignal): Promise<IncomingMessage>
  /**
   * The message as it is now, and after a forwarded one all that it holds; nothing when it was withdrawn, `undefined`
   * when the platform does not give it out. Rejects when it can't be reached.
   */
  find(messageId: string, signal: AbortSignal): Promise<readonly FoundMessage[] | undefined>
  /** Begins to fetch what a person sent. Only for senders who were admitted. The signal ends the stream too. */
  download(attachment: Attachment, signal: AbortSignal): Promise<Download>
  /** Sends once per uuid (the platform's hour); retries by itself what is worth it. */
  send(outgoing: Outgoing, signal: AbortSignal): Promise<Sent>
  /** Looks in the chat's history for a message this bot sent and may not know of. */
  findSent(outgoing: Outgoing, sentAfter: number, signal: AbortSignal): Promise<Sent | 'absent' | 'unknown'>
  /** Cuts an answer into bodies that the platform takes, losing no character of its words; the first fits a card too. */
  bodies(markdown: string): readonly Body[]
  /** Puts the "typing" sign on a message and gives its ID; `undefined` when not permitted. Rejects when it may be there. */
  startTyping(messageId: string, signal: AbortSignal): Promise<string | undefined>
  /** Takes it away; without an ID (after a crash) it looks the bot's own signs up first. Rejects when it may still be there. */
  stopTyping(messageId: string, reactionId: string | undefined, signal: AbortSignal): Promise<void>
  /** Adds the sign for "done, nothing to say". Best effort. */
  markDone(messageId: string, signal: AbortSignal): Promise<void>
  createCard(view: CardView, signal: AbortSignal): Promise<string>
  /** Replaces one part of a card by its full text. `sequence` grows with every write to this card. */
  writeCard(
    cardId: string,
    part: 'answer' | 'steps',
    text: string,
    sequence: number,
    signal: AbortSignal,
  ): Promise<CardWrite>
  /** Draws a card anew that the platform has closed, and lets it stream again. */
  reopenCard(cardId: string, view: CardView, sequence: number, signal: AbortSignal): Promise<CardWrite>
  /** Ends streaming and sets what the chat list shows. */
  finishCard(cardId: string, view: CardView, sequence: number, signal: AbortSignal): Promise<CardWrite>
  /** A name from the platform, or `undefined` when the app has no permission to ask. */
  person(openId: string, signal: AbortSignal): Promise<PersonInfo | undefined>
  chat(chatId: string, signal: AbortSignal): Promise<ChatInfo | undefined>
  /** The people of a group the bot is in, or `undefined` where the platform does not tell. */
  members(chatId: string, signal: AbortSignal): Promise<ChatMembers | undefined>
}
