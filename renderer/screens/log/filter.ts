import type { LogLike } from '../../../main/contract/log-like.ts'
import type { LogFilter, LogLevel, LogRow } from '../../../main/contract/views.ts'

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** The same decision as the service's: every given part must match, the text anywhere in the row's values. */
export function matches(row: LogRow, filter: LogFilter): boolean {
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

function holds({ fields, seq: _seq, at: _at, ...texts }: LogRow, wanted: string): boolean {
  return [...Object.values(texts), ...Object.values(fields)].some(value => shown(value).toLowerCase().includes(wanted))
}

/** A value of a field as a person reads it. */
export const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** The filter without a part of it, or with another value there. */
export function withPart<K extends keyof LogFilter>(filter: LogFilter, part: K, value: LogFilter[K]): LogFilter {
  const { [part]: _old, ...others } = filter
  return value === undefined || value === '' ? others : { ...others, [part]: value }
}

export const isEmptyFilter = (filter: LogFilter): boolean => Object.keys(filter).length === 0
