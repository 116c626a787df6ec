import type { Arrival } from '../contract/arrival.ts'
import type { Fate } from '../contract/fates.ts'
import type { FateView } from '../contract/state.ts'
import type { Outgoing, Sent } from './message.ts'

/** `new`: stored, not judged · `held`: waits for pairing · `waiting`: in its lane · `running` · `done`. */
export type Stage = 'new' | 'held' | 'waiting' | 'running' | 'done'

export type InboxItem = {
  readonly id: number
  readonly arrival: Arrival
  readonly stage: Stage
  readonly fate?: Fate
  readonly receivedAt: number
}

/** Inbound messages; the truth about which of them still need an answer. */
export interface InboxPort {
  /** Resolves after the commit reached the disk; concurrent calls share one. Rejects with `AppError` when it can't be kept. */
  record(arrival: Arrival): Promise<{ item: InboxItem; fresh: boolean }>
  /** Everything not `done` and not `held`, oldest first: what a start has to pick up again. */
  unfinished(): Promise<readonly InboxItem[]>
  /** Everything that waits for the owner's decision, oldest first. */
  held(): Promise<readonly InboxItem[]>
  setStage(ids: readonly number[], stage: Stage, fate: Fate, reason: string): Promise<void>
  byMessage(account: string, messageId: string): Promise<InboxItem | undefined>
  /**
   * The last ten messages of its chat before this one, newest first: those of people, and those of other bots that got a
   * turn or were kept out of one as a loop.
   */
  before(item: InboxItem): Promise<readonly { senderType: string; fate?: Fate; receivedAt: number }[]>
}

/** Which bot an account is; another App ID is another bot. */
export interface BotsPort {
  /** True for a message that a bot got which this account was before. */
  isOfEarlier(account: string, inboxId: number): Promise<boolean>
}

/** The log of fates: one row per event, also for duplicates and for what is no message. */
export interface FatesPort {
  add(entry: FateView): void
  read(query: { before?: number; limit: number }): Promise<readonly FateView[]>
}

/** What a turn has already shown, so that a start after a crash goes on instead of beginning anew. */
export type TurnRecord = {
  readonly inboxId: number
  readonly startedAt: number
  /** `adding` is stored before the call, the ID after it. */
  readonly typing?: string
  readonly cardId?: string
  readonly cardCreatedAt?: number
  /** The card's message, once it is known to be sent. */
  readonly cardMessageId?: string
  /** The whole answer, stored before the first attempt to deliver it. */
  readonly answer?: string
  /** The tool that was running when the process ended, if it may have changed something. */
  readonly sideEffect?: string
}

export interface TurnsPort {
  get(inboxId: number): Promise<TurnRecord | undefined>
  save(record: TurnRecord): Promise<void>
  remove(inboxId: number): Promise<void>
}

export type OutboxItem = {
  /** The inbound message and the part of its answer; both together are unique. */
  readonly inboxId: number
  readonly part: string
  readonly account: string
  readonly outgoing: Outgoing
  readonly state: 'pending' | 'sent' | 'perhaps' | 'failed'
  readonly createdAt: number
  readonly sent?: Sent
}

export interface OutboxPort {
  /** Stores it, or gives back what is stored under the same inbound message and part. */
  put(item: Omit<OutboxItem, 'state' | 'sent'>): Promise<OutboxItem>
  settle(inboxId: number, part: string, state: OutboxItem['state'], detail: Sent | string): Promise<void>
  pending(): Promise<readonly OutboxItem[]>
  ofInbox(inboxId: number): Promise<readonly OutboxItem[]>
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
  /** When the stranger was last told their code. */
  readonly toldAt?: number | undefined
}

export interface PeoplePort {
  list(account?: string): Promise<readonly PersonRow[]>
  get(account: string, openId: string): Promise<PersonRow | undefined>
  /** Counts one message of this person in this chat; makes the row when it is new. */
  seen(account: string, openId: string, chatId: string, at: number): Promise<PersonRow>
  /** Changes the named fields; `undefined` empties one. Gives the row after it. */
  update(
    account: string,
    openId: string,
    change: Partial<Omit<PersonRow, 'account' | 'openId'>>,
  ): Promise<PersonRow | undefined>
  /** People whose code has not expired. */
  withCode(now: number): Promise<readonly PersonRow[]>
}

/** The messages of one session as the model sees them; each row is one message in the agent's own JSON. */
export interface ConversationsPort {
  read(session: string): Promise<readonly unknown[]>
  append(session: string, messages: readonly unknown[], at: number): Promise<void>
  /** Starts over: what came before stays stored but is no longer shown to the model. */
  reset(session: string, at: number): Promise<void>
}

/** Messages that the bot sent as answers. */
export interface OwnMessagesPort {
  /** With the chat and topic of what it answered; `undefined` for a message of somebody else, or a forgotten one. */
  find(
    account: string,
    messageId: string,
  ): Promise<{ readonly text: string; readonly chatId: string; readonly threadId?: string } | undefined>
}

/** A person's sign on a message of the bot. */
export type ReactionRow = {
  readonly account: string
  readonly messageId: string
  readonly senderId: string
  readonly emoji: string
  /** The conversation that the message belongs to. */
  readonly session: string
  readonly at: number
}

export interface ReactionsPort {
  add(reaction: ReactionRow): Promise<void>
  remove(reaction: Pick<ReactionRow, 'account' | 'messageId' | 'senderId' | 'emoji'>): Promise<void>
}

export interface UsagePort {
  /** Counts API calls; written in batches, so cheap enough for each call. */
  count(account: string, kind: string, at: number): void
  /** Calls of the month (`2026-11`) by kind. */
  byKind(account: string, month: string): Promise<Readonly<Record<string, number>>>
  tokens(entry: {
    account: string
    session: string
    model: string
    input: number
    output: number
    at: number
  }): Promise<void>
}
