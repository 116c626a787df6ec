import { endOf, startOf, walk, type MarkdownNode, type Root } from './markdown.ts'

/**
 * What each character costs in a request at most, in bytes: content is JSON inside the JSON of the body, so quotation
 * marks and newlines are escaped twice, and rendering turns `<` into an entity.
 */
function costOf(code: number): number {
  if (code === QUOTE || code === BACKSLASH) return 4
  if (code === LESS) return 8
  if (code === DOLLAR) return 12 // half of what shows a formula as code
  if (code < 0x20) return code === NEWLINE || code === TAB ? 3 : 7
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code >= 0xd8_00 && code <= 0xdf_ff ? 2 : 3 // two halves of one character of four bytes
}

const [QUOTE, BACKSLASH, LESS, DOLLAR, NEWLINE, TAB] = [34, 92, 60, 36, 10, 9]

/** `sums[i]` is what the first `i` characters cost. */
export function costs(text: string): Uint32Array {
  const sums = new Uint32Array(text.length + 1)
  for (let index = 0; index < text.length; index++) sums[index + 1] = sums[index]! + costOf(text.charCodeAt(index))
  return sums
}

export const cost = (text: string): number => costs(text).at(-1) ?? 0

export type Extra = { readonly offset: number; readonly bytes: number; readonly tables: number }

/** What rendering adds where a node begins, and where tables begin. */
export const extras = (root: Root, text: string): readonly Extra[] =>
  [...walk(root.children)]
    .map(({ node }) => ({ offset: startOf(node), bytes: added(node), tables: tablesOf(node, text) }))
    .filter(({ bytes, tables }) => bytes + tables > 0)

/** Below a list item without a blank line a table is text to CommonMark; who knows what the platform counts. */
const RULE = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*\|[-:| \t]*$/gm

function tablesOf(node: MarkdownNode, text: string): number {
  if (node.type !== 'paragraph') return node.type === 'table' ? 1 : 0
  return text.slice(startOf(node), endOf(node)).match(RULE)?.length ?? 0
}

function added(node: MarkdownNode): number {
  if (node.type === 'heading' || node.type === 'listItem') return 8
  if (node.type === 'code') return 24
  if (node.type === 'link' || node.type === 'image') return 12 + cost(node.url) * 2
  return node.type === 'definition' ? 4 : 0
}
