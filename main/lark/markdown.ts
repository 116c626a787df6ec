/** A code block that is open: how to open it again, how to close it. */
export type Fence = { readonly opening: string; readonly closing: string; readonly indent: number }

export type LineKind =
  'blank' | 'text' | 'heading' | 'fence-open' | 'fence-body' | 'fence-close' | 'table-head' | 'table-rule' | 'table-row'

/** One line of markdown; `end` is behind its newline. Lines of a table know the offset where its head begins. */
export type Line = {
  readonly kind: LineKind
  readonly start: number
  readonly end: number
  readonly text: string
  readonly fence?: Fence
  readonly table?: number
}

type OpenFence = Fence & { readonly marker: string; readonly quoted: boolean }
type RawLine = { readonly start: number; readonly end: number; readonly text: string }

const CONTAINER = /^(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*/
/** A longer info string is no language name, and would cost its length again in every piece. */
const LONGEST_LANGUAGE = 40

/** Reads markdown line by line, as far as cutting and rendering need it: code blocks, tables, headings. */
export function scan(markdown: string): readonly Line[] {
  const raw = [...rawLines(markdown)]
  const lines: Line[] = []
  let fence: OpenFence | undefined
  for (const [index, line] of raw.entries()) {
    if (fence?.quoted === true && !/^[ \t]*>/.test(line.text)) fence = undefined
    if (fence) {
      const closes = isClosing(line.text, fence)
      lines.push({ ...line, kind: closes ? 'fence-close' : 'fence-body', fence })
      if (closes) fence = undefined
      continue
    }
    fence = openingOf(line.text)
    lines.push(
      fence ? { ...line, kind: 'fence-open', fence } : { ...line, ...outsideFence(line, lines.at(-1), raw[index + 1]) },
    )
  }
  return lines
}

function* rawLines(markdown: string): Generator<RawLine> {
  let start = 0
  while (start < markdown.length) {
    const newline = markdown.indexOf('\n', start)
    const end = newline < 0 ? markdown.length : newline + 1
    yield { start, end, text: markdown.slice(start, newline < 0 ? end : newline) }
    start = end
  }
}

function openingOf(text: string): OpenFence | undefined {
  const container = CONTAINER.exec(text)?.[0] ?? ''
  const found = /^(`{3,}|~{3,})(.*)$/.exec(text.slice(container.length))
  const [marker, info] = [found?.[1], found?.[2]?.trim() ?? '']
  if (marker === undefined || (marker.startsWith('`') && info.includes('`'))) return undefined
  const quoted = container.includes('>')
  const quote = quoted ? '> ' : ''
  const language = info.length > LONGEST_LANGUAGE ? '' : info
  const indent = container.trim() === '' ? container.length : 0
  return { marker, quoted, indent, opening: `${quote}${marker}${language}\n`, closing: `${quote}${marker}` }
}

function isClosing(text: string, { marker, quoted }: OpenFence): boolean {
  const rest = (quoted ? text.replace(/^[ \t>]+/, '') : text).trim()
  return rest.length >= marker.length && rest === marker.charAt(0).repeat(rest.length)
}

function outsideFence(
  line: RawLine,
  before: Line | undefined,
  after: RawLine | undefined,
): Pick<Line, 'kind' | 'table'> {
  if (line.text.trim() === '') return { kind: 'blank' }
  if (before?.table !== undefined) {
    if (before.kind === 'table-head') return { kind: 'table-rule', table: before.table }
    if (line.text.includes('|')) return { kind: 'table-row', table: before.table }
  }
  if (after && startsTable(line.text, after.text)) return { kind: 'table-head', table: line.start }
  return { kind: /^ {0,3}#{1,6}[ \t]+\S/.test(line.text) ? 'heading' : 'text' }
}

function startsTable(head: string, rule: string): boolean {
  if (!head.includes('|') || !rule.includes('|')) return false
  const rules = cellsOf(rule)
  return rules.every(cell => /^:?-+:?$/.test(cell.trim())) && cellsOf(head).length === rules.length
}

/** The cells of a row; a pipe behind a backslash separates nothing. */
const cellsOf = (row: string): readonly string[] =>
  row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)

export const tablesIn = (lines: readonly Line[]): number => lines.filter(line => line.kind === 'table-head').length
