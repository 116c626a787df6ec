import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'
import { codeOf } from './atomic-file.ts'

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

/**
 * Makes the file of a lock for this user alone: whoever may read it could hold it as well, and keep its owner out. A file
 * that is there is not opened, since closing it would give back a lock that this process holds on it (POSIX).
 */
export function makeLockFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown
    chmodSync(file, 0o600)
  }
}

function tryLock(file: string): DatabaseSync | undefined {
  makeLockFile(file)
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
