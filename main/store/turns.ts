import { sql } from 'kysely'
import type { Database } from './database.ts'
import { present, type TurnRecord } from './rows.ts'

/** What turns have already shown, so that a start after a crash goes on instead of beginning anew. */
export type Turns = {
  get(inboxId: number): Promise<TurnRecord | undefined>
  save(record: TurnRecord): Promise<void>
  /** The turn is over; what its card showed stays with the card. */
  remove(inboxId: number): Promise<void>
}

export const createTurns = ({ query, writeAll }: Database): Turns => ({
  get: async inboxId => {
    const row = await query.selectFrom('turns').selectAll().where('inboxId', '=', inboxId).executeTakeFirst()
    return row && present(row)
  },
  save: async record => {
    const row = rowOf(record)
    await query
      .insertInto('turns')
      .values(row)
      .onConflict(conflict => conflict.column('inboxId').doUpdateSet(row))
      .execute()
  },
  remove: async inboxId => {
    const shown = query.selectFrom('turns').select('answer').where('inboxId', '=', inboxId)
    const card = query.updateTable('outbox').where('inboxId', '=', inboxId).where('part', '=', sql.lit('card'))
    writeAll([card.set({ shown }), query.deleteFrom('turns').where('inboxId', '=', inboxId)])
  },
})

/** Each column is named: a key that is missing in a later record is emptied. */
const rowOf = (record: TurnRecord) => ({
  inboxId: record.inboxId,
  startedAt: record.startedAt,
  typing: record.typing ?? null,
  cardId: record.cardId ?? null,
  cardCreatedAt: record.cardCreatedAt ?? null,
  cardMessageId: record.cardMessageId ?? null,
  answer: record.answer ?? null,
  sideEffect: record.sideEffect ?? null,
})
