import type { Arrival } from '../contract/arrival.ts'
import type { Fate } from '../contract/fates.ts'

/** `new`: stored, not judged · `held`: waits for pairing · `waiting`: in its lane · `running` · `done`. */
export type Stage = 'new' | 'held' | 'waiting' | 'running' | 'done'

export type InboxItem = {
  readonly id: number
  readonly arrival: Arrival
  readonly stage: Stage
  readonly fate?: Fate
  readonly receivedAt: number
}

/** What a turn has already shown; the same shape as the path of a message uses. */
export type TurnRecord = {
  readonly inboxId: number
  readonly startedAt: number
  readonly typing?: string
  readonly cardId?: string
  readonly cardCreatedAt?: number
  readonly cardMessageId?: string
  readonly answer?: string
  readonly sideEffect?: string
}

type Target =
  | { readonly kind: 'reply'; readonly messageId: string; readonly chatId: string; readonly inThread: boolean }
  | { readonly kind: 'chat'; readonly chatId: string }
  | { readonly kind: 'person'; readonly openId: string }

type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'card'; readonly cardId: string }
  | { readonly kind: 'raw'; readonly messageType: string; readonly content: string }
  | { readonly kind: 'image' | 'file'; readonly path: string }

export type Outgoing = { readonly uuid: string; readonly to: Target; readonly body: Body }
export type Sent = { readonly messageId: string; readonly chatId: string }
export type OutboxState = 'pending' | 'sent' | 'perhaps' | 'failed'

export type OutboxItem = {
  readonly inboxId: number
  readonly part: string
  readonly account: string
  readonly outgoing: Outgoing
  readonly state: OutboxState
  readonly createdAt: number
  readonly sent?: Sent
}

export type PersonRow = {
  readonly account: string
  readonly openId: string
  readonly name: string
  readonly namedAt: number
  readonly avatarUrl?: string
  readonly chats: readonly string[]
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  readonly denied: boolean
  readonly pairingCode?: string | undefined
  readonly pairingExpires?: number | undefined
  readonly toldAt?: number | undefined
}

export type TokenEntry = {
  readonly account: string
  readonly session: string
  readonly model: string
  readonly input: number
  readonly output: number
  readonly at: number
  /** In millionths of `currency`, when the price is known. */
  readonly cost?: number
  readonly currency?: string
}

type Nullable<T> = { [K in keyof T]-?: null extends T[K] ? K : never }[keyof T]
type Present<T> = Omit<T, Nullable<T>> & { [K in Nullable<T>]?: Exclude<T[K], null> }

/** A row without its empty columns: what SQL calls null is a missing key on our side. */
export const present = <T extends object>(row: T): Present<T> =>
  // Object.fromEntries forgets which keys it was given; the type says exactly what the filter does
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Present<T>
