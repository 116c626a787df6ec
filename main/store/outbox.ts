import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../contract/errors.ts'
import type { Database } from './database.ts'
import type { GroupCommit } from './group-commit.ts'
import type { OutboxItem, OutboxState, Outgoing, Sent } from './rows.ts'
import type { OutboxTableRow } from './tables.ts'

type NewItem = Omit<OutboxItem, 'state' | 'sent'>

/** Every outgoing message, stored before it is sent, unique by inbound message and part. */
export type Outbox = {
  /** Resolves after the commit reached the disk. A known part gives back what is stored, whatever is handed in. */
  put(item: NewItem): Promise<OutboxItem>
  settle(inboxId: number, part: string, state: OutboxItem['state'], detail: Sent | string): Promise<void>
  pending(): Promise<readonly OutboxItem[]>
  ofInbox(inboxId: number): Promise<readonly OutboxItem[]>
  /** What the answer to this message says, part by part, for a person to read. */
  answers(inboxId: number): Promise<readonly Answer[]>
}

/** `messageId` is empty while it is not sent. */
type Answer = { readonly messageId: string; readonly text: string; readonly state: OutboxState }

const MOST_PARTS = 50

type Options = { readonly database: Database; readonly durable: DatabaseSync; readonly commits: GroupCommit }

export function createOutbox({ database: { query }, durable, commits }: Options): Outbox {
  const put = preparePut(durable)
  const items = () => query.selectFrom('outbox').selectAll().orderBy('id')
  return {
    put: async item => itemOf(await commits.run(() => put(item))),
    settle: async (inboxId, part, state, detail) => {
      const outcome = typeof detail === 'string' ? { detail } : { sent: JSON.stringify(detail), detail: null }
      const change = query.updateTable('outbox').set({ state, ...outcome })
      const { numUpdatedRows } = await change.where('inboxId', '=', inboxId).where('part', '=', part).executeTakeFirst()
      if (numUpdatedRows === 0n)
        throw new AppError('store-failed', `Nothing was stored to send for ${inboxId}/${part}.`)
    },
    pending: async () => (await items().where('state', '=', 'pending').execute()).map(itemOf),
    ofInbox: async inboxId => (await items().where('inboxId', '=', inboxId).execute()).map(itemOf),
    answers: async inboxId => answersOf(await items().where('inboxId', '=', inboxId).limit(MOST_PARTS).execute()),
  }
}

/** On the connection that waits for the disk: a power cut must not forget the uuid of a message that was sent. */
function preparePut(db: DatabaseSync): (item: NewItem) => OutboxTableRow {
  const insert = db.prepare(
    `insert into outbox (inboxId, part, account, outgoing, state, createdAt) values (?, ?, ?, ?, 'pending', ?)
     on conflict (inboxId, part) do nothing`,
  )
  const select = db.prepare('select * from outbox where inboxId = ? and part = ?')
  return ({ inboxId, part, account, outgoing, createdAt }) => {
    insert.run(inboxId, part, account, JSON.stringify(outgoing), createdAt)
    // the table is strict and only this room writes it, so a row has the types that tables.ts says
    return select.get(inboxId, part) as unknown as OutboxTableRow
  }
}

/** The two JSON columns are written above from values of these very types. */
function itemOf({ inboxId, part, account, outgoing, state, createdAt, sent }: OutboxTableRow): OutboxItem {
  const item = { inboxId, part, account, outgoing: JSON.parse(outgoing) as Outgoing, state, createdAt }
  return sent === null ? item : { ...item, sent: JSON.parse(sent) as Sent }
}

/** The first card is kept with the whole answer, the further ones (`card-…`) with nothing: they show a part of the same. */
function answersOf(rows: readonly OutboxTableRow[]): readonly Answer[] {
  const said = rows.filter(({ part }) => !part.startsWith('card-')).map(row => ({ row, item: itemOf(row) }))
  const next = said.find(({ item }) => item.part.startsWith('answer-'))
  const rest = next && textOf(next.item.outgoing)
  return said.map(({ row, item }) => {
    const text = row.shown === null ? textOf(item.outgoing) : before(row.shown, rest)
    return { messageId: item.sent?.messageId ?? '', text, state: item.state }
  })
}

function textOf({ body }: Outgoing): string {
  return body.kind === 'text' || body.kind === 'markdown' ? body.text : `[${body.kind}]`
}

function before(whole: string, rest: string | undefined): string {
  const end = rest ? whole.indexOf(rest) : -1
  return end > 0 ? whole.slice(0, end).trimEnd() : whole
}
