import { rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { readIfThere, replaceFile } from '../base/atomic-file.ts'
import { makeLockFile } from '../base/file-lock.ts'

/** Who holds a lock, for the message to whoever wants it too. */
export type Holder = { readonly pid: number; readonly home: string }

export type Lock =
  | { readonly taken: true; readonly release: () => Promise<void> }
  /** The holder is not known when it has only just taken the lock, or its note can't be read. */
  | { readonly taken: false; readonly holder: Holder | undefined }

/** SQLite's code for a lock that somebody else has (sqlite.org/rescode.html). */
const BUSY = 5

/**
 * Takes a lock that the system itself gives back when this process ends, however it ends, and that two can't take at
 * once: SQLite's lock on an empty file, the one such lock that Node has on every platform. The file stays; a note
 * beside it says who holds it. Rejects when the file can't be made or locked at all.
 */
export async function takeLock(file: string, holder: Holder): Promise<Lock> {
  const lock = tryLock(file)
  const note = `${file}.json`
  if (lock === undefined) return { taken: false, holder: await readHolder(note) }
  // without the note the lock holds as well; only the message of the other one says less
  await replaceFile(note, JSON.stringify(holder)).catch(() => undefined)
  return {
    taken: true,
    release: async () => {
      if (!lock.isOpen) return
      await rm(note, { force: true })
      if (lock.isOpen) lock.close()
    },
  }
}

function tryLock(file: string): DatabaseSync | undefined {
  makeLockFile(file)
  const db = new DatabaseSync(file, { timeout: 0 })
  try {
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return db
  } catch (thrown) {
    db.close()
    if (thrown instanceof Error && 'errcode' in thrown && thrown.errcode === BUSY) return undefined
    throw thrown
  }
}

/** A holder writes its note right after it took the lock; until then the note of one that died may be there. */
async function readHolder(note: string): Promise<Holder | undefined> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const holder = holderOf((await readIfThere(note))?.toString('utf8') ?? '')
    if (holder && isAlive(holder.pid)) return holder
    await wait(25)
  }
  return undefined
}

function holderOf(text: string): Holder | undefined {
  const match = /^\{"pid":(\d{1,10}),"home":("(?:[^"\\]|\\.)*")\}$/.exec(text)
  return match ? { pid: Number(match[1]), home: String(JSON.parse(match[2] ?? '""')) } : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
