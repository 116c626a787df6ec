import { parseLogLine } from '../base/log-line.ts'
import type { LogRing, NumberedLine } from '../base/log-ring.ts'
import type { Parsed } from '../contract/calls.ts'
import { AppError } from '../contract/errors.ts'
import type { LogFilter, LogPage, LogRow } from '../contract/views.ts'
import { logRow, rowMatches } from './log-row.ts'

type Query = Parsed<'log.read'>

/** A page ends after so much text, whatever its limit says: it crosses a wire. */
const MOST_CHARACTERS = 1024 * 1024

/**
 * Answers at once when something matches, else when something comes, the wait is over, or the signal aborts (then it
 * rejects with `cancelled`). Rows that don't match move `next` on; those that nobody can read any more are counted.
 */
export async function readLiveLog(ring: LogRing, query: Query, signal: AbortSignal): Promise<LogPage> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(query.wait)])
  // a number that was never given comes from an earlier process: such a reader starts over
  let page = pageAfter(ring, query.after > ring.last() ? 0 : query.after, query)
  while (page.rows.length === 0 && query.wait > 0 && !late.aborted) {
    await ring.changed(late)
    const next = pageAfter(ring, page.next, query)
    page = { ...next, dropped: page.dropped + next.dropped }
  }
  if (signal.aborted) throw new AppError('cancelled', 'Nobody waits for the log any more.')
  return page
}

function pageAfter(ring: LogRing, after: number, query: Query): LogPage {
  if (after <= 0) {
    const rows = take(ring.backwards(), query).rows.toReversed()
    return { rows, next: ring.last(), dropped: 0 }
  }
  const { rows, lookedAt } = take(ring.from(after + 1), query)
  return { rows, next: lookedAt ?? after, dropped: Math.max(0, ring.first() - 1 - after) }
}

type Taken = { readonly rows: readonly LogRow[]; readonly lookedAt: number | undefined }

function take(lines: Iterable<NumberedLine>, { limit, filter }: Query): Taken {
  const rows: LogRow[] = []
  let [characters, lookedAt]: [number, number | undefined] = [0, undefined]
  for (const line of lines) {
    if (rows.length >= limit || characters > MOST_CHARACTERS) break
    lookedAt = line.seq
    const row = rowOf(line, filter)
    if (!row) continue
    rows.push(row)
    characters += line.line.length
  }
  return { rows, lookedAt }
}

function rowOf({ line, seq }: NumberedLine, filter: LogFilter): LogRow | undefined {
  const parsed = parseLogLine(line)
  const row = parsed && logRow(parsed, seq)
  return row && rowMatches(row, filter) ? row : undefined
}
