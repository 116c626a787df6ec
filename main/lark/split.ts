import { scan, type Line } from './markdown.ts'

/** A part of a text: what is added before and after it (a code block opened again, a table's head) is not its own. */
export type Piece = { readonly before: string; readonly text: string; readonly after: string }

export const joined = (piece: Piece): string => piece.before + piece.text + piece.after

type Fits = (piece: string) => boolean
type Cut = { readonly offset: number; readonly worth: number; readonly before: string; readonly after: string }
type From = { readonly offset: number; readonly before: string }

/** A longer head of a table is not repeated: it would leave too little room for the rows. */
const LONGEST_HEAD = 600

/**
 * Cuts markdown into pieces that fit: between paragraphs if possible, else between lines, words, and at last characters.
 * Code blocks are closed and opened again, heads of tables repeated. The texts of all pieces together are the input.
 */
export function split(markdown: string, fits: Fits): readonly Piece[] {
  const lines = scan(markdown)
  const cuts = cutsBetween(lines, markdown)
  const pieces: Piece[] = []
  let from: From = { offset: 0, before: '' }
  while (from.offset < markdown.length) {
    const cut = nextCut(markdown, lines, cuts, from, fits)
    pieces.push({ before: from.before, text: markdown.slice(from.offset, cut.offset), after: cut.after })
    from = cut
  }
  return pieces
}

function nextCut(markdown: string, lines: readonly Line[], cuts: readonly Cut[], from: From, fits: Fits): Cut {
  const fitting = (cut: Cut) => fits(from.before + markdown.slice(from.offset, cut.offset) + cut.after)
  const ahead = cuts.slice(firstBehind(cuts, from.offset))
  const count = longestPrefix(ahead.length, size => fitting(ahead[size - 1]!))
  const largest = ahead[count - 1]
  if (largest?.offset === markdown.length) return largest
  const good = ahead.slice(0, count).filter(cut => cut.worth > 0)
  const half = from.offset + ((largest?.offset ?? 0) - from.offset) / 2
  const best = good.filter(cut => cut.offset >= half).reduce<Cut | undefined>(better, undefined) ?? good.at(-1)
  if (best && fitting(best)) return best
  if (largest && best) return largest
  return cutInside(markdown, lines, cuts, from, fits)
}

const better = (best: Cut | undefined, cut: Cut): Cut => (best && best.worth > cut.worth ? best : cut)

function firstBehind(cuts: readonly Cut[], offset: number): number {
  let [low, high] = [0, cuts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (cuts[middle]!.offset > offset) high = middle
    else low = middle + 1
  }
  return low
}

/** The largest size up to `most` that passes, 0 if none; looks near the beginning first, as a text may be huge. */
function longestPrefix(most: number, passes: (size: number) => boolean): number {
  let [low, high] = [0, 1]
  while (high <= most && passes(high)) [low, high] = [high, high * 2]
  high = Math.min(high, most + 1)
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (passes(middle)) low = middle
    else high = middle
  }
  return low
}

function cutsBetween(lines: readonly Line[], markdown: string): readonly Cut[] {
  let solid: Line | undefined
  return lines.map((line, index) => {
    if (line.kind !== 'blank') solid = line
    const next = lines[index + 1]
    if (!next) return { offset: line.end, worth: 4, before: '', after: '' }
    return { offset: line.end, worth: worthOf(line, next, solid), ...continued(line, next, markdown) }
  })
}

/**
 * How good a place between two lines is: 4 between paragraphs, 0 where a cut would leave an empty block.
 * `solid` is the last line that is not blank.
 */
function worthOf(line: Line, next: Line, solid: Line | undefined): number {
  if (line.kind === 'fence-open' || next.kind === 'fence-close' || next.kind === 'table-rule') return 0
  if (line.kind === 'table-rule' && next.kind === 'table-row') return 0
  if (line.kind === 'fence-body' || next.kind === 'table-row') return 1
  if (solid?.kind === 'heading') return 1
  if (line.kind === 'blank' || next.kind === 'heading') return 4
  return line.kind === 'text' && next.kind === 'text' ? 2 : 3
}

/** What closes the piece before a cut and opens the one behind it. */
function continued(line: Line, next: Line, markdown: string): Pick<Cut, 'before' | 'after'> {
  const inside = line.kind === 'fence-open' || line.kind === 'fence-body'
  if (inside && line.fence && next.fence === line.fence)
    return { before: line.fence.opening, after: line.fence.closing }
  if (next.kind !== 'table-row' || line.table === undefined) return { before: '', after: '' }
  const head = markdown.slice(line.table).split('\n', 2).join('\n')
  return { before: head.length > LONGEST_HEAD ? '' : `${head}\n`, after: '' }
}

/** Cuts inside a line that is longer than a piece may be, at a word if one ends near the limit. */
function cutInside(markdown: string, lines: readonly Line[], cuts: readonly Cut[], from: From, fits: Fits): Cut {
  const cutAt = (offset: number): Cut => {
    const index = firstBehind(cuts, offset - 1)
    if (cuts[index]?.offset === offset) return cuts[index]
    const fence = lines[index]?.kind === 'fence-body' ? lines[index].fence : undefined
    return { offset, worth: 0, before: fence?.opening ?? '', after: fence ? `\n${fence.closing}` : '' }
  }
  const size = longestPrefix(markdown.length - from.offset, length => {
    const cut = cutAt(from.offset + length)
    return fits(from.before + markdown.slice(from.offset, cut.offset) + cut.after)
  })
  return cutAt(breakBefore(markdown, from.offset, from.offset + size))
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
/** Behind these a line may be cut: space, and the punctuation of Chinese and English. */
const WORD_END = /[\s，。；：！？、）】」』]|[,;:!?)](?=\s)/gu
const WHOLE = /\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)|`[^`\n]{1,300}`/g

/** The last good place not behind `limit`: the end of a word outside links and inline code, else of a character. */
function breakBefore(markdown: string, start: number, limit: number): number {
  const text = markdown.slice(start, limit + 100)
  const most = limit - start
  const whole = graphemes.segment(text)
  const edge = (index: number) => (index >= text.length ? index : (whole.containing(index)?.index ?? index))
  const spans = [...text.matchAll(WHOLE)].map(found => [found.index, found.index + found[0].length] as const)
  const words = [...text.slice(0, most).matchAll(WORD_END)].map(found => found.index + found[0].length)
  const word = words.findLast(
    at => at >= most * 0.75 && edge(at) === at && !spans.some(([open, close]) => open < at && at < close),
  )
  const last = word ?? edge(most)
  return start + (last > 0 ? last : firstEdge(text, Math.max(1, most)))
}

/** When not even one character fits, a piece still takes one: an endless loop helps nobody. */
function firstEdge(text: string, most: number): number {
  const first = graphemes.segment(text).containing(0)?.segment.length ?? 1
  if (first <= 100) return first
  return text.codePointAt(most - 1)! > 0xff_ff ? most + 1 : most
}
