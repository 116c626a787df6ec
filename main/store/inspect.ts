import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../contract/errors.ts'
import type { NoticeView } from '../contract/state.ts'
import { saysDamaged, storeError } from './failures.ts'

/** Throws `store-failed` when this runtime's SQLite was built without what Perch needs. */
export function probeEngine(): void {
  const db = new DatabaseSync(':memory:')
  try {
    db.exec(`create virtual table probe using fts5 (text, tokenize = 'trigram')`)
    db.prepare('insert into probe values (?)').run('你好世界')
    if (!db.prepare('select 1 from probe where text match ?').get('好世界'))
      throw new Error('trigram search finds nothing')
  } catch (thrown) {
    throw new AppError('store-failed', 'The SQLite of this runtime has no full-text search.', { cause: thrown })
  } finally {
    db.close()
  }
}

/** A damaged database is renamed, never deleted; what is left is the place for a new one, and a notice. */
export function setAsideIfDamaged(file: string, now: number): readonly NoticeView[] {
  try {
    if (!existsSync(file) || statSync(file).size === 0 || (hasHeader(file) && isSound(file))) return []
    return [noticeOf(setAside(file, now), file, now)]
  } catch (thrown) {
    throw storeError(thrown)
  }
}

/** Makes the file before SQLite does, so that it is never readable for others, not even for a moment. */
export function prepareFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  } catch (thrown) {
    throw storeError(thrown)
  }
}

/** Every SQLite file starts with these 16 bytes (sqlite.org/fileformat.html, 1.3). */
const HEADER = Buffer.from('SQLite format 3\0', 'latin1')

function hasHeader(file: string): boolean {
  const descriptor = openSync(file, 'r')
  try {
    const start = Buffer.alloc(HEADER.length)
    readSync(descriptor, start, 0, start.length, 0)
    return start.equals(HEADER)
  } finally {
    closeSync(descriptor)
  }
}

/** Read-only, so that looking at a damaged file changes nothing in it. */
function isSound(file: string): boolean {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 2000 })
  try {
    return db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok'
  } catch (thrown) {
    if (saysDamaged(thrown)) return false
    throw thrown
  } finally {
    db.close()
  }
}

function setAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  const free = (count: number): string => {
    const name = `${file}.damaged-${stamp}${count > 1 ? `-${count}` : ''}`
    return existsSync(name) ? free(count + 1) : name
  }
  const name = free(1)
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, name + suffix)
  return name
}

function noticeOf(kept: string, file: string, now: number): NoticeView {
  const says = {
    en: `${basename(file)} is damaged and was kept as ${basename(kept)}.`,
    zh: `${basename(file)} 已损坏，已另存为 ${basename(kept)}。`,
  }
  return { id: 'store-damaged', level: 'error', ...new AppError('store-damaged', says).toWire(), says, at: now }
}
