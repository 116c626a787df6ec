import { sql, type Compilable } from 'kysely'
import type { Database } from './database.ts'

export type Chat = {
  readonly account: string
  readonly chatId: string
  readonly chatType: 'p2p' | 'group'
  readonly lastSeen: number
  /** Empty until the platform has told it. */
  readonly name: string
  readonly namedAt: number
}

/** How much was written in a group within the days that messages are kept. */
export type GroupCount = {
  readonly account: string
  readonly chatId: string
  readonly people: number
  readonly messages: number
}

/** Every chat that a message came from, also when the message is forgotten. */
export type Chats = {
  list(): Promise<readonly Chat[]>
  groupCounts(): Promise<readonly GroupCount[]>
  /** Keeps a name, or with an empty one only when it was asked for. */
  named(account: string, chatId: string, name: string, at: number): Promise<void>
}

const remember = sql`
  insert into chats (account, chatId, chatType, lastSeen, name, namedAt)
  select account, chatId, max(chatType), max(createdAt), '', 0 from inbox where true group by account, chatId
  on conflict (account, chatId) do update set lastSeen = excluded.lastSeen where excluded.lastSeen > chats.lastSeen`

/** Takes over what the inbox knows of chats, before it forgets. */
export const rememberChats = ({ query }: Database): Compilable => ({ compile: () => remember.compile(query) })

export const createChats = ({ query }: Database): Chats => ({
  list: async () => {
    await remember.execute(query)
    return query.selectFrom('chats').selectAll().orderBy('lastSeen', 'desc').execute()
  },
  groupCounts: () =>
    query
      .selectFrom('inbox')
      .where('chatType', '=', 'group')
      .groupBy(['account', 'chatId'])
      .select(eb => ['account', 'chatId', eb.fn.count<number>('senderId').distinct().as('people')])
      .select(eb => eb.fn.countAll<number>().as('messages'))
      .execute(),
  named: async (account, chatId, name, at) => {
    await query
      .updateTable('chats')
      .set({ namedAt: at, ...(name === '' ? {} : { name }) })
      .where('account', '=', account)
      .where('chatId', '=', chatId)
      .execute()
  },
})
