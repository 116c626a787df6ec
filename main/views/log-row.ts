import { levels, type LogLine } from '../base/log-line.ts'
import { Fate } from '../contract/fates.ts'
import type { LogLike } from '../contract/log-like.ts'
import type { LogFilter, LogRow } from '../contract/views.ts'

/** Fields of a line that a row has columns for. */
const COLUMNS = ['account', 'chatId', 'senderId', 'messageId', 'eventId', 'reason'] as const

/** A stored line as the screens show it. */
export function logRow({ time, level, message, fields }: LogLine, seq: number): LogRow {
  const { fate, ...others } = fields
  const known = Fate.safeParse(fate)
  const texts = COLUMNS.flatMap(name => (typeof others[name] === 'string' ? [[name, others[name]]] : []))
  const rest = Object.entries(others).filter(([name]) => !texts.some(([column]) => column === name))
  return {
    seq,
    at: Date.parse(time),
    level,
    message,
    ...Object.fromEntries(texts),
    ...(known.success ? { fate: known.data } : {}),
    fields: Object.fromEntries(known.success || fate === undefined ? rest : [['fate', fate], ...rest]),
  }
}

/** Every part of the filter must match; the text may stand anywhere but in the names of fields, or the row is one that it finds as well. */
export function rowMatches(row: LogRow, filter: LogFilter): boolean {
  if (filter.level && levels.indexOf(row.level) < levels.indexOf(filter.level)) return false
  if (filter.account !== undefined && row.account !== filter.account) return false
  if (filter.chatId !== undefined && row.chatId !== filter.chatId) return false
  if (filter.fate !== undefined && row.fate !== filter.fate) return false
  if (!filter.text) return true
  return holds(row, filter.text.toLowerCase()) || (filter.also ?? []).some(like => isLike(row, like))
}

const PARTS = ['account', 'senderId', 'chatId', 'fate', 'message'] as const

const isLike = (row: LogRow, like: LogLike): boolean =>
  PARTS.every(part => like[part] === undefined || like[part] === row[part])

function holds({ fields, seq: _seq, at: _at, ...texts }: LogRow, text: string): boolean {
  return [...Object.values(texts), ...Object.values(fields)].some(value => shown(value).toLowerCase().includes(text))
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
