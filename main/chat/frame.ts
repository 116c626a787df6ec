/**
 * What the program tells a model about a message stands between these two marks. In everything that people wrote, file
 * names and document texts included, they are replaced: nobody can pretend to be the program.
 */
const [OPEN, CLOSE] = ['⟦', '⟧']

/** A text in which no mark stands, nor what looks like one. */
export const unmarked = (text: string): string => text.replaceAll(/[⟦〚]/g, '[').replaceAll(/[⟧〛]/g, ']')

const LONGEST_NAME = 80

/** A name that somebody chose, on one line, short and in quotation marks that it can't leave. */
export function quoted(name: string): string {
  const plain = name.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').replaceAll(/["“”„«»]/g, "'")
  const characters = Array.from(unmarked(plain).trim())
  return `"${characters.slice(0, LONGEST_NAME).join('')}${characters.length > LONGEST_NAME ? '…' : ''}"`
}

/** One remark of the program. */
export const mark = (words: string): string => `${OPEN}${unmarked(words)}${CLOSE}`

/** A text of somebody else between two remarks. */
export const block = (about: string, text: string, end: string): string =>
  `${mark(about)}\n${unmarked(text).trim()}\n${mark(`end of ${end}`)}`

/** `812 bytes`, `1.4 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const step = bytes < 1_000_000 ? 1 : 2
  return `${(bytes / 1000 ** step).toFixed(1)} ${step === 1 ? 'KB' : 'MB'}`
}

/** `1 second`, `75 seconds`. */
export function secondsWords(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000))
  return `${seconds} second${seconds === 1 ? '' : 's'}`
}
