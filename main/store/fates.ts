import { sql, type Compilable } from 'kysely'
import type { Logger } from '../base/logger.ts'
import type { FateView } from '../contract/state.ts'
import { createBatch } from './batch.ts'
import type { Database } from './database.ts'
import { present } from './rows.ts'
import type { NewFateRow } from './tables.ts'

/** The log of fates. `close` writes what still waits. */
export type Fates = {
  /** Costs nothing now; written within 50 ms. A later fate of an event replaces the earlier one, a `duplicate` never does. */
  readonly add: (entry: FateView) => void
  /** Newest first. A page may be a little longer than `limit`: rows of one millisecond are never torn apart. */
  read(query: { before?: number; limit: number }): Promise<readonly FateView[]>
  readonly close: () => void
}

const WITHIN_MS = 50

export function createFates(database: Database, log: Logger): Fates {
  const { query } = database
  const write = (entries: readonly FateView[]) => void database.writeAll(entries.map(entry => upsert(database, entry)))
  const batch = createBatch<FateView>({ name: 'fates', within: WITHIN_MS, write, log })

  return {
    add: batch.add,
    close: batch.close,
    read: async ({ before = Number.MAX_SAFE_INTEGER, limit }) => {
      batch.flush()
      const rows = query.selectFrom('fates').where('at', '<', before).orderBy('at', 'desc').orderBy('id', 'desc')
      const last = await rows
        .select('at')
        .limit(1)
        .offset(limit - 1)
        .executeTakeFirst()
      const page = await rows
        .selectAll()
        .where('at', '>=', last?.at ?? 0)
        .execute()
      return page.map(({ id: _id, ...row }) => present(row))
    },
  }
}

function upsert({ query }: Database, entry: FateView): Compilable {
  const row = rowOf(entry)
  return query
    .insertInto('fates')
    .values(row)
    .onConflict(conflict =>
      conflict
        .columns(['account', 'eventId'])
        .where('fate', '<>', sql.lit('duplicate'))
        .where('eventId', '<>', sql.lit(''))
        .doUpdateSet(row),
    )
}

const rowOf = (entry: FateView): NewFateRow => ({
  at: entry.at,
  account: entry.account,
  kind: entry.kind,
  eventId: entry.eventId,
  messageId: entry.messageId ?? null,
  chatId: entry.chatId ?? null,
  senderId: entry.senderId ?? null,
  fate: entry.fate,
  reason: entry.reason,
})
