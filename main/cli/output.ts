import { isAppError } from '../contract/errors.ts'

/** 0 done · 1 failed · 2 wrong usage. Scripts rely on them. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const

export const say = (line: string): void => void process.stdout.write(`${line}\n`)
export const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** One JSON value and nothing else. */
export const sayJson = (value: unknown): void => say(JSON.stringify(value ?? null, null, 2))

/** The failure in one line, the way out in the next. */
export function explain(thrown: unknown): void {
  if (isAppError(thrown)) {
    complain(`perch: ${thrown.message}`)
    if (thrown.code !== 'internal') complain(`       ${thrown.hint()}`)
    else if (thrown.cause instanceof Error) complain(`       ${thrown.cause.message}`)
    return
  }
  complain(`perch: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
}

/** Columns as wide as their widest cell; Chinese characters count for two. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map(row => width(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd()
  return all.map(line).join('\n')
}

/** The characters that a terminal shows two columns wide: Chinese, Japanese, Korean, full-width forms. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g

const width = (text: string): number => text.replace(WIDE, 'xx').length

/** `2026-11-21 14:02`, in the time of this computer. */
export const clock = (at: number): string => {
  const pad = (value: number) => String(value).padStart(2, '0')
  const date = new Date(at)
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`
}
