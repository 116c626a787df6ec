/** An invisible space: it breaks a tag and shows the same, also inside code. */
const BREAK = '\u200b'
const NOBODY: ReadonlySet<string> = new Set()

/**
 * What a model writes must not call people: `<at …>` is a mention in texts, posts and cards alike, also spelled with
 * entities. Only the people in `mayCall` (Open IDs) can be called, by exactly `<at id=ou_…></at>`.
 */
export const withoutMentions = (text: string, mayCall: ReadonlySet<string> = NOBODY): string => {
  const allowed = mayCall.size === 0 ? [] : [...text.matchAll(MENTION)].filter(([, id = '']) => mayCall.has(id))
  const kept = new Set(allowed.flatMap(({ index, 0: tag }) => [index, index + tag.lastIndexOf('<')]))
  return text.replaceAll(OPENING, (sign, offset: number) => (kept.has(offset) ? sign : sign + BREAK))
}

/** The form in which a mention may be written. */
export const MENTION = /<at id=(ou_[A-Za-z0-9_-]+)><\/at>/g
const OPENING = /(?:<|&(?:lt|#0*60|#x0*3c);?)(?=[\s/\u200b]{0,20}at\b)/gi

/** Text as JSON and every client take it: whole characters, one kind of newline, no control characters. */
export const cleaned = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
