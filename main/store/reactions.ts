import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Outgoing } from './rows.ts'

/** A person's sign on a message of the bot. `session` is the conversation that the message belongs to. */
export type ReactionRow = {
  readonly account: string
  readonly messageId: string
  readonly senderId: string
  readonly emoji: string
  readonly session: string
  readonly at: number
}

/** A message that the bot sent as an answer, with the chat and the topic of what it answered. */
export type OwnMessage = { readonly text: string; readonly chatId: string; readonly threadId?: string }

export type Reactions = {
  add(reaction: ReactionRow): Promise<void>
  remove(reaction: Pick<ReactionRow, 'account' | 'messageId' | 'senderId' | 'emoji'>): Promise<void>
  /** Those of one conversation, the oldest first. */
  ofSession(session: string): Promise<readonly ReactionRow[]>
}

export type OwnMessages = {
  /** `undefined` for a message of somebody else, or one that is forgotten. */
  find(account: string, messageId: string): Promise<OwnMessage | undefined>
}

export const createReactions = ({ query }: Database): Reactions => ({
  add: async reaction => {
    const { session, at } = reaction
    await query
      .insertInto('reactions')
      .values(reaction)
      .onConflict(conflict =>
        conflict.columns(['account', 'messageId', 'senderId', 'emoji']).doUpdateSet({ session, at }),
      )
      .execute()
  },
  remove: async ({ account, messageId, senderId, emoji }) => {
    const same = query.deleteFrom('reactions').where('account', '=', account).where('messageId', '=', messageId)
    await same.where('senderId', '=', senderId).where('emoji', '=', emoji).execute()
  },
  ofSession: session =>
    query
      .selectFrom('reactions')
      .selectAll()
      .where('session', '=', session)
      .orderBy('at')
      .orderBy('messageId')
      .execute(),
})

export const createOwnMessages = ({ query }: Database): OwnMessages => ({
  find: async (account, messageId) => {
    const row = await query
      .selectFrom('outbox')
      .innerJoin('inbox', 'inbox.id', 'outbox.inboxId')
      .where('outbox.account', '=', account)
      .where('outbox.sent', 'is not', null)
      .where(sql`json_extract(outbox.sent, '$.messageId')`, '=', messageId)
      .select(['outbox.outgoing', 'outbox.shown', 'inbox.chatId', 'inbox.threadId'])
      .executeTakeFirst()
    if (!row) return undefined
    const { body } = JSON.parse(row.outgoing) as Outgoing // written by the outbox from a value of this type
    const words = body.kind === 'text' || body.kind === 'markdown' ? body.text : ''
    const own = { text: row.shown ?? words, chatId: row.chatId }
    return row.threadId === null ? own : { ...own, threadId: row.threadId }
  },
})
