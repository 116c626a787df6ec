import type { LogFields } from './logger.ts'

export const levels = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof levels)[number]

/** One line of the log, as it is stored: a JSON object with these keys and the fields beside them. */
export type LogLine = {
  readonly time: string
  readonly level: Level
  readonly message: string
  readonly fields: LogFields
}

/** Names that the line itself uses, and names under which text of people, models or tools would travel. */
const RESERVED = new Set(['time', 'level', 'message'])
const CONTENT = new Set([
  'text',
  'content',
  'body',
  'prompt',
  'answer',
  'output',
  'raw',
  'data',
  'arguments',
  'headers',
  'query',
])

/** What goes into the line, from a plain copy of the fields: reserved names step aside, and content stays out. */
export function lineFields(fields: unknown): LogFields {
  if (typeof fields !== 'object' || fields === null) return {}
  const safe = Object.entries(fields).map(([name, value]): [string, unknown] => {
    if (RESERVED.has(name)) return [`${name}_`, value]
    return CONTENT.has(name.toLowerCase()) ? [name, '[not logged]'] : [name, value]
  })
  return Object.fromEntries(safe)
}

/** Reads a stored line; `undefined` for one that was torn or is no line of ours. Never throws. */
export function parseLogLine(line: string): LogLine | undefined {
  const value = parsed(line)
  if (typeof value !== 'object' || value === null) return undefined
  const { time, level, message, ...fields } = value as Record<string, unknown> // any object; each key is checked below
  const known = levels.find(name => name === level)
  if (typeof time !== 'string' || known === undefined || typeof message !== 'string') return undefined
  return { time, level: known, message, fields }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // a torn line is an expected outcome
  }
}

/** `2026-11-21 08:59:01 warn  message account=default`, for people; no control character of a value reaches the terminal. */
export function showLogLine(line: LogLine): string {
  const fields = Object.entries(line.fields).map(([name, value]) => ` ${name}=${shown(value)}`)
  const time = line.time.slice(0, 19).replace('T', ' ')
  return printable(`${time} ${line.level.padEnd(5)} ${line.message}${fields.join('')}`)
}

const shown = (value: unknown): string =>
  typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : (JSON.stringify(value) ?? 'undefined')

const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
