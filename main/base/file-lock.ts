import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'

/** SQLite's code for a lock that somebody else has (sqlite.org/rescode.html). */
const BUSY = 5
const GIVE_UP_AFTER = 20_000

/**
 * Runs `work` while nobody else does so with the same path, in this process or in another. The lock is SQLite's on an
 * empty file beside it, which the system gives back however its holder ends. Throws `AppError('home-in-use')` when it
 * can't be had within 20 s, and the system's error where no such file can be made.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const lock = await acquire(`${path}.lock`, signal)
  try {
    return await work()
  } finally {
    lock.close()
  }
}

async function acquire(file: string, signal: AbortSignal | undefined): Promise<DatabaseSync> {
  const end = Date.now() + GIVE_UP_AFTER
  for (;;) {
    const lock = tryLock(file)
    if (lock) return lock
    if (Date.now() > end) throw new AppError('home-in-use', `Another process holds ${file}.`)
    await wait(10 + Math.random() * 20, undefined, signal ? { signal } : {})
  }
}

function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return database
  } catch (thrown) {
    database.close()
    if (thrown instanceof Error && 'errcode' in thrown && thrown.errcode === BUSY) return undefined
    throw thrown
  }
}
