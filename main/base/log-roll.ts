import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { listLogs, logName, type LogFile } from './log-files.ts'

/** How much log is kept: a file of at most `fileBytes` (by one line more), `files` of them, `totalBytes` in all. */
export type LogBounds = { readonly fileBytes: number; readonly files: number; readonly totalBytes: number }

const defaultBounds: LogBounds = { fileBytes: 10_000_000, files: 14, totalBytes: 100_000_000 }

/** Files that follow one another. Writing is synchronous, so that the last line before a crash is on the disk's side of it. */
export interface RollingFile {
  /** Never throws: false when the disk took nothing. */
  readonly write: (line: string) => boolean
  /** The file that is written now. */
  readonly path: () => string
  readonly close: () => void
}

type Open = { readonly descriptor: number; readonly file: LogFile; size: number; torn: boolean }

/** A new file each day of this computer's calendar and whenever one is full; the oldest go. */
export function rollingFile(dir: string, now: () => number, bounds: LogBounds = defaultBounds): RollingFile {
  let open: Open | undefined
  let closed = false

  const current = (): Open => {
    const day = dayOf(now())
    if (open && open.file.day === day && open.size < bounds.fileBytes) return open
    const next = openNext(dir, day, bounds.fileBytes)
    if (open) closeSync(open.descriptor)
    open = next
    prune(dir, bounds, next.file)
    return next
  }
  return {
    write(line) {
      if (closed) return false
      try {
        writeWhole(current(), line)
        return true
      } catch {
        return false // a full or vanished disk must not stop the work; the caller counts what was dropped
      }
    },
    path: () => open?.file.path ?? join(dir, logName(dayOf(now()), 1)),
    close() {
      closed = true
      if (open) closeSync(open.descriptor)
      open = undefined
    },
  }
}

/** `2026-11-21` in the time zone of this computer. */
function dayOf(time: number): string {
  const date = new Date(time)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const two = (part: number): string => String(part).padStart(2, '0')

/** Goes on in the day's last file while it has room, else begins the next one. */
function openNext(dir: string, day: string, fileBytes: number): Open {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const last = listLogs(dir).findLast(file => file.day === day)
  const number = !last ? 1 : last.size < fileBytes ? last.number : last.number + 1
  const path = join(dir, logName(day, number))
  const descriptor = openSync(path, 'a', 0o600)
  chmodSync(path, 0o600)
  return { descriptor, file: { path, day, number, size: 0 }, size: fstatSync(descriptor).size, torn: false }
}

/** A disk that fills up takes half a line; the next line then begins on a line of its own. */
function writeWhole(open: Open, line: string): void {
  const bytes = Buffer.from(open.torn ? `\n${line}` : line)
  let done = 0
  try {
    while (done < bytes.length) done += writeSync(open.descriptor, bytes, done)
    open.torn = false
  } catch (thrown) {
    open.torn ||= done > 0
    throw thrown
  } finally {
    open.size += done
  }
}

function prune(dir: string, bounds: LogBounds, current: LogFile): void {
  let total = 0
  for (const [age, file] of listLogs(dir).toReversed().entries()) {
    total += file.size
    const wanted = age < bounds.files && total + bounds.fileBytes <= bounds.totalBytes
    if (!wanted && file.path !== current.path) removeIfThere(file.path)
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown
  }
}
