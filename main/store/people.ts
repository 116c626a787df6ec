import { sql, type UpdateObject } from 'kysely'
import type { Database } from './database.ts'
import { present, type PersonRow } from './rows.ts'
import type { PeopleTableRow, Tables } from './tables.ts'

type Change = Partial<Omit<PersonRow, 'account' | 'openId'>>

/** Everyone who ever wrote. */
export type People = {
  list(account?: string): Promise<readonly PersonRow[]>
  get(account: string, openId: string): Promise<PersonRow | undefined>
  /** Counts one message in this chat. An empty chat ID only makes sure that the row is there. */
  seen(account: string, openId: string, chatId: string, at: number): Promise<PersonRow>
  /** `undefined` empties a field. Gives the row after it, or `undefined` when there is none. */
  update(account: string, openId: string, change: Change): Promise<PersonRow | undefined>
  withCode(now: number): Promise<readonly PersonRow[]>
}

export function createPeople({ query }: Database): People {
  const everyone = () =>
    query.selectFrom('people').selectAll().orderBy('firstSeen').orderBy('account').orderBy('openId')
  const get: People['get'] = async (account, openId) => {
    const row = await everyone().where('account', '=', account).where('openId', '=', openId).executeTakeFirst()
    return row && personOf(row)
  }
  return {
    get,
    list: async account => {
      const rows = account === undefined ? everyone() : everyone().where('account', '=', account)
      return (await rows.execute()).map(personOf)
    },
    seen: async (account, openId, chatId, at) => {
      const insert = query.insertInto('people').values(newcomer(account, openId, chatId, at))
      const counted = insert.onConflict(conflict =>
        conflict.columns(['account', 'openId']).doUpdateSet(seenAgain(chatId, at)),
      )
      return personOf(await counted.returningAll().executeTakeFirstOrThrow())
    },
    update: async (account, openId, change) => {
      const columns = columnsOf(change)
      if (Object.keys(columns).length === 0) return get(account, openId)
      const update = query
        .updateTable('people')
        .set(columns)
        .where('account', '=', account)
        .where('openId', '=', openId)
      const row = await update.returningAll().executeTakeFirst()
      return row && personOf(row)
    },
    withCode: async now =>
      (await everyone().where('pairingCode', 'is not', null).where('pairingExpires', '>', now).execute()).map(personOf),
  }
}

const newcomer = (account: string, openId: string, chatId: string, at: number) => ({
  account,
  openId,
  name: '',
  namedAt: 0,
  chats: JSON.stringify(chatId ? [chatId] : []),
  firstSeen: at,
  lastSeen: at,
  messages: chatId ? 1 : 0,
  denied: 0,
})

/** All in one statement: two messages at once are two, and a message from the history may be older than the last one. */
const seenAgain = (chatId: string, at: number) => ({
  firstSeen: sql<number>`min(people.firstSeen, ${at})`,
  lastSeen: sql<number>`max(people.lastSeen, ${at})`,
  messages: sql<number>`people.messages + ${chatId ? 1 : 0}`,
  chats: sql<string>`case when ${chatId} = '' or exists (select 1 from json_each(people.chats) where value = ${chatId})
    then people.chats else json_insert(people.chats, '$[#]', ${chatId}) end`,
})

/** A key that is there and `undefined` empties its column; a key that is not there leaves it alone. */
function columnsOf(change: Change): UpdateObject<Tables, 'people'> {
  const { chats, denied, ...rest } = change
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, value ?? null])),
    ...(chats === undefined ? {} : { chats: JSON.stringify(chats) }),
    ...(denied === undefined ? {} : { denied: denied ? 1 : 0 }),
  }
}

function personOf(row: PeopleTableRow): PersonRow {
  // the column is written above from a list of strings
  return { ...present(row), chats: JSON.parse(row.chats) as string[], denied: row.denied === 1 }
}
