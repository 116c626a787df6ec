import { formsOf, MARK, SHORTEST_SECRET } from './redact-forms.ts'
import { hideShapes } from './redact-shapes.ts'
import { LIMITS, plainCopy } from './redact-walk.ts'

/** Knows the secrets of this run and keeps them out of whatever is written down. */
export interface Redactor {
  /** From now on this value, in any of its spellings, is replaced. Values under 4 characters are ignored. */
  add(secret: string): void
  /** The text without secrets, cut at 8192 characters. Never throws. */
  text(text: string): string
  /** A plain copy for the log: no secrets, no cycles, bounded. Never throws. */
  value(value: unknown): unknown
}

export function createRedactor(): Redactor {
  const known = new Set<string>()
  const forms = new Set<string>()
  let pattern: RegExp | undefined
  let longest = 0

  const text = (input: string): string => {
    const start = input.length > LIMITS.text ? input.slice(0, LIMITS.text + longest) : input
    const clean = hideAll(
      hideShapes(pattern ? hideUpTo(start, pattern, LIMITS.text) : start.slice(0, LIMITS.text)),
      pattern,
    )
    return input.length > LIMITS.text ? `${clean}… [${input.length} characters]` : clean
  }
  return {
    add(secret) {
      if (secret.length < SHORTEST_SECRET || known.has(secret)) return
      known.add(secret)
      for (const form of formsOf(secret)) forms.add(form)
      const longestFirst = [...forms].toSorted((a, b) => b.length - a.length)
      longest = longestFirst[0]?.length ?? 0
      pattern = new RegExp(longestFirst.map(literally).join('|'), 'g')
    },
    text,
    value: value => plainCopy(value, text),
  }
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** Cuts at `end` of the input, and hides whole what begins before it: no half secret stays at the cut. */
function hideUpTo(text: string, pattern: RegExp, end: number): string {
  let clean = ''
  let from = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index >= end) break
    clean += text.slice(from, match.index) + MARK
    from = match.index + match[0].length
  }
  return clean + text.slice(from, Math.max(from, end))
}

/** Again and again until nothing is found; it ends, because each mark is shorter than what it replaces. */
function hideAll(text: string, pattern: RegExp | undefined): string {
  if (!pattern) return text
  const clean = text.replace(pattern, MARK)
  return clean === text ? text : hideAll(clean, pattern)
}
