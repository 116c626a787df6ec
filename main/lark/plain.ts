import { cleaned, withoutMentions } from './cleaning.ts'
import { childrenOf, parsed, type MarkdownNode, type Of } from './markdown.ts'

/** Markdown as words without its marks, for messages that know none: links with their addresses, tables row by row. */
export const plainText = (markdown: string, mayCall?: ReadonlySet<string>): string =>
  withoutMentions(blocks(parsed(cleaned(markdown)).children), mayCall)

const blocks = (nodes: readonly MarkdownNode[], gap = '\n\n'): string => nodes.map(block).join(gap)
const inline = (node: MarkdownNode): string => childrenOf(node).map(words).join('')
const indented = (text: string, by: string): string => text.replaceAll(/\n(?=[^\n])/g, `\n${by}`)

function block(node: MarkdownNode): string {
  if (node.type === 'list') return node.children.map((item, index) => listItem(node, item, index)).join('\n')
  if (node.type === 'blockquote') return `> ${blocks(node.children).replaceAll('\n', '\n> ')}`
  if (node.type === 'table') return node.children.map(row => row.children.map(inline).join(' | ')).join('\n')
  if (node.type === 'thematicBreak') return '---'
  if (node.type === 'definition') return `${node.label ?? node.identifier}: ${node.url}`
  return node.type === 'code' || node.type === 'html' ? node.value : inline(node)
}

function listItem(list: Of<'list'>, item: Of<'listItem'>, index: number): string {
  const marker = list.ordered === true ? `${(list.start ?? 1) + index}. ` : '- '
  const box = typeof item.checked !== 'boolean' ? '' : item.checked ? '☑ ' : '☐ '
  return indented(`${marker}${box}${blocks(item.children, list.spread === true ? '\n\n' : '\n')}`, '   ')
}

function words(node: MarkdownNode): string {
  if (node.type === 'break') return '\n'
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'html') return node.value
  if (node.type === 'image') return node.alt ? `${node.alt} (${node.url})` : node.url
  return node.type === 'link' ? linked(node) : inline(node)
}

function linked(node: Of<'link'>): string {
  const shown = inline(node)
  if (shown === '') return node.url
  return shown === node.url || `mailto:${shown}` === node.url ? shown : `${shown} (${node.url})`
}
