import type { Arrival } from '../contract/arrival.ts'
import type { Language } from '../contract/words.ts'
import type { Piece } from './pieces.ts'

/** An arrival once the channel has read it: what was said, and to whom. */
export type IncomingMessage = {
  readonly arrival: Arrival
  /** The kind as the platform names it: `text`, `post`, `image`, … */
  readonly kind: string
  /** Plain text, mentions as `@name`, the bot's own mention taken away. Empty when there is nothing to read. */
  readonly text: string
  /** True only for a mention of the bot itself; @all is none. */
  readonly mentionsBot: boolean
  /** True when the bot itself wrote it. */
  readonly fromSelf: boolean
  /** False for what makes no sense at all: it gets the fate `unsupported`. */
  readonly supported: boolean
  /** What it consists of, in order; absent: its text alone. */
  readonly pieces?: readonly Piece[]
  /** The message that it answers, which its sender need not have written. */
  readonly quotes?: Quote
  /** True when its sender changed it after it was sent; the text is the changed one. */
  readonly edited?: boolean
}

/** `opensThread`: the message that the thread began with; every message of the thread names it, quoted or not. */
export type Quote = { readonly messageId: string; readonly opensThread: boolean }

/** A message that was looked up: a quoted one, or a part of a forwarded one. */
export type FoundMessage = {
  readonly messageId: string
  /** The forwarded message that it is a part of. */
  readonly upperId?: string
  /** Where it was written, as far as the platform says so. */
  readonly chatId?: string
  readonly senderId: string
  /** True when the bot itself wrote it. */
  readonly fromSelf: boolean
  /** True when another app wrote it. */
  readonly fromApp: boolean
  readonly createdAt: number
  readonly edited: boolean
  readonly withdrawn: boolean
  readonly kind: string
  readonly text: string
  readonly pieces: readonly Piece[]
}

/** Where an answer goes: to a message (quoted, inside its thread), a chat, or a person. */
export type Target =
  | { readonly kind: 'reply'; readonly messageId: string; readonly chatId: string; readonly inThread: boolean }
  | { readonly kind: 'chat'; readonly chatId: string }
  | { readonly kind: 'person'; readonly openId: string }

export type Body =
  | { readonly kind: 'text'; readonly text: string }
  /** Rich text; the channel picks the form that shows it best, a part of a long answer is always a card. */
  | {
      readonly kind: 'markdown'
      readonly text: string
      readonly form?: 'card'
      /** Open IDs of people whom the text may call by `<at id=ou_…></at>`; nobody else can be called. */
      readonly mentions?: readonly string[]
    }
  /** A streaming card made by `createCard`. */
  | { readonly kind: 'card'; readonly cardId: string }
  /** Content in the platform's own form, as `perch send --card|--post` hands it over. */
  | { readonly kind: 'raw'; readonly messageType: string; readonly content: string }
  | { readonly kind: 'image' | 'file'; readonly path: string }

/** One message to send. `uuid` stays the same over every retry, so that the platform sends it once. */
export type Outgoing = { readonly uuid: string; readonly to: Target; readonly body: Body }

export type Sent = { readonly messageId: string; readonly chatId: string }

/** What a streaming card shows. */
export type CardView = {
  readonly answer: string
  readonly steps: string
  readonly status: string
  /** In which Perch's own words on the card are; otherwise in that of the answer. */
  readonly language?: Language
  /** Open IDs of people whom the answer of a finished card may call by `<at id=ou_…></at>`; nobody else can be called. */
  readonly mentions?: readonly string[]
  /** The same answer with everybody by name: for the chat list, and where nobody can be called. */
  readonly plain?: string
  /** Below a card that is at work; a finished one has none. */
  readonly button?: CardButton
}

/** What a button does is named in its value, which comes back with the press. Anybody can read it: no secrets. */
export type CardButton = { readonly label: string; readonly action: string; readonly id: string }
