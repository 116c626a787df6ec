import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { storeError } from './failures.ts'

/** Whose facts are asked for: those of the bot that an account is now, by the name that `Bots` knows it under. */
export type Whose = { readonly account: string; readonly bot: string }

/**
 * What the stored traffic of one account tells the doctor, since it is this bot. Times are milliseconds since 1970.
 */
export type Traffic = {
  /** When the account became this bot: 0 for its first one, and later than everything before it served this one. */
  readonly since: number
  /** The newest event of any kind. */
  readonly lastEvent: { readonly at: number; readonly kind: string } | undefined
  readonly lastPress: number | undefined
  /** What became of the newest message of a person. */
  readonly lastMessage: { readonly at: number; readonly fate: string; readonly reason: string } | undefined
  readonly lastSent: number | undefined
  /** When somebody was answered last; a notice to a stranger is none. */
  readonly lastAnswered: number | undefined
  /** The newest sends that failed, newest first, with the reason. */
  readonly failedSends: readonly { readonly at: number; readonly detail: string }[]
  /** Events of the last day that came again. */
  readonly duplicates: number
  /** The direct chat where something was said last. */
  readonly lastDirectChat: string | undefined
}

export type KnownMessages = {
  readonly sent: ReadonlySet<string>
  readonly received: ReadonlySet<string>
  /** When the first message of this bot was received; `undefined` before there is one. */
  readonly since: number | undefined
}

const DAY = 24 * 60 * 60_000
const MOST_FAILED = 5

/** Reads over a connection of its own that can't write. Throws `AppError('store-failed')`. */
export function readTraffic(file: string, whose: Whose, now: number): Traffic {
  return reading(file, db => {
    const { account } = whose
    const { since, lastInbox } = beganOf(db, whose)
    const one = (sql: string, ...values: number[]) => db.prepare(sql).get(account, ...values)
    const fate = (what: string, which: string, ...values: number[]) =>
      one(`select ${what} from fates where account = ? and ${ITS_FATES} ${which}`, lastInbox, since, ...values)
    const newest = 'order by at desc, id desc limit 1'
    const event = fate('at, kind', newest)
    const press = fate('max(at) as at', `and kind = 'card.action.trigger'`)
    const message = fate('at, fate, reason', `and kind = 'message' and fate <> 'duplicate' ${newest}`)
    const outgoing = `from outbox where account = ? and ${ITS_SENDS}`
    const sent = one(`select max(createdAt) as at ${outgoing} and state = 'sent'`, lastInbox, since)
    const answered = fate('max(at) as at', `and fate in ('answered', 'command')`)
    const again = fate('count(*) as count', `and fate = 'duplicate' and at > ?`, now - DAY)
    const chat = one(
      `select chatId from inbox where account = ? and id > ? and chatType = 'p2p' order by id desc limit 1`,
      lastInbox,
    )
    const failedSends = db
      .prepare(`select createdAt, detail ${outgoing} and state = 'failed' order by id desc limit ?`)
      .all(account, lastInbox, since, MOST_FAILED)
    return {
      since,
      lastEvent: event && { at: Number(event['at']), kind: String(event['kind']) },
      lastPress: timeIn(press),
      lastMessage: message && {
        at: Number(message['at']),
        fate: String(message['fate']),
        reason: String(message['reason']),
      },
      lastSent: timeIn(sent),
      lastAnswered: timeIn(answered),
      failedSends: failedSends.map(row => ({ at: Number(row['createdAt']), detail: String(row['detail'] ?? '') })),
      duplicates: Number(again?.['count'] ?? 0),
      lastDirectChat: chat && String(chat['chatId']),
    }
  })
}

/** The IDs of what this bot sent and received in one chat. Throws `AppError('store-failed')`. */
export function readKnownMessages(file: string, whose: Whose, chatId: string): KnownMessages {
  return reading(file, db => {
    const { account } = whose
    const { lastInbox } = beganOf(db, whose)
    const received = db.prepare('select messageId from inbox where account = ? and chatId = ?').all(account, chatId)
    const sent = db
      .prepare(
        `select json_extract(sent, '$.messageId') as id from outbox where account = ? and sent is not null
         union select turns.cardMessageId from turns join inbox on inbox.id = turns.inboxId
         where inbox.account = ? and turns.cardMessageId is not null`,
      )
      .all(account, account)
    const first = db
      .prepare('select min(receivedAt) as at from inbox where account = ? and id > ?')
      .get(account, lastInbox)
    return {
      received: new Set(received.map(row => String(row['messageId']))),
      sent: new Set(sent.map(row => String(row['id']))),
      since: timeIn(first),
    }
  })
}

/** Messages are told apart by their number, which no clock can change; what belongs to no message by its time. */
const ITS_FATES = `case kind when 'message' then exists (
  select 1 from inbox where inbox.account = fates.account and inbox.messageId = fates.messageId and inbox.id > ?)
  else at > ? end`
/** What is sent by hand answers no message: its `inboxId` is 0. */
const ITS_SENDS = `case when inboxId <> 0 then inboxId > ? else createdAt > ? end`

/** The last message that came before this bot, and the time. Nothing is of a bot that the account never served. */
function beganOf(db: DatabaseSync, { account, bot }: Whose): { readonly since: number; readonly lastInbox: number } {
  const row = db.prepare('select bot, since, lastInbox from bots where account = ?').get(account)
  if (row === undefined) return { since: 0, lastInbox: 0 }
  const never = Number.MAX_SAFE_INTEGER
  if (row['bot'] !== bot) return { since: never, lastInbox: never }
  return { since: Number(row['since']), lastInbox: Number(row['lastInbox']) }
}

const timeIn = (row: Record<string, unknown> | undefined): number | undefined =>
  typeof row?.['at'] === 'number' ? row['at'] : undefined

function reading<T>(file: string, read: (db: DatabaseSync) => T): T {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: 2000 })
    return read(db)
  } catch (thrown) {
    throw storeError(thrown)
  } finally {
    db?.close()
  }
}

/** In plain JavaScript, so that it needs no file of its own in a packaged program. */
const CHECK = `
const { parentPort, workerData } = require('node:worker_threads')
const { DatabaseSync } = require('node:sqlite')
const db = new DatabaseSync(workerData, { readOnly: true, timeout: 2000 })
parentPort.postMessage(db.prepare('PRAGMA quick_check(5)').all().map(row => String(row.quick_check)).join('; '))
db.close()
`

/**
 * Looks through the whole file over a connection of its own, on a thread of its own: nothing waits meanwhile.
 * Gives `ok`, or what is wrong in SQLite's words. Rejects with `AppError('store-failed')`, and when `signal` aborts.
 */
export async function checkSoundness(file: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const worker = new Worker(CHECK, { eval: true, workerData: file, stdout: true, stderr: true })
  const end = (): void => void worker.terminate()
  signal.addEventListener('abort', end, { once: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      worker.once('message', (answer: unknown) => resolve(String(answer)))
      worker.once('error', reject)
      worker.once('exit', () => reject(signal.reason ?? new Error('The check ended early.')))
    })
  } catch (thrown) {
    signal.throwIfAborted()
    throw storeError(thrown)
  } finally {
    signal.removeEventListener('abort', end)
    await worker.terminate()
  }
}
