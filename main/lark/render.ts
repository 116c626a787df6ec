import { scan, type Line } from './markdown.ts'

/** More tables in one card are refused (230099, sub-code 11310): three were measured to pass, the documents say four. */
export const TABLES_PER_CARD = 3

/**
 * What a model writes must not call people: `<at …>` is a mention in texts, posts and cards alike. An invisible space
 * breaks the tag and shows the same, also inside code.
 */
export const withoutMentions = (text: string): string => text.replaceAll(/<(?=[\s/]{0,20}at\b)/gi, '<\u200b')

/** Text as JSON and every client take it: whole characters, one kind of newline, no control characters. */
export const cleaned = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')

/** Markdown for a card: smaller headings, code blocks at the line's beginning, no more tables than a card takes. */
export function cardMarkdown(markdown: string): string {
  let tables = 0
  return render(markdown, (line, next) => {
    if (line.kind === 'heading') return demoted(line.text)
    if (line.table === undefined) return line.text
    if (line.kind === 'table-head') tables++
    if (tables <= TABLES_PER_CARD) return line.text
    const last = next?.table !== line.table
    return (line.kind === 'table-head' ? '```\n' : '') + line.text + (last ? '\n```' : '')
  })
}

/** Markdown for a post, which knows no headings: they become bold lines. */
export const postMarkdown = (markdown: string): string =>
  render(markdown, line => (line.kind === 'heading' ? `**${titleOf(line.text).replaceAll('**', '')}**` : line.text))

function render(markdown: string, change: (line: Line, next: Line | undefined) => string): string {
  const lines = scan(cleaned(markdown))
  const rendered = lines.map((line, index) => {
    if (line.fence) return line.text.slice(indentOf(line, line.fence.indent))
    return linked(change(line, lines[index + 1]))
  })
  return withoutMentions(rendered.join('\n'))
}

/** The platform draws code blocks only at the beginning of a line; inside a list they come indented. */
const indentOf = (line: Line, most: number): number => Math.min(most, /^[ \t]*/.exec(line.text)?.[0].length ?? 0)

/** A first-level heading is 26 px in a card, twice the text: 1 becomes 4 (18 px), 2 becomes 5, the others 6. */
function demoted(line: string): string {
  const level = /#+/.exec(line)?.[0].length ?? 1
  return `${'#'.repeat(Math.min(6, level + 3))} ${titleOf(line)}`
}

const titleOf = (line: string): string =>
  line
    .trim()
    .replace(/^#+/, '')
    .replace(/[ \t]#+$/, '')
    .trim()

const IMAGE = /(`+[^`]*`+)|!\[([^\]\n]{0,300})\]\(([^)\s]+)[^)\n]*\)/g

/** An image by its address makes the platform refuse the whole card; a link to it says the same. */
const linked = (text: string): string =>
  text.replaceAll(IMAGE, (all, code: string | undefined, alt: string | undefined, address: string | undefined) => {
    if (code !== undefined || address === undefined || address.startsWith('img_')) return all
    return `[${alt === undefined || alt === '' ? address : alt}](${address})`
  })
