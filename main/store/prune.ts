import type { Database } from './database.ts'
import { rememberChats } from './chats.ts'
import { DAY } from './sql.ts'

/** How many rows each part lost. */
export type Pruned = { readonly inbox: number; readonly fates: number; readonly outbox: number; readonly turns: number }

/** How long a message stays known, and why it was answered or not, in days. */
const KEPT_DAYS = 30

/** Forgets what is older than 30 days and finished. Conversations stay; so does what still waits for an answer. */
export function prune(database: Database, now: number): Pruned {
  const { query, writeAll } = database
  const before = now - KEPT_DAYS * DAY
  const [, inbox = 0, fates = 0, outbox = 0, , turns = 0] = writeAll([
    rememberChats(database),
    query.deleteFrom('inbox').where('stage', 'in', ['done', 'held']).where('receivedAt', '<', before),
    query.deleteFrom('fates').where('at', '<', before),
    query.deleteFrom('outbox').where('state', '<>', 'pending').where('createdAt', '<', before),
    query.deleteFrom('received').where('at', '<', before),
    query
      .deleteFrom('turns')
      .where('startedAt', '<', before)
      .where('inboxId', 'not in', query.selectFrom('inbox').select('id')),
  ])
  return { inbox, fates, outbox, turns }
}
