import type { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
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
  /** The last ten messages of its chat before this one, newest first: of people, and of bots that were heard. */
  before(item: InboxItem): Promise<readonly { senderType: string; fate?: Fate; receivedAt: number }[]>
  /** The same with the reason of its fate. */
  explained(account: string, messageId: string): Promise<Explained | undefined>
  /** The newest that wait for a decision about this person, oldest first. */
  heldOf(account: string, senderId: string): Promise<readonly InboxItem[]>
}

export type Explained = { readonly item: InboxItem; readonly reason: string }

const MOST_HELD = 50
const MOST_BEFORE = 10
/** What became of a message to which the agent listened, or would have. */
const HEARD: readonly Fate[] = ['answered', 'joined', 'queued', 'running', 'failed', 'skipped', 'command', 'bot-loop']

type Options = {
  readonly database: Database
  /** The connection that waits for the disk, and the commits on it. */
  readonly durable: DatabaseSync
  readonly commits: GroupCommit
  readonly now: () => number
}

export function createInbox({ database: { query }, durable, commits, now }: Options): Inbox {
  const record = prepareRecord(durable)
  const byMessage = (account: string, messageId: string) =>
    items().where('account', '=', account).where('messageId', '=', messageId).executeTakeFirst()
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
      const row = await byMessage(account, messageId)
      return row && itemOf(row)
    },
    before: async ({ id, arrival: { account, chatId } }) => {
      const said = query.selectFrom('inbox').select(['senderType', 'fate', 'receivedAt'])
      const here = said.where('account', '=', account).where('chatId', '=', chatId).where('id', '<', id)
      const heard = here.where(eb => eb.or([eb('senderType', '=', 'user'), eb('fate', 'in', HEARD)]))
      return (await heard.orderBy('id', 'desc').limit(MOST_BEFORE).execute()).map(present)
    },
    explained: async (account, messageId) => {
      const row = await byMessage(account, messageId)
      return row && { item: itemOf(row), reason: row.reason ?? '' }
    },
    heldOf: async (account, senderId) => {
      const held = items().where('stage', '=', sql.lit('held')).where('account', '=', account)
      const rows = await held.where('senderId', '=', senderId).execute()
      return rows.slice(-MOST_HELD).map(itemOf)
    },
  }
}

function itemOf(row: InboxRow): InboxItem {
  const { id, stage, fate, receivedAt, reason: _reason, ...arrival } = present(row)
  return { id, stage, receivedAt, arrival, ...(fate === undefined ? {} : { fate }) }
}
