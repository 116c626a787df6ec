import type { Generated, Insertable, Selectable } from 'kysely'
import type { Fate } from '../contract/fates.ts'
import type { OutboxState, Stage } from './rows.ts'

/** The tables as they are in the file; migrations.ts makes them. Times are milliseconds since 1970. */
export type Tables = {
  inbox: InboxTable
  inboxEvents: { account: string; eventId: string; inboxId: number }
  fates: FatesTable
  turns: TurnsTable
  outbox: OutboxTable
  people: PeopleTable
  sessions: { session: string; epoch: number; startedAt: number }
  messages: { id: Generated<number>; session: string; epoch: number; body: string; at: number }
  apiCalls: { account: string; month: string; kind: string; calls: number }
  tokens: TokensTable
  chats: ChatsTable
  received: ReceivedTable
  reactions: { account: string; messageId: string; senderId: string; emoji: string; session: string; at: number }
  /** What people and the agent said, for searching; its rowid is the ID of the message. */
  messageText: { rowid: number; text: string }
  /** Which bot an account was last connected as; see migration-bots.ts. */
  bots: { account: string; bot: string; since: number; lastInbox: number }
  about: { key: string; value: string }
}

type InboxTable = {
  id: Generated<number>
  account: string
  eventId: string
  messageId: string
  chatId: string
  chatType: 'p2p' | 'group'
  threadId: string | null
  senderId: string
  senderType: string
  senderTenant: string | null
  botTenant: string | null
  createdAt: number
  raw: string
  receivedAt: number
  stage: Stage
  fate: Fate | null
  reason: string | null
}
export type InboxRow = Selectable<InboxTable>

type FatesTable = {
  id: Generated<number>
  at: number
  account: string
  kind: string
  eventId: string
  messageId: string | null
  chatId: string | null
  senderId: string | null
  fate: Fate
  reason: string
}
export type NewFateRow = Insertable<FatesTable>

type TurnsTable = {
  inboxId: number
  startedAt: number
  typing: string | null
  cardId: string | null
  cardCreatedAt: number | null
  cardMessageId: string | null
  answer: string | null
  sideEffect: string | null
}

type OutboxTable = {
  id: Generated<number>
  inboxId: number
  part: string
  account: string
  /** JSON of `Outgoing`. */
  outgoing: string
  state: OutboxState
  createdAt: number
  /** JSON of `Sent`. */
  sent: string | null
  /** Why it failed, or why nobody knows. */
  detail: string | null
  /** What a card showed at its end; other kinds carry their text in `outgoing`. */
  shown: string | null
}
export type OutboxTableRow = Selectable<OutboxTable>

type PeopleTable = {
  account: string
  openId: string
  name: string
  namedAt: number
  avatarUrl: string | null
  /** JSON list of chat IDs. */
  chats: string
  firstSeen: number
  lastSeen: number
  messages: number
  denied: number
  pairingCode: string | null
  pairingExpires: number | null
  toldAt: number | null
}
export type PeopleTableRow = Selectable<PeopleTable>

type ChatsTable = {
  account: string
  chatId: string
  chatType: 'p2p' | 'group'
  lastSeen: number
  name: string
  /** When the platform was last asked for the name; 0 for never. */
  namedAt: number
}

type ReceivedTable = {
  account: string
  messageId: string
  fileKey: string
  chatId: string
  path: string
  textPath: string | null
  name: string
  bytes: number
  mediaType: string
  at: number
}

type TokensTable = {
  at: number
  account: string
  session: string
  model: string
  input: number
  output: number
  /** In millionths of `currency`; null when the price is not known. */
  cost: number | null
  currency: string | null
}
