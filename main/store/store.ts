import { basename } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Migration } from 'kysely/migration'
import type { Logger } from '../base/logger.ts'
import type { NoticeView } from '../contract/state.ts'
import { createBots, type Bots } from './bots.ts'
import { createChats, type Chats } from './chats.ts'
import { createConversations, type Conversations } from './conversations.ts'
import { connect, createDatabase, orStoreError, type Database } from './database.ts'
import { createFates, type Fates } from './fates.ts'
import { createGroupCommit } from './group-commit.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { prepareFile, probeEngine, setAsideIfDamaged } from './inspect.ts'
import { createMargins, type Margins } from './margins.ts'
import { migrate } from './migrate.ts'
import { migrations as released } from './migrations.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createPeople, type People } from './people.ts'
import { prune, type Pruned } from './prune.ts'
import { createOwnMessages, createReactions, type OwnMessages, type Reactions } from './reactions.ts'
import { createReceived, type Received } from './received.ts'
import { createTranscripts, type Transcripts } from './transcripts.ts'
import { createTurns, type Turns } from './turns.ts'
import { createUsage, type Usage } from './usage.ts'

export type StoreOptions = {
  /** The path of perch.db. */
  readonly file: string
  readonly now: () => number
  readonly log: Logger
  /** The version of this program; names the copy that is kept before a migration. */
  readonly version: string
  /** Only tests hand in others. */
  readonly migrations?: Readonly<Record<string, Migration>>
}

/** perch.db: one part per table, each of them what the path of a message asks for. */
export type Store = {
  readonly inbox: Inbox
  readonly fates: Fates
  readonly turns: Turns
  readonly outbox: Outbox
  readonly people: People
  readonly conversations: Conversations
  readonly usage: Usage
  readonly chats: Chats
  readonly transcripts: Transcripts
  readonly margins: Margins
  readonly received: Received
  readonly reactions: Reactions
  readonly own: OwnMessages
  readonly bots: Bots
  /** What was found when it was opened, for the owner to know. */
  readonly notices: readonly NoticeView[]
  /** Forgets what is older than 30 days; once a day is enough. */
  prune(now: number): Pruned
  /** Writes what still waits, then closes; every later call is refused. */
  readonly close: () => Promise<void>
}

/** Rejects with `store-newer`, `store-full` or `store-failed`; a damaged file is kept aside and told in `notices`. */
export async function openStore({ file, now, log, version, migrations = released }: StoreOptions): Promise<Store> {
  probeEngine()
  const notices = setAsideIfDamaged(file, now())
  for (const notice of notices) log.error(notice.message, { code: notice.code })
  prepareFile(file)
  const connection = connect(file, 'NORMAL')
  const database = createDatabase(connection)
  try {
    const copy = await migrate({ connection, database, file, version, migrations })
    if (copy !== undefined) log.info('the database was copied before its migration', { copy: basename(copy) })
    return createStore(database, connect(file, 'FULL'), { now, log, notices })
  } catch (thrown) {
    await database.close()
    throw thrown
  }
}

type Parts = Pick<StoreOptions, 'now' | 'log'> & Pick<Store, 'notices'>

function createStore(database: Database, durable: DatabaseSync, { now, log, notices }: Parts): Store {
  // the other connection moves the log into the file, so that no acknowledgement waits for that
  orStoreError(() => durable.exec('PRAGMA wal_autocheckpoint = 0'))
  const commits = createGroupCommit(durable)
  const fates = createFates(database, log)
  const usage = createUsage(database, log)
  const closing = once(async () => {
    commits.close()
    durable.close()
    fates.close()
    usage.close()
    await database.close()
  })
  return {
    inbox: createInbox({ database, durable, commits, now }),
    outbox: createOutbox({ database, durable, commits }),
    turns: createTurns(database),
    people: createPeople(database),
    conversations: createConversations(database),
    chats: createChats(database),
    transcripts: createTranscripts(database),
    margins: createMargins(database),
    received: createReceived(database),
    reactions: createReactions(database),
    own: createOwnMessages(database),
    bots: createBots(database),
    fates,
    usage,
    notices,
    prune: at => prune(database, at),
    close: closing,
  }
}

/** The same promise for everybody who asks. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => (running ??= work())
}
