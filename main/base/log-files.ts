import { readdirSync, statSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { levels, parseLogLine, type Level, type LogLine } from './log-line.ts'

export type LogFile = { readonly path: string; readonly day: string; readonly number: number; readonly size: number }

export const logName = (day: string, number: number): string => `perch-${day}.${number}.log`

const NAME = /^perch-(\d{4}-\d\d-\d\d)\.(\d{1,9})\.log$/

/** The log files of a folder, oldest first; a folder that is not there has none. */
export function listLogs(dir: string): readonly LogFile[] {
  return namesIn(dir)
    .flatMap(name => {
      const match = NAME.exec(name)
      const size = match ? sizeOf(join(dir, name)) : undefined
      return match && size !== undefined
        ? [{ path: join(dir, name), day: match[1] ?? '', number: Number(match[2]), size }]
        : []
    })
    .toSorted((a, b) => (a.day === b.day ? a.number - b.number : a.day < b.day ? -1 : 1))
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch (thrown) {
    if (isMissing(thrown)) return []
    throw thrown
  }
}

const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'

/** What `perch logs` shows: lines of this level or worse that hold this text. */
export type LogFilter = { readonly level?: Level; readonly grep?: string }

/** A line as it is stored, and what it says; `line` is missing for one that was torn. */
export type LogEntry = { readonly raw: string; readonly line: LogLine | undefined }

export function matches(entry: LogEntry, filter: LogFilter): boolean {
  if (filter.grep && !entry.raw.toLowerCase().includes(filter.grep.toLowerCase())) return false
  if (!filter.level) return true
  return entry.line !== undefined && levels.indexOf(entry.line.level) >= levels.indexOf(filter.level)
}

export type ReadLogs = LogFilter & {
  readonly dir: string
  /** Only the newest so many of the lines that match; without it, all. */
  readonly last?: number
  /** Goes on with what is written from now on, over rotation, until the signal aborts. */
  readonly follow?: boolean
  readonly signal: AbortSignal
  /** How often a followed file is looked at, in milliseconds. */
  readonly every?: number
}

/** The stored lines in order. Ends quietly when the signal aborts. */
export async function* readLogs(query: ReadLogs): AsyncGenerator<LogEntry> {
  const tail: LogEntry[] = []
  const places = new Map<string, Place>()
  for await (const entry of newLines(query, places)) {
    if (query.last === undefined) yield entry
    else tail.push(entry)
    if (tail.length > (query.last ?? 0)) tail.shift()
  }
  yield* tail
  while (query.follow && !query.signal.aborted) {
    await wait(query.every ?? 250, undefined, { signal: query.signal }).catch(() => undefined)
    yield* newLines(query, places)
  }
}

/** How far a file was read, and the bytes of a line that is not finished yet. */
type Place = { offset: number; rest: Buffer }

async function* newLines(query: ReadLogs, places: Map<string, Place>): AsyncGenerator<LogEntry> {
  for (const file of listLogs(query.dir)) {
    const place = places.get(file.path) ?? { offset: 0, rest: Buffer.alloc(0) }
    places.set(file.path, place)
    if (file.size < place.offset) Object.assign(place, { offset: 0, rest: Buffer.alloc(0) })
    if (file.size === place.offset) continue
    for await (const raw of linesFrom(file.path, place, query.signal)) {
      const entry = { raw, line: parseLogLine(raw) }
      if (matches(entry, query)) yield entry
    }
  }
}

const CHUNK = 64 * 1024

async function* linesFrom(path: string, place: Place, signal: AbortSignal): AsyncGenerator<string> {
  const file = await openIfThere(path)
  if (!file) return
  try {
    while (!signal.aborted) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, place.offset)
      if (bytesRead === 0) return
      place.offset += bytesRead
      const bytes = Buffer.concat([place.rest, buffer.subarray(0, bytesRead)])
      const end = bytes.lastIndexOf(0x0a) + 1
      place.rest = bytes.subarray(end)
      yield* bytes.toString('utf8', 0, end).split('\n').filter(Boolean)
    }
  } finally {
    await file.close()
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path)
  } catch (thrown) {
    if (isMissing(thrown)) return undefined // rotated away between the listing and now
    throw thrown
  }
}
