import { z } from 'zod'

const MOST_LINES = 300
/** No card that people can make goes deeper. */
const DEEPEST = 40

/** What the platform gives out in place of the words of a card that is made for newer clients. */
const UPGRADE = /^(?:请升级至最新版本客户端.{0,3}以查看内容|please upgrade to the latest version.{0,40})[。.!]?$/i

/**
 * Every text of a card in reading order, one a line; empty when it has none that can be read. Received cards are
 * summaries: a title and lines of texts.
 */
export function cardText(content: unknown): string {
  const lines: string[] = []
  collect(content, lines, 0)
  return lines
    .filter(line => !UPGRADE.test(line))
    .slice(0, MOST_LINES)
    .join('\n')
}

const SHOWN = new Set([
  'title',
  'subtitle',
  'text',
  'content',
  'elements',
  'header',
  'body',
  'i18n_header',
  'i18n_elements',
  'zh_cn',
  'fields',
  'columns',
  'display_name',
  'actions',
  'options',
  'label',
  'alt',
])

const Inline = z.object({
  tag: z.string().catch(''),
  text: z.string().optional(),
  href: z.string().optional(),
  user_name: z.string().optional(),
})

/** The words of a piece within a line; `undefined` for what is no such piece. */
function inline(value: unknown): string | undefined {
  const piece = Inline.safeParse(value).data
  if (!piece) return undefined
  if (piece.tag === 'at') return `@${piece.user_name ?? 'somebody'}`
  if (piece.text === undefined || !piece.href || piece.href === piece.text) return piece.text
  return `${piece.text} (${piece.href})`
}

/** A line of pieces stays one line: the platform writes a card's lines as lists of texts. */
function collect(value: unknown, lines: string[], depth: number): void {
  if (depth > DEEPEST || lines.length > MOST_LINES) return
  if (typeof value === 'string') {
    if (value.trim() !== '') lines.push(value.trim())
    return
  }
  if (Array.isArray(value)) {
    const texts = value.map(inline)
    if (texts.length > 0 && texts.every(text => text !== undefined)) return collect(texts.join(''), lines, depth)
    for (const each of value) collect(each, lines, depth + 1)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (SHOWN.has(key)) collect(inner, lines, depth + 1)
    if (key === 'rows' && Array.isArray(inner)) for (const row of inner) collect(rowText(row), lines, depth + 1)
  }
}

/** The row of a table is an object with a value for each column. */
const rowText = (row: unknown): string =>
  typeof row === 'object' && row !== null
    ? Object.values(row)
        .filter(cell => typeof cell === 'string' || typeof cell === 'number')
        .join(' | ')
    : ''
