import { open, type FileHandle } from 'node:fs/promises'
import { listLogs, type LogFile } from './log-files.ts'
import { parseLogLine, type LogLine } from './log-line.ts'

/** A stored line. `seq` is negative, the same whenever it is read, and grows with the place of the line. */
export type PastLine = { readonly seq: number; readonly at: number; readonly line: LogLine }

const CHUNK = 64 * 1024
/** A line that is longer than this is passed over. */
const LONGEST_LINE = 1024 * 1024
const DAY = 24 * 60 * 60 * 1000

/** The stored lines that are older than `before`, in pieces of about 64 KB: the newest first, as are the lines in them. */
export async function* readLogsBack(
  dir: string,
  before: number,
  signal: AbortSignal,
): AsyncGenerator<readonly PastLine[]> {
  for (const file of listLogs(dir).toReversed()) {
    const handle = await open(file.path).catch(() => undefined) // rotated away between the listing and now
    if (!handle) continue
    try {
      for await (const lines of linesBack(handle, file, before, signal)) yield lines
    } finally {
      await handle.close()
    }
  }
}

async function* linesBack(
  handle: FileHandle,
  file: LogFile,
  before: number,
  signal: AbortSignal,
): AsyncGenerator<readonly PastLine[]> {
  let end = await endFor(handle, file.size, before)
  let size = CHUNK
  while (end > 0 && !signal.aborted) {
    const start = Math.max(0, end - size)
    const bytes = await read(handle, start, end - start)
    const begin = start === 0 ? 0 : bytes.indexOf(0x0a) + 1
    const holdsLine = start === 0 || (begin > 0 && begin < bytes.length)
    if (!holdsLine && size < LONGEST_LINE) {
      size *= 2
      continue
    }
    size = CHUNK
    const found = [...linesIn(bytes.subarray(begin))].filter(({ at }) => at < before).toReversed()
    yield found.map(({ at, line, ...place }) => ({ seq: placeOf(file, start + begin + place.start), at, line }))
    end = holdsLine ? start + begin : start
  }
}

/** Where the first line that is too new begins, or a little behind: lines are in the order of time, so halving finds it. */
async function endFor(handle: FileHandle, size: number, before: number): Promise<number> {
  let [low, high, end] = [0, size, size]
  while (high - low > CHUNK) {
    const middle = Math.floor((low + high) / 2)
    const bytes = await read(handle, middle, CHUNK)
    const begin = bytes.indexOf(0x0a) + 1
    const [first] = begin === 0 ? [] : linesIn(bytes.subarray(begin))
    if (first && first.at >= before) [high, end] = [middle, middle + begin + first.start]
    else low = middle
  }
  return end
}

async function read(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, start)
  return buffer.subarray(0, bytesRead)
}

type Found = { readonly start: number; readonly at: number; readonly line: LogLine }

/** The lines that begin and end in these bytes; what is torn or none of ours is passed over. */
function* linesIn(bytes: Buffer): Iterable<Found> {
  let start = 0
  while (start < bytes.length) {
    const newline = bytes.indexOf(0x0a, start)
    const end = newline < 0 ? bytes.length : newline
    const line = parseLogLine(bytes.toString('utf8', start, end))
    if (line) yield { start, at: Date.parse(line.time), line }
    start = end + 1
  }
}

/** Day, file of that day and byte in one number below zero: 15, 10 and 24 bits of the 53 that are exact. */
const placeOf = ({ day, number }: LogFile, offset: number): number =>
  ((Date.parse(day) / DAY) * 1024 + Math.min(number, 1023)) * 2 ** 24 + offset - 2 ** 50
