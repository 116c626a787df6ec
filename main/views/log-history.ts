import { readLogsBack } from '../base/log-past.ts'
import type { Parsed } from '../contract/calls.ts'
import type { LogPage, LogRow } from '../contract/views.ts'
import { logRow, rowMatches } from './log-row.ts'

/** One question reads so many pieces of the files at most (16 MB in all); `next` says where to go on. */
const MOST_PIECES = 256

/**
 * Rows older than `before`, newest first. `next` is the `before` of the next page, 0 when there is nothing more. A page
 * may be empty with more to come, and a little longer than asked for: rows of one millisecond are never torn apart.
 */
export async function readLogHistory(
  dir: string,
  { before, limit, filter }: Parsed<'log.history'>,
  signal: AbortSignal,
): Promise<LogPage> {
  const rows: LogRow[] = []
  let [pieces, lookedAt] = [0, before]
  for await (const lines of readLogsBack(dir, before, signal)) {
    for (const { line, at, seq } of lines) {
      const isFull = rows.length >= limit || pieces >= MOST_PIECES
      if (isFull && at < lookedAt) return { rows, next: lookedAt, dropped: 0 }
      lookedAt = at
      const row = logRow(line, seq)
      if (rowMatches(row, filter)) rows.push(row)
    }
    pieces++
  }
  return { rows, next: 0, dropped: 0 }
}
