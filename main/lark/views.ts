/** Where a part of a text begins, and what it takes to read the rest as a text of its own. */
export type Place = {
  readonly offset: number
  /** Opened again: a code block, the head of a table. */
  readonly before: string
  /** Spaces that lists before put in front of the lines, the innermost first. */
  readonly indents: readonly number[]
  /** The number that the list item at this place has. */
  readonly number?: number
}

export const BEGINNING: Place = { offset: 0, before: '', indents: [] }

/** The text from a place on as markdown of its own. */
export type View = {
  readonly text: string
  /** Where the text's own characters begin, behind what was opened again. */
  readonly begin: number
  readonly sourceAt: (offset: number) => number
  /** The indents that are still removed at an offset. */
  readonly indentsAt: (offset: number) => readonly number[]
}

type Line = {
  readonly at: number
  readonly source: number
  readonly shift: number
  readonly indents: readonly number[]
}

/** At most so many characters of the source, in whole lines without the indentation of the lists that were cut. */
export function viewFrom(source: string, place: Place, most: number): View {
  const slice = source.slice(place.offset, place.offset + most)
  const isMidLine = place.offset > 0 && source[place.offset - 1] !== '\n'
  const lines: Line[] = []
  let [text, offset, indents] = [place.before, place.offset, place.indents]
  for (const [index, raw] of slice.split(/(?<=\n)/).entries()) {
    if (index > 0 || !isMidLine) indents = stillIndented(indents, raw)
    const removed = index === 0 && isMidLine ? 0 : Math.min(indents[0] ?? 0, spacesOf(raw))
    const shown =
      index === 0 && place.number !== undefined ? numbered(raw.slice(removed), place.number) : raw.slice(removed)
    lines.push({ at: text.length, source: offset + removed, shift: shown.length - (raw.length - removed), indents })
    text += shown
    offset += raw.length
  }
  const lineAt = (at: number) => lines.findLast(line => line.at <= at) ?? lines[0]!
  return {
    text,
    begin: place.before.length,
    sourceAt: at => {
      const line = lineAt(at)
      return line.source + Math.max(0, at - line.at - line.shift)
    },
    indentsAt: at => lineAt(at).indents,
  }
}

const spacesOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0

/** A line with less indentation ends the items that needed more. */
function stillIndented(indents: readonly number[], line: string): readonly number[] {
  if (line.trim() === '') return indents
  const spaces = spacesOf(line)
  return indents.filter(indent => indent <= spaces)
}

const numbered = (line: string, number: number): string => line.replace(/^([ \t]*)\d{1,9}/, `$1${number}`)
