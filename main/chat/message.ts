import type { Arrival } from '../contract/arrival.ts'

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
  /** False for kinds that this version can't read: they get the fate `unsupported`. */
  readonly supported: boolean
}

/** Where an answer goes: to a message (quoted, inside its thread), a chat, or a person. */
export type Target =
  | { readonly kind: 'reply'; readonly messageId: string; readonly chatId: string; readonly inThread: boolean }
  | { readonly kind: 'chat'; readonly chatId: string }
  | { readonly kind: 'person'; readonly openId: string }

export type Body =
  | { readonly kind: 'text'; readonly text: string }
  /** Rich text; the channel picks the form that shows it best. */
  | { readonly kind: 'markdown'; readonly text: string }
  /** A streaming card made by `createCard`. */
  | { readonly kind: 'card'; readonly cardId: string }
  /** Content in the platform's own form, as `perch send --card|--post` hands it over. */
  | { readonly kind: 'raw'; readonly messageType: string; readonly content: string }
  | { readonly kind: 'image' | 'file'; readonly path: string }

/** One message to send. `uuid` stays the same over every retry, so that the platform sends it once. */
export type Outgoing = { readonly uuid: string; readonly to: Target; readonly body: Body }

export type Sent = { readonly messageId: string; readonly chatId: string }

/** What a streaming card shows. */
export type CardView = { readonly answer: string; readonly steps: string; readonly status: string }
