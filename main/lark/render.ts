import { cleaned, withoutMentions } from './cleaning.ts'
import { codeEdits, headingEdits, itemEdits, linkEdits, listEdits, signEdits } from './card-edits.ts'
import { mathEdits } from './math.ts'
import { edited, endOf, parsed, startOf, walk, type Edit, type Found } from './markdown.ts'

/**
 * Markdown for a card's `markdown` element. It takes CommonMark and tables; changed is what it shows badly or refuses:
 * large headings, images by address, indented code blocks, check boxes, math, and every tag, because cards have tags.
 */
export function cardMarkdown(markdown: string, mayCall?: ReadonlySet<string>): string {
  const source = cleaned(markdown)
  const edits = [...walk(parsed(source).children)].flatMap(found => cardEdits(found, source, mayCall))
  return withoutMentions(edited(source, edits), mayCall)
}

function cardEdits(found: Found, source: string, mayCall: ReadonlySet<string> | undefined): readonly Edit[] {
  const { node } = found
  // A first-level heading is 26 px in a card, twice the text: 1 becomes 4 (18 px), 2 becomes 5, the others 6.
  if (node.type === 'heading') return headingEdits(node, source, `${'#'.repeat(Math.min(6, node.depth + 3))} `, '')
  if (node.type === 'paragraph') return mathEdits(node, source)
  if (node.type === 'text' || node.type === 'html') return signEdits(node, source, mayCall)
  return commonEdits(found, source)
}

/** What neither cards nor posts show as it is. */
function commonEdits({ node, parents }: Found, source: string): readonly Edit[] {
  if (node.type === 'code') return codeEdits(node, parents, source)
  if (node.type === 'list') return listEdits(node, source)
  if (node.type === 'listItem') return itemEdits(node, source)
  const isAddress = node.type === 'link' || node.type === 'image' || node.type === 'definition'
  return isAddress ? linkEdits(node, parents, source) : []
}

/** Markdown for a post, which knows no headings (they become bold lines), no check boxes and no images by address. */
export function postMarkdown(markdown: string, mayCall?: ReadonlySet<string>): string {
  const source = cleaned(markdown)
  const edits = [...walk(parsed(source).children)].flatMap(found => postEdits(found, source))
  return withoutMentions(edited(source, edits), mayCall)
}

function postEdits(found: Found, source: string): readonly Edit[] {
  const { node, parents } = found
  if (node.type === 'heading') return headingEdits(node, source, '**', '**')
  // A heading is bold already.
  if (node.type === 'strong' && parents.some(parent => parent.type === 'heading'))
    return [startOf(node), endOf(node) - 2].map(start => ({ start, end: start + 2, text: '' }))
  return commonEdits(found, source)
}
