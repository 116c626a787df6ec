import type { DatabaseSync } from 'node:sqlite'
import type { Arrival } from '../contract/arrival.ts'
import type { Fate } from '../contract/fates.ts'
import type { Database } from './database.ts'
import type { GroupCommit } from './group-commit.ts'
import { prepareRecord } from './inbox-record.ts'
import { present, type InboxItem, type Stage } from './rows.ts'
import { among } from './sql.ts'
import type { InboxRow } from './tables.ts'

/** Inbound messages; the truth about which of them still need an answer. */
export type Inbox = {
  record(arrival: Arrival): Promise<{ item: InboxItem; fresh: boolean }>
  unfinished(): Promise<readonly InboxItem[]>
  /** What waits for the owner's decision, oldest first. */
  held(): Promise<readonly InboxItem[]>
  setStage(ids: readonly number[], stage: Stage, fate: Fate, reason: string): Promise<void>
  byMessage(account: string, messageId: string): Promise<InboxItem | undefined>
}

type Options = {
  readonly database: Database
  /** The connection that waits for the disk, and the commits on it. */
  readonly durable: DatabaseSync
  readonly commits: GroupCommit
  readonly now: () => number
}

export function createInbox({ database: { query }, durable, commits, now }: Options): Inbox {
  const record = prepareRecord(durable)
  const items = () => query.selectFrom('inbox').selectAll().orderBy('createdAt').orderBy('id')
  return {
    record: async arrival => {
      const receivedAt = now()
      const { row, fresh } = await commits.run(() => record(arrival, receivedAt))
      return { item: itemOf(row), fresh }
    },
    unfinished: async () =>
      (await items().where('stage', '<>', 'done').where('stage', '<>', 'held').execute()).map(itemOf),
    held: async () => (await items().where('stage', '=', 'held').execute()).map(itemOf),
    setStage: async (ids, stage, fate, reason) => {
      await query.updateTable('inbox').set({ stage, fate, reason }).where('id', 'in', among(ids)).execute()
    },
    byMessage: async (account, messageId) => {
      const one = items().where('account', '=', account).where('messageId', '=', messageId)
      const row = await one.executeTakeFirst()
      return row && itemOf(row)
    },
  }
}

function itemOf(row: InboxRow): InboxItem {
  const { id, stage, fate, receivedAt, reason: _reason, ...arrival } = present(row)
  return { id, stage, receivedAt, arrival, ...(fate === undefined ? {} : { fate }) }
}
