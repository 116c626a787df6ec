import { createScanner, type Node } from 'jsonc-parser'

/** Replaces the characters from `from` up to `to`. */
export type Splice = { readonly from: number; readonly to: number; readonly content: string }

/**
 * What to take out so that an entry of an object or a list is gone, in order: the entry, one comma, and its line if
 * nothing else stands there. Comments stay.
 */
export function spanOfRemoval(text: string, entry: Node): readonly Splice[] {
  const end = entry.offset + entry.length
  const next = commaAfter(text, end)
  const siblings = entry.parent?.children ?? []
  const before = siblings[siblings.indexOf(entry) - 1]
  const previous = next === undefined && before ? commaAfter(text, before.offset + before.length) : undefined
  const comma = next ?? previous
  const spans = [{ from: entry.offset, to: end }, ...(comma === undefined ? [] : [{ from: comma, to: comma + 1 }])]
  return joined(text, spans).map(span =>
    span.from <= entry.offset && span.to >= end ? tidy(text, span, entry) : bare(span),
  )
}

type Span = { readonly from: number; readonly to: number }

/** In order, and as one where only blanks lie between. */
function joined(text: string, spans: readonly Span[]): readonly Span[] {
  const [first, second] = spans.toSorted((a, b) => a.from - b.from)
  if (!first || !second) return spans
  return text.slice(first.to, second.from).trim() === '' ? [{ from: first.from, to: second.to }] : [first, second]
}

const bare = (span: Span): Splice => ({ ...span, content: '' })

/** Takes the whole line when nothing else is on it, else the blanks before or behind. */
function tidy(text: string, { from, to }: Span, entry: Node): Splice {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1
  const lineEnd = text.indexOf('\n', to)
  const nothingBefore = text.slice(lineStart, from).trim() === ''
  const nothingBehind = lineEnd >= 0 && text.slice(to, lineEnd).trim() === ''
  if (nothingBefore && nothingBehind) return { from: lineStart, to: lineEnd + 1, content: '' }
  if (nothingBehind) return bare({ from: lineStart + text.slice(lineStart, from).trimEnd().length, to })
  if (from < entry.offset) return bare({ from, to })
  const blanks = /^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0
  return bare({ from, to: to + blanks })
}

function commaAfter(text: string, end: number): number | undefined {
  const scanner = createScanner(text, true)
  scanner.setPosition(end)
  const token: number = scanner.scan()
  return token === COMMA ? scanner.getTokenOffset() : undefined
}

// The number of jsonc-parser's SyntaxKind.CommaToken, a `const enum`, which plain type stripping can't read.
const COMMA = 5
