import { edited, endOf, parsed, startOf, walk, type Edit } from './markdown.ts'

const DEFINITION = /^ {0,3}\[[^\]\n]{1,300}\]:/m

/** Links by reference as links of their own: an answer is cut into parts, and its definitions are in one of them only. */
export function withoutReferences(markdown: string): string {
  if (!DEFINITION.test(markdown)) return markdown
  const found = [...walk(parsed(markdown).children)].map(({ node }) => node)
  const known = new Map(
    found.flatMap(node => (node.type === 'definition' ? [[node.identifier, node.url] as const] : [])),
  )
  const edits = found.flatMap((node): readonly Edit[] => {
    if (node.type !== 'linkReference' && node.type !== 'imageReference') return []
    const url = known.get(node.identifier)
    if (url === undefined || /[\s<>()]/.test(url)) return []
    const [start, end] = [startOf(node), endOf(node)]
    const open = node.type === 'imageReference' ? '![' : '['
    // `[words][label]`, `[words][]` or `[words]`: the address takes the place of what is behind the words.
    const [first, last] = 'children' in node ? [node.children[0], node.children.at(-1)] : []
    const shown = first && last ? markdown.slice(startOf(first), endOf(last)) : 'alt' in node ? (node.alt ?? '') : ''
    return [{ start, end, text: `${open}${shown}](${url})` }]
  })
  return edited(markdown, edits)
}
