import { endOf, startOf, walk, type Edit, type MarkdownNode } from './markdown.ts'

const BLOCK = /^(?:\$\$([^]*)\$\$|\\\[([^]*)\\\])$/
/** Only what looks like a formula: prices in dollars have neither backslash nor index. */
const INLINE = /\$(?=[^$\n]*[\\^_{])([^\s$`](?:[^$\n`]{0,200}[^\s$`])?)\$(?!\d)|\\\(([^\n`]{1,300}?)\\\)/g

/** Cards draw no math, and markdown would eat its backslashes: formulas are shown as code, letter by letter. */
export function mathEdits(paragraph: MarkdownNode, source: string): readonly Edit[] {
  const start = startOf(paragraph)
  const slice = source.slice(start, endOf(paragraph))
  if (!/[$\\]/.test(slice) || slice.includes('```')) return []
  const block = BLOCK.exec(slice)
  const formula = block?.[1] ?? block?.[2]
  if (formula !== undefined) return [{ start, end: endOf(paragraph), text: `\`\`\`latex\n${formula.trim()}\n\`\`\`` }]
  const solid = [...walk([paragraph])].filter(({ node }) => node.type === 'inlineCode' || node.type === 'link')
  return [...slice.matchAll(INLINE)]
    .map(({ index, 0: all, 1: dollars, 2: brackets }) => ({
      start: start + index,
      end: start + index + all.length,
      text: `\`${dollars ?? brackets ?? ''}\``,
    }))
    .filter(edit => solid.every(({ node }) => edit.end <= startOf(node) || endOf(node) <= edit.start))
}
