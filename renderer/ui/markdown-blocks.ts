/** A piece of markdown on lines of its own. Text inside is still markdown of one line: see `markdown-spans.ts`. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly Item[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[]; readonly aligns: readonly Align[] }
  | { readonly kind: 'rule' }

export type Item = { readonly isDone: boolean | undefined; readonly blocks: readonly Block[] }
export type Align = 'start' | 'end' | 'center'

/** Deeper than this is shown as text: nobody writes it, and a window must not break on it. */
const DEEPEST = 8

const fence = /^ {0,3}(`{3,}|~{3,})/
const heading = /^ {0,3}(#{1,6})\s+(.*)$/
const rule = /^ {0,3}([-*_])(?: *\1){2,} *$/
const bullet = /^( *)([-*+]|\d{1,9}[.)])( +|$)(.*)$/
const quote = /^ {0,3}> ?/
const tableRule = /^ *\|? *:?-+:? *(\| *:?-+:? *)*\|? *$/

/** Reads markdown as chats use it. Never throws: what it does not know stays text. */
export const readBlocks = (text: string): readonly Block[] => read(text.replaceAll('\t', '    ').split(/\r?\n/), 0)

function read(lines: readonly string[], depth: number): readonly Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      at++
      continue
    }
    const [block, next] = blockAt(lines, at, depth)
    blocks.push(block)
    at = next
  }
  return blocks
}

type Read = readonly [Block, next: number]

function blockAt(lines: readonly string[], at: number, depth: number): Read {
  const line = lines[at] ?? ''
  if (depth >= DEEPEST) return [{ kind: 'paragraph', text: lines.slice(at).join('\n') }, lines.length]
  if (fence.test(line)) return codeAt(lines, at)
  const title = heading.exec(line)
  if (title)
    return [{ kind: 'heading', level: title[1]?.length ?? 1, text: (title[2] ?? '').replace(/ +#+ *$/, '') }, at + 1]
  if (rule.test(line)) return [{ kind: 'rule' }, at + 1]
  if (quote.test(line)) return quoteAt(lines, at, depth)
  if (bullet.test(line)) return listAt(lines, at, depth)
  if (isTable(lines, at)) return tableAt(lines, at)
  return paragraphAt(lines, at)
}

/** A fence that is never closed goes to the end: an answer may still be on its way. */
function codeAt(lines: readonly string[], at: number): Read {
  const mark = fence.exec(lines[at] ?? '')?.[1] ?? '```'
  const isEnd = (line: string) => line.trim().startsWith(mark) && line.trim().replaceAll(mark[0] ?? '', '') === ''
  const end = lines.findIndex((line, index) => index > at && isEnd(line))
  const last = end < 0 ? lines.length : end
  return [{ kind: 'code', text: lines.slice(at + 1, last).join('\n') }, last + 1]
}

function quoteAt(lines: readonly string[], at: number, depth: number): Read {
  const end = endOf(lines, at, line => !quote.test(line))
  const inner = lines.slice(at, end).map(line => line.replace(quote, ''))
  return [{ kind: 'quote', blocks: read(inner, depth + 1) }, end]
}

function listAt(lines: readonly string[], at: number, depth: number): Read {
  const first = bullet.exec(lines[at] ?? '')
  const ordered = /\d/.test(first?.[2] ?? '')
  const items: Item[] = []
  let next = at
  while (next < lines.length) {
    const match = bullet.exec(lines[next] ?? '')
    if (!match || /\d/.test(match[2] ?? '') !== ordered || rule.test(lines[next] ?? '')) break
    const indent = (match[1]?.length ?? 0) + (match[2]?.length ?? 1) + 1
    const end = itemEnd(lines, next, match[1]?.length ?? 0)
    const inner = [match[4] ?? '', ...lines.slice(next + 1, end).map(line => withoutIndent(line, indent))]
    items.push(itemOf(inner, depth))
    next = end
  }
  return [{ kind: 'list', ordered, start: Number.parseInt(first?.[2] ?? '1', 10) || 1, items }, next]
}

/** An item goes on while lines are indented deeper than its sign, also behind an empty line. */
function itemEnd(lines: readonly string[], at: number, indent: number): number {
  let end = at + 1
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next] ?? ''
    if (line.trim() === '') continue
    const isInside = line.length - line.trimStart().length > indent
    const isLazy = next === end && !bullet.test(line) && !isStart(line)
    if (!isInside && !isLazy) break
    end = next + 1
  }
  while (end < lines.length && lines[end]?.trim() === '') end++
  return end
}

const isStart = (line: string): boolean =>
  fence.test(line) || heading.test(line) || rule.test(line) || quote.test(line) || bullet.test(line)

const withoutIndent = (line: string, most: number): string =>
  line.slice(Math.min(most, line.length - line.trimStart().length))

function itemOf([first = '', ...others]: readonly string[], depth: number): Item {
  const box = /^\[([ xX])\] +/.exec(first)
  const blocks = read([box ? first.slice(box[0].length) : first, ...others], depth + 1)
  return { isDone: box ? box[1] !== ' ' : undefined, blocks }
}

const isTable = (lines: readonly string[], at: number): boolean =>
  (lines[at] ?? '').includes('|') && (lines[at + 1] ?? '').includes('-') && tableRule.test(lines[at + 1] ?? '')

function tableAt(lines: readonly string[], at: number): Read {
  const end = endOf(lines, at + 2, line => line.trim() === '' || !line.includes('|'))
  const [head = '', under = '', ...body] = lines.slice(at, end)
  return [{ kind: 'table', rows: [head, ...body].map(cells), aligns: cells(under).map(alignOf) }, end]
}

const cells = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim().replaceAll('\\|', '|'))

function alignOf(cell: string): Align {
  if (cell.endsWith(':')) return cell.startsWith(':') ? 'center' : 'end'
  return 'start'
}

function paragraphAt(lines: readonly string[], at: number): Read {
  const end = endOf(lines, at + 1, line => line.trim() === '' || isStart(line))
  return [{ kind: 'paragraph', text: lines.slice(at, end).join('\n') }, end]
}

/** The first line from here on for which it is over. */
function endOf(lines: readonly string[], from: number, isOver: (line: string) => boolean): number {
  const found = lines.findIndex((line, index) => index >= from && isOver(line))
  return found < 0 ? lines.length : found
}
