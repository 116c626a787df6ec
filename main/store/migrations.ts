import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { bots } from './migration-bots.ts'
import { received } from './migration-received.ts'
import { screens } from './migration-screens.ts'

/** Each step in the life of perch.db, by a number that sorts. A step that was released never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': { up: db => runAll(db, first) },
  '0002-screens': { up: db => runAll(db, screens) },
  '0003-received': { up: db => runAll(db, received) },
  '0004-bots': { up: db => runAll(db, bots) },
}

async function runAll(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** IDs of the inbox are never used twice (AUTOINCREMENT): turns and the outbox outlive the row they name. */
const first = [
  `create table inbox (
    id integer primary key autoincrement, account text not null, eventId text not null, messageId text not null,
    chatId text not null, chatType text not null, threadId text, senderId text not null, senderType text not null,
    senderTenant text, botTenant text, createdAt integer not null, raw text not null, receivedAt integer not null,
    stage text not null, fate text, reason text, unique (account, messageId)) strict`,
  `create index inboxUnfinished on inbox (stage) where stage <> 'done'`,
  `create index inboxReceived on inbox (receivedAt)`,
  `create table inboxEvents (
    account text not null, eventId text not null, inboxId integer not null references inbox (id) on delete cascade,
    primary key (account, eventId)) strict, without rowid`,
  `create index inboxEventsInbox on inboxEvents (inboxId)`,
  `create table fates (
    id integer primary key autoincrement, at integer not null, account text not null, kind text not null,
    eventId text not null, messageId text, chatId text, senderId text, fate text not null, reason text not null) strict`,
  `create index fatesAt on fates (at)`,
  `create unique index fatesEvent on fates (account, eventId) where fate <> 'duplicate' and eventId <> ''`,
  `create table turns (
    inboxId integer primary key, startedAt integer not null, typing text, cardId text, cardCreatedAt integer,
    cardMessageId text, answer text, sideEffect text) strict`,
  `create table outbox (
    id integer primary key autoincrement, inboxId integer not null, part text not null, account text not null,
    outgoing text not null, state text not null, createdAt integer not null, sent text, detail text,
    unique (inboxId, part)) strict`,
  `create index outboxPending on outbox (id) where state = 'pending'`,
  `create table people (
    account text not null, openId text not null, name text not null, namedAt integer not null, avatarUrl text,
    chats text not null, firstSeen integer not null, lastSeen integer not null, messages integer not null,
    denied integer not null, pairingCode text, pairingExpires integer, toldAt integer,
    primary key (account, openId)) strict, without rowid`,
  `create table sessions (session text primary key, epoch integer not null, startedAt integer not null) strict`,
  `create table messages (
    id integer primary key autoincrement, session text not null, epoch integer not null, body text not null,
    at integer not null) strict`,
  `create index messagesOfEpoch on messages (session, epoch, id)`,
  `create table apiCalls (
    account text not null, month text not null, kind text not null, calls integer not null,
    primary key (account, month, kind)) strict, without rowid`,
  `create table tokens (
    at integer not null, account text not null, session text not null, model text not null, input integer not null,
    output integer not null, cost integer, currency text) strict`,
  `create index tokensAt on tokens (at)`,
  `create table about (key text primary key, value text not null) strict, without rowid`,
]
