import { childrenOf, endOf, lineStart, startOf, type MarkdownNode, type Of, type Root } from './markdown.ts'

/** A place between two lines where markdown may be cut. */
export type Cut = {
  readonly offset: number
  /** 4 between blocks, 5 before a heading, 3 between the items of a list; 2 and less: inside a block. */
  readonly worth: number
  /** What closes the part before the cut and opens the one behind it. */
  readonly after: string
  readonly before: string
  /** Spaces at the beginning of the lines that follow, the innermost list item first. */
  readonly indents: readonly number[]
  /** The number of the list item that follows. */
  readonly number?: number
}

/** A cut of less worth breaks a block, which only one that is larger than a card deserves. */
export const WHOLE_BLOCKS = 3

/** A longer head of a table is not repeated: it would leave too little room for the rows. */
const LONGEST_HEAD = 600

type Place = {
  readonly source: string
  readonly depth: number
  readonly indents: readonly number[]
  readonly quote: string
}

/** Every place to cut, in the order of the source. */
export function cutsOf(root: Root, source: string): readonly Cut[] {
  const cuts = cutsAmong(root.children, { source, depth: 0, indents: [], quote: '' })
  return cuts.toSorted((one, other) => one.offset - other.offset)
}

function cutsAmong(blocks: readonly MarkdownNode[], place: Place): readonly Cut[] {
  return blocks.flatMap((block, index) => {
    const before = blocks[index - 1]
    const between = before ? [cutBetween(before, block, place)] : []
    return [...between, ...cutsInside(block, place)]
  })
}

function cutBetween(before: MarkdownNode, block: MarkdownNode, { source, depth, indents }: Place): Cut {
  const whole = block.type === 'heading' ? 5 : 4
  const worth = before.type === 'heading' ? 0 : depth === 0 ? whole : 2
  return { offset: lineStart(source, startOf(block)), worth, before: '', after: '', indents }
}

function cutsInside(block: MarkdownNode, place: Place): readonly Cut[] {
  if (block.type === 'list') return cutsInList(block, place)
  // The lines of a quote all have their own mark; lists inside it are left whole.
  if (block.type === 'blockquote' && place.quote === '')
    return cutsAmong(block.children, { ...place, depth: place.depth + 1, quote: '> ' })
  if (block.type === 'table') return cutsInTable(block, place)
  return block.type === 'code' ? cutsInCode(block, place) : []
}

const cutsInList = (list: Of<'list'>, place: Place): readonly Cut[] =>
  list.children.flatMap((item, index) => [
    ...(index > 0 ? [cutBeforeItem(list, index, place)] : []),
    ...cutsInItem(item, place),
  ])

function cutBeforeItem(list: Of<'list'>, index: number, place: Place): Cut {
  const item = list.children[index]!
  const cut = { offset: lineStart(place.source, startOf(item)), before: '', after: '', indents: place.indents }
  const worth = place.depth === 0 ? 3 : 2
  return list.ordered === true ? { ...cut, worth, number: (list.start ?? 1) + index } : { ...cut, worth }
}

function cutsInItem(item: MarkdownNode, place: Place): readonly Cut[] {
  const [first] = childrenOf(item)
  if (!first || place.quote !== '') return []
  const column = startOf(first) - lineStart(place.source, startOf(first))
  return cutsAmong(childrenOf(item), { ...place, depth: place.depth + 1, indents: [column, ...place.indents] })
}

/** Between two rows, the head repeated; never between the head and the first row. */
function cutsInTable(table: Of<'table'>, { source, indents, quote }: Place): readonly Cut[] {
  const head = headOf(table, source)
  const before = head.length > LONGEST_HEAD ? '' : head.map(line => `${quote}${line}\n`).join('')
  return table.children.slice(2).map(row => {
    return { offset: lineStart(source, startOf(row)), worth: 1, before, after: '', indents }
  })
}

function headOf(table: MarkdownNode, source: string): readonly string[] {
  const lines = source.slice(startOf(table), endOf(table)).split('\n', 2)
  return lines.map(line => line.trim().replace(/^>[ \t]?/, ''))
}

/** Between two lines of code, the block closed and opened again. */
function cutsInCode(code: Of<'code'>, { source, indents, quote }: Place): readonly Cut[] {
  const { opening, closing } = fenceOf(code, source, quote)
  const from = source.indexOf('\n', startOf(code)) + 1
  const text = source.slice(from, endOf(code))
  const lines = [...text.matchAll(/\n/g)].map(({ index }) => from + index + 1)
  const isClosed = opening !== '' && /^[ \t>]*(`{3,}|~{3,})[ \t]*$/.test(text.slice(text.lastIndexOf('\n') + 1))
  // A last line that only closes is no line of code: a piece would begin with it.
  const inside = from === 0 ? [] : isClosed ? lines.slice(0, -1) : lines
  return inside.map(offset => ({ offset, worth: 1, before: opening, after: closing, indents }))
}

/** How a code block is opened and closed again; nothing for one that is only indented. */
export function fenceOf(code: Of<'code'>, source: string, quote = '') {
  const marker = /^(?:`{3,}|~{3,})/.exec(source.slice(startOf(code), endOf(code)).trimStart())?.[0]
  if (marker === undefined) return { opening: '', closing: '' }
  const language = code.lang && code.lang.length <= 40 ? code.lang : ''
  return { opening: `${quote}${marker}${language}\n`, closing: `${quote}${marker}` }
}
