import type { LogRow } from '../../../main/contract/views.ts'
import { shown } from './filter.ts'

/** The row as one line of text, as it is pasted into a message: time, level, what happened, and the rest. */
export function asText({ at, level, message, seq: _seq, fields, ...columns }: LogRow): string {
  const rest = [...Object.entries(columns), ...Object.entries(fields)].filter(([, value]) => value !== undefined)
  return [new Date(at).toISOString(), level, message, ...rest.map(([name, value]) => `${name}=${shown(value)}`)].join(
    ' ',
  )
}

/** One JSON object a line: what a program reads, and what another person can be sent. */
export const asJsonLines = (rows: readonly LogRow[]): string =>
  rows.map(({ at, ...row }) => `${JSON.stringify({ time: new Date(at).toISOString(), ...row })}\n`).join('')

/** Hands the text to the browser as a file. */
export function saveAsFile(text: string, name: string, place: Document): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }))
  const link = place.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 0)
}
