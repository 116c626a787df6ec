import type { Readable } from 'node:stream'

/** A file that a person sent. Its content is fetched only once they were admitted. */
export type Attachment = {
  readonly kind: 'attachment'
  readonly form: 'picture' | 'file' | 'voice' | 'video'
  /** By which the platform gives it out, together with its message. */
  readonly key: string
  readonly messageId: string
  /** As its sender named it; empty when it has no name. */
  readonly name: string
  /** How long it plays. */
  readonly milliseconds?: number
}

/** One part of what somebody sent. Everything in it is theirs and may be made to deceive, names too. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | Attachment
  /** What can only be named: a sticker, a place, a poll. `what` is ours. */
  | { readonly kind: 'named'; readonly what: string; readonly about: string }
  | { readonly kind: 'shared-person' | 'shared-group'; readonly id: string }
  /** The words of a card; the platform gives them out cut short. */
  | { readonly kind: 'card'; readonly text: string }
  /** Messages of others, passed on; they are looked up by this message. */
  | { readonly kind: 'forward'; readonly messageId: string }

/** A file on its way here. */
export type Download = {
  readonly content: Readable
  /** As the platform says it; it may not say any. */
  readonly bytes?: number
  /** The name that the platform gives, where the message has none. */
  readonly name?: string
}
