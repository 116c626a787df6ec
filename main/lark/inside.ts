import { fenceOf, type Cut } from './cuts.ts'
import { endOf, startOf, walk, type Found, type Root } from './markdown.ts'
import { longestPrefix } from './search.ts'
import type { View } from './views.ts'

type Fits = (offset: number, after: string) => boolean

/** Longer ones may be cut: bold text of a page is no reason to leave half a card empty. */
const LONGEST_WHOLE = 400
const WHOLE = new Set(['link', 'image', 'inlineCode', 'emphasis', 'strong', 'delete', 'html', 'linkReference'])

/** Cuts inside one line or paragraph that is larger than a part may be: behind a sentence, a word, at last a character. */
export function cutInside(root: Root, { text, begin }: View, fits: Fits): Cut {
  const found = [...walk(root.children)]
  const reached = begin + longestPrefix(text.length - begin, length => fits(begin + length, ''))
  const code = found.find(({ node }) => node.type === 'code' && startOf(node) <= reached && reached < endOf(node))
  const fence = code?.node.type === 'code' ? fenceOf(code.node, text) : { opening: '', closing: '' }
  const after = fence.closing === '' ? '' : `\n${fence.closing}`
  const most = begin + longestPrefix(text.length - begin, length => fits(begin + length, after))
  const spans = found.filter(({ node }) => WHOLE.has(node.type) && endOf(node) - startOf(node) <= LONGEST_WHOLE)
  const offset = breakBefore(text, begin, most, spans)
  return { offset, worth: 0, before: fence.opening, after, indents: indentsAt(found, text, offset) }
}

/** The items of lists that an offset is in. */
function indentsAt(found: readonly Found[], text: string, offset: number): readonly number[] {
  const items = found.filter(({ node }) => node.type === 'listItem' && startOf(node) < offset && offset < endOf(node))
  return items.map(({ node }) => startOf(node) - (text.lastIndexOf('\n', startOf(node) - 1) + 1) + 2).toReversed()
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
const SENTENCE_END = /\n|[。！？；…][」』”’）]?|[.!?]["')]?(?=\s)/gu
const WORD_END = /[\s，、：）】」』]|[,;:)](?=\s)/gu

/** The last good place not behind `limit`, never inside a character, an escape or one of the spans. */
function breakBefore(text: string, start: number, limit: number, spans: readonly Found[]): number {
  const near = text.slice(start, limit + 100)
  const whole = graphemes.segment(near)
  const most = limit - start
  const isEdge = (at: number) => at >= near.length || whole.containing(at)?.index === at
  const isFree = (at: number) => spans.every(({ node }) => start + at <= startOf(node) || endOf(node) <= start + at)
  const isGood = (at: number) => isFree(at) && isEdge(at) && near[at - 1] !== '\\'
  const ends = (pattern: RegExp) =>
    [...near.slice(0, most).matchAll(pattern)].map(({ index, 0: sign }) => index + sign.length)
  const last = (pattern: RegExp, least: number) => ends(pattern).findLast(at => at >= least && at > 0 && isGood(at))
  const behind = last(SENTENCE_END, most * 0.6) ?? last(WORD_END, most * 0.5)
  if (behind !== undefined) return start + behind
  for (let at = most; at > most * 0.5; at--) if (isGood(at)) return start + at
  const edge = most >= near.length ? most : (whole.containing(most)?.index ?? most)
  return start + (edge > 0 ? edge : firstEdge(near, Math.max(1, most)))
}

/** When not even one character fits, a part still takes one: an endless loop helps nobody. */
function firstEdge(text: string, most: number): number {
  const first = graphemes.segment(text).containing(0)?.segment.length ?? 1
  if (first <= 100) return first
  return text.codePointAt(most - 1)! > 0xff_ff ? most + 1 : most
}
