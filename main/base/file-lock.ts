import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'
import { codeOf, writeFlushed } from './atomic-file.ts'

/** Work under the lock takes milliseconds, so an older lock was left by a process that died. */
const STALE_AFTER = 15_000
const GIVE_UP_AFTER = 20_000

/**
 * Runs `work` while no other process does so with the same path; the lock is a file beside it. A lock whose process is
 * gone is taken over. Throws `AppError('home-in-use')` when the lock can't be had within 20 s.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const lock = `${path}.lock`
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), id: randomBytes(8).toString('hex') })
  await acquire(lock, mine, signal)
  try {
    return await work()
  } finally {
    if ((await contentOf(lock)) === mine) await rm(lock, { force: true })
  }
}

async function acquire(lock: string, mine: string, signal: AbortSignal | undefined): Promise<void> {
  const end = Date.now() + GIVE_UP_AFTER
  while (!(await created(lock, mine))) {
    if (Date.now() > end) throw new AppError('home-in-use', `Another process holds ${lock}.`)
    const held = await contentOf(lock)
    if (held !== undefined && (await isStale(lock, held))) await takeAway(lock, held)
    else await wait(10 + Math.random() * 20, undefined, signal ? { signal } : {})
  }
}

async function created(lock: string, content: string): Promise<boolean> {
  try {
    await writeFlushed(lock, content)
    return true
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false
    throw thrown
  }
}

async function contentOf(lock: string): Promise<string | undefined> {
  try {
    return await readFile(lock, 'utf8')
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined
    throw thrown
  }
}

async function isStale(lock: string, held: string): Promise<boolean> {
  const age = Date.now() - ((await stat(lock).catch(() => undefined))?.mtimeMs ?? Date.now())
  if (age > STALE_AFTER) return true
  const owner = /"pid":(\d+),"host":("[^"]*")/.exec(held)
  return owner?.[2] === JSON.stringify(hostname()) && !isAlive(Number(owner[1]))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return codeOf(thrown) !== 'ESRCH'
  }
}

/** Two may find the same stale lock; the slower one must not take away what the faster one has just made. */
async function takeAway(lock: string, stale: string): Promise<void> {
  const aside = `${lock}.${randomBytes(6).toString('hex')}`
  try {
    await rename(lock, aside)
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return
    throw thrown
  }
  if ((await contentOf(aside)) !== stale) await link(aside, lock).catch(() => undefined) // someone has made a new one since
  await rm(aside, { force: true })
}
