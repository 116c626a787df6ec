import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { OutboxState, Outgoing } from './rows.ts'

/** One call of a model; `cost` in millionths of `currency`, where it is known. */
export type TokenRow = {
  readonly at: number
  readonly input: number
  readonly output: number
  readonly cost: number | null
  readonly currency: string | null
}

/** One part of an answer, and the message that it answers. A failed answer of which nothing was sent is one empty part. */
export type AnswerPart = {
  readonly part: string
  readonly createdAt: number
  readonly questionId: string
  /** As the platform names it; empty while it is not sent. */
  readonly messageId: string
  /** Set when the answer failed: why, when, and what this part said. */
  readonly failure: PartFailure | undefined
}

type PartFailure = {
  readonly reason: string
  readonly at: number
  readonly text: string
  readonly isSent: boolean
}

/** A message that the owner or a program sent as the bot, without a question. */
export type HandRow = {
  readonly id: number
  readonly at: number
  readonly outgoing: Outgoing
  readonly state: OutboxState
  readonly detail: string | null
  readonly messageId: string
}

/** What is stored about a conversation beside its words. */
export type Margins = {
  /** When each of its turns was stored, the oldest first; the messages of one turn share that moment. */
  turns(session: string): Promise<readonly number[]>
  /** Every call of a model for it, the oldest first. */
  tokens(session: string): Promise<readonly TokenRow[]>
  /** Parts of answers, the oldest first; also those of answers that failed. */
  parts(place: Place): Promise<readonly AnswerPart[]>
  /** The newest ones, the oldest of them first. */
  byHand(place: Place): Promise<readonly HandRow[]>
}

/** A chat, or one topic of it. */
export type Place = { readonly account: string; readonly chatId: string; readonly threadId: string | undefined }

const MOST_BY_HAND = 200

const sentId = sql<string>`coalesce(json_extract(outbox.sent, '$.messageId'), '')`

export const createMargins = ({ query }: Database): Margins => ({
  turns: async session => {
    const rows = query.selectFrom('messages').where('session', '=', session).select('at').distinct()
    return (await rows.orderBy('at').execute()).map(({ at }) => at)
  },
  tokens: session =>
    query
      .selectFrom('tokens')
      .where('session', '=', session)
      .select(['at', 'input', 'output', 'cost', 'currency'])
      .orderBy('at')
      .execute(),
  parts: async place => (await partRows(query, place).execute()).map(partOf),
  byHand: async place => {
    const rows = await handRows(query, place).execute()
    return rows.toReversed().map(({ outgoing, ...row }) => ({ ...row, outgoing: JSON.parse(outgoing) as Outgoing })) // the outbox wrote it from this type
  },
})

function partRows(query: Database['query'], { account, chatId, threadId }: Place) {
  const createdAt = sql<number>`coalesce(outbox.createdAt, inbox.receivedAt)`
  return query
    .selectFrom('inbox')
    .leftJoin('outbox', 'outbox.inboxId', 'inbox.id')
    .leftJoin('fates', join =>
      join
        .onRef('fates.account', '=', 'inbox.account')
        .onRef('fates.eventId', '=', 'inbox.eventId')
        .on('fates.fate', '=', 'failed')
        .on('fates.fate', '<>', sql.lit('duplicate')) // says to SQLite that the index of events serves
        .on('fates.eventId', '<>', sql.lit('')),
    )
    .where('inbox.account', '=', account)
    .where('inbox.chatId', '=', chatId)
    .where('inbox.threadId', 'is', threadId ?? null)
    .where('inbox.fate', 'in', ['answered', 'failed', 'skipped'])
    .where(eb => eb.or([eb('outbox.id', 'is not', null), eb('inbox.fate', '=', 'failed')]))
    .select(['inbox.fate', 'inbox.reason', 'inbox.messageId as questionId', 'fates.at as failedAt'])
    .select(['outbox.part', 'outbox.state', createdAt.as('createdAt'), sentId.as('messageId')])
    .select(sql<string>`coalesce(outbox.shown, json_extract(outbox.outgoing, '$.body.text'), '')`.as('text'))
    .orderBy(createdAt)
}

type PartRow = Awaited<ReturnType<ReturnType<typeof partRows>['execute']>>[number]

/** When the log of fates does not know (yet), the part tells its moment. */
function partOf({ fate, reason, failedAt, part, state, text, ...row }: PartRow): AnswerPart {
  const isSent = state === 'sent' || state === 'perhaps'
  const failure = { reason: reason ?? '', at: failedAt ?? row.createdAt, text, isSent }
  return { ...row, part: part ?? '', failure: fate === 'failed' ? failure : undefined }
}

/** To the chat itself, to the person whose chat it is, or as a reply to a message in it. */
function handRows(query: Database['query'], { account, chatId, threadId }: Place) {
  const target = sql<string>`coalesce(json_extract(outbox.sent, '$.chatId'), json_extract(outbox.outgoing, '$.to.chatId'))`
  const repliedTo = sql<string>`json_extract(outbox.outgoing, '$.to.messageId')`
  return query
    .selectFrom('outbox')
    .leftJoin('inbox', join => join.onRef('inbox.account', '=', 'outbox.account').on('inbox.messageId', '=', repliedTo))
    .where('outbox.account', '=', account)
    .where('outbox.inboxId', '=', 0)
    .where(sql`coalesce(inbox.chatId, ${target})`, '=', chatId)
    .where('inbox.threadId', 'is', threadId ?? null)
    .select(['outbox.id', 'outbox.createdAt as at', 'outbox.outgoing', 'outbox.state', 'outbox.detail'])
    .select(sentId.as('messageId'))
    .orderBy('outbox.id', 'desc')
    .limit(MOST_BY_HAND)
}
