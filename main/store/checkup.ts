import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { storeError } from './failures.ts'

/** What the stored traffic of one account tells the doctor. Times are milliseconds since 1970. */
export type Traffic = {
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
  /** When the first message of this account was received; `undefined` before there is one. */
  readonly since: number | undefined
}

const DAY = 24 * 60 * 60_000
const MOST_FAILED = 5

/** Reads over a connection of its own that can't write. Throws `AppError('store-failed')`. */
export function readTraffic(file: string, account: string, now: number): Traffic {
  return reading(file, db => {
    const one = (sql: string, ...values: (string | number)[]) => db.prepare(sql).get(account, ...values)
    const event = one('select at, kind from fates where account = ? order by at desc, id desc limit 1')
    const press = one(`select max(at) as at from fates where account = ? and kind = 'card.action.trigger'`)
    const message = one(
      `select at, fate, reason from fates where account = ? and kind = 'message' and fate <> 'duplicate'
       order by at desc, id desc limit 1`,
    )
    const sent = one(`select max(createdAt) as at from outbox where account = ? and state = 'sent'`)
    const answered = one(`select max(at) as at from fates where account = ? and fate in ('answered', 'command')`)
    const again = one(
      `select count(*) as count from fates where account = ? and fate = 'duplicate' and at > ?`,
      now - DAY,
    )
    const chat = one(`select chatId from inbox where account = ? and chatType = 'p2p' order by id desc limit 1`)
    const failedSends = db
      .prepare(`select createdAt, detail from outbox where account = ? and state = 'failed' order by id desc limit ?`)
      .all(account, MOST_FAILED)
    return {
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

/** The IDs of what this Perch sent and received in one chat. Throws `AppError('store-failed')`. */
export function readKnownMessages(file: string, account: string, chatId: string): KnownMessages {
  return reading(file, db => {
    const received = db.prepare('select messageId from inbox where account = ? and chatId = ?').all(account, chatId)
    const sent = db
      .prepare(
        `select json_extract(sent, '$.messageId') as id from outbox where account = ? and sent is not null
         union select turns.cardMessageId from turns join inbox on inbox.id = turns.inboxId
         where inbox.account = ? and turns.cardMessageId is not null`,
      )
      .all(account, account)
    const first = db.prepare('select min(receivedAt) as at from inbox where account = ?').get(account)
    return {
      received: new Set(received.map(row => String(row['messageId']))),
      sent: new Set(sent.map(row => String(row['id']))),
      since: timeIn(first),
    }
  })
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
