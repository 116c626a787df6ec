/** No person nests quotes and lists deeper; parsing takes minutes over thousands of levels, and reading them breaks. */
const DEEPEST = 40
/** So many openings of emphasis in one block: bold words in a long table are as many, one in another never. */
const MOST_EMPHASIS = 400

/** Signs and what stands for them while parsing: characters that Unicode keeps out of every text. */
const SIGNS = '>-*+.)_~'
const STAND_INS = '\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7'

const masked = (marks: string): string =>
  marks.replaceAll(/[>\-*+.)_~]/g, sign => STAND_INS[SIGNS.indexOf(sign)] ?? sign)

/** The signs again, in what was read from a tamed text. */
export const untamed = (text: string): string =>
  text.replaceAll(/[\ufdd0-\ufdd7]/g, standIn => SIGNS[STAND_INS.indexOf(standIn)] ?? standIn)

/** The same text, every character at its place, without the signs that would nest too deep. */
export const tamed = (markdown: string): string => withoutDeepEmphasis(withoutDeepBlocks(markdown))

const MARKER = /[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y

/** The beginnings of quotes and lists beyond the deepest level of their line. */
function withoutDeepBlocks(markdown: string): string {
  if (!/^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){41}/m.test(markdown)) return markdown
  return markdown
    .split('\n')
    .map(line => {
      const [kept, end] = markersOf(line)
      return kept === end ? line : line.slice(0, kept) + masked(line.slice(kept, end)) + line.slice(end)
    })
    .join('\n')
}

/** Where the deepest level that is kept ends, and where the last of all does. */
function markersOf(line: string): readonly [number, number] {
  let [kept, end, depth] = [0, 0, 0]
  MARKER.lastIndex = 0
  while (MARKER.test(line)) {
    end = MARKER.lastIndex
    if (++depth <= DEEPEST) kept = end
  }
  return [kept, end]
}

/** A longer run of tildes is a fence. */
const RUN = /\n[ \t]*\n|\*+|_+|(?<!~)~{1,2}(?!~)/g

/** What may open emphasis inside emphasis inside emphasis, and so on, within one block; rather counted too high. */
function withoutDeepEmphasis(markdown: string): string {
  if ((markdown.match(RUN)?.length ?? 0) === 0) return markdown
  let depth = 0
  return markdown.replaceAll(RUN, (run: string, at: number) => {
    if (run.startsWith('\n')) depth = 0
    const [before, behind] = [markdown[at - 1], markdown[at + run.length]]
    const isInsideWord = run.startsWith('_') && isLetter(before) && isLetter(behind)
    if (isInsideWord || run.startsWith('\n')) return run
    if (isBlank(behind)) depth -= isBlank(before) ? 0 : Math.min(depth, run.length)
    else if (depth + run.length > MOST_EMPHASIS) return masked(run)
    else depth += run.length
    return run
  })
}

const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)
const isBlank = (sign: string | undefined): boolean => sign === undefined || /\s/.test(sign)
