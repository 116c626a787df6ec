import { sql } from 'kysely'
import type { Database } from './database.ts'

export type SessionCount = { readonly session: string; readonly lastAt: number; readonly messages: number }

/** One stored message of a session. `body` is the agent's own JSON; `past` says that a `/new` came after it. */
export type StoredMessage = { readonly id: number; readonly at: number; readonly body: string; readonly past: boolean }

/** Conversations as people read them later: every message, also those that the model no longer sees. */
export type Transcripts = {
  /** Every session that has messages, the newest first. */
  sessions(): Promise<readonly SessionCount[]>
  /** The sessions in which somebody said this, whatever the case; of a word that is everywhere, only the newest. */
  mentioning(text: string): Promise<ReadonlySet<string>>
  /** The newest messages with an ID of at most `upTo`, the oldest of them first. */
  page(session: string, upTo: number, limit: number): Promise<readonly StoredMessage[]>
}

/** The index knows pieces of three characters; anything shorter is looked for in every text. */
const SHORTEST_INDEXED = 3
/** A search looks no further back than so many messages that match. */
const MOST_FOUND = 5000

export const createTranscripts = ({ query }: Database): Transcripts => ({
  sessions: () =>
    query
      .selectFrom('messages')
      .groupBy('session')
      .select(eb => ['session', eb.fn.max('at').as('lastAt'), eb.fn.countAll<number>().as('messages')])
      .orderBy('lastAt', 'desc')
      .execute(),
  mentioning: async text => {
    const found = query
      .selectFrom('messageText')
      .select('rowid')
      .where(Array.from(text).length < SHORTEST_INDEXED ? contains(text) : matches(text))
      .orderBy('rowid', 'desc')
      .limit(MOST_FOUND)
    const rows = await query.selectFrom('messages').where('id', 'in', found).select('session').distinct().execute()
    return new Set(rows.map(({ session }) => session))
  },
  page: async (session, upTo, limit) => {
    const epoch = query.selectFrom('sessions').select('epoch').where('session', '=', session)
    const newest = query.selectFrom('messages').where('session', '=', session).where('id', '<=', upTo)
    const rows = await newest
      .select(eb => ['id', 'at', 'body', eb('epoch', '<', epoch).as('past')])
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.toReversed().map(row => ({ ...row, past: Boolean(row.past) }))
  },
})

/** As one phrase: what a person types is no query language. */
const matches = (text: string) => sql<boolean>`messageText match ${`"${text.replaceAll('"', '""')}"`}`

const contains = (text: string) =>
  sql<boolean>`messageText.text like ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`
