import type { DatabaseSync } from 'node:sqlite'
import type { Arrival } from '../contract/arrival.ts'
import type { InboxRow } from './tables.ts'

const INSERT = `insert into inbox
  (account, eventId, messageId, chatId, chatType, threadId, senderId, senderType, senderTenant, botTenant, createdAt, raw,
   receivedAt, stage)
  values
  (:account, :eventId, :messageId, :chatId, :chatType, :threadId, :senderId, :senderType, :senderTenant, :botTenant,
   :createdAt, :raw, :receivedAt, 'new')
  returning *`

type Recorded = { readonly row: InboxRow; readonly fresh: boolean }

/**
 * Stores an arrival once: a known event, or a known message under another event, gives back what is stored.
 * To be called inside a transaction. Plain prepared statements, because a burst waits for each of them.
 */
export function prepareRecord(db: DatabaseSync): (arrival: Arrival, receivedAt: number) => Recorded {
  const byEvent = db.prepare(
    'select inbox.* from inboxEvents e join inbox on inbox.id = e.inboxId where e.account = ? and e.eventId = ?',
  )
  const byMessage = db.prepare('select * from inbox where account = ? and messageId = ?')
  const insert = db.prepare(INSERT)
  const addEvent = db.prepare('insert or ignore into inboxEvents (account, eventId, inboxId) values (?, ?, ?)')

  return (arrival, receivedAt) => {
    const { account, eventId, messageId } = arrival
    const known = (eventId && byEvent.get(account, eventId)) || byMessage.get(account, messageId)
    const row = asRow(known ?? insert.get({ ...valuesOf(arrival), receivedAt }))
    if (eventId) addEvent.run(account, eventId, row.id)
    return { row, fresh: known === undefined }
  }
}

/** Each column by name, so that a key that the table does not know never reaches it. */
const valuesOf = (arrival: Arrival) => ({
  account: arrival.account,
  eventId: arrival.eventId,
  messageId: arrival.messageId,
  chatId: arrival.chatId,
  chatType: arrival.chatType,
  threadId: arrival.threadId ?? null,
  senderId: arrival.senderId,
  senderType: arrival.senderType,
  senderTenant: arrival.senderTenant ?? null,
  botTenant: arrival.botTenant ?? null,
  createdAt: arrival.createdAt,
  raw: arrival.raw,
})

/** The table is strict and only this room writes it, so a row has the types that tables.ts says. */
const asRow = (row: unknown): InboxRow => row as InboxRow
