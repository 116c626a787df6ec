import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { tamed, untamed } from './tame.ts'

export type Root = ReturnType<typeof fromMarkdown>
/** Anything below the root; each knows its place in the source. */
export type MarkdownNode = Root['children'][number]
export type Of<Kind extends MarkdownNode['type']> = Extract<MarkdownNode, { type: Kind }>

const { flow, insideSpan, attentionMarkers, text } = gfm()
/** Tables, task lists (`[`) and strikethrough (`~`). Bare addresses and footnotes cost much time and stay text here. */
const extension = {
  ...(flow ? { flow } : {}),
  ...(insideSpan ? { insideSpan } : {}),
  ...(attentionMarkers ? { attentionMarkers } : {}),
  text: { 91: text?.[91], 126: text?.[126] },
}

/** Without the afterthoughts that would find bare addresses in the tree: what they make has no place in the source. */
const readers = gfmFromMarkdown().map(reader => ({ ...reader, transforms: [] }))

/** Reads markdown as CommonMark with GitHub's tables and task lists; every node has its place. Never throws. */
export function parsed(markdown: string): Root {
  const tame = tamed(markdown)
  const root = fromMarkdown(tame, { extensions: [extension], mdastExtensions: readers })
  if (tame !== markdown)
    for (const { node } of walk(root.children)) if ('value' in node) node.value = untamed(node.value)
  return root
}

/** Offsets in the source; a parsed node always has them. */
export const startOf = (node: MarkdownNode): number => node.position?.start.offset ?? 0
export const endOf = (node: MarkdownNode): number => node.position?.end.offset ?? 0

export const childrenOf = (node: MarkdownNode | Root): readonly MarkdownNode[] =>
  'children' in node ? node.children : []

export type Found = { readonly node: MarkdownNode; readonly parents: readonly MarkdownNode[] }

/** Every node with its parents, outermost first, in the order of the source. */
export function* walk(nodes: readonly MarkdownNode[], parents: readonly MarkdownNode[] = []): Generator<Found> {
  for (const node of nodes) {
    yield { node, parents }
    yield* walk(childrenOf(node), [...parents, node])
  }
}

export const tablesIn = (markdown: string): number =>
  [...walk(parsed(markdown).children)].filter(({ node }) => node.type === 'table').length

/** Where the line of an offset begins. */
export const lineStart = (source: string, offset: number): number => source.lastIndexOf('\n', offset - 1) + 1

/** A place of the source and what stands there instead. */
export type Edit = { readonly start: number; readonly end: number; readonly text: string }

/** The source with all edits; one inside another is dropped, the outer counts. */
export function edited(source: string, edits: readonly Edit[]): string {
  const ordered = edits.toSorted((one, other) => one.start - other.start || other.end - one.end)
  const parts: string[] = []
  let done = 0
  for (const { start, end, text: words } of ordered) {
    if (start < done) continue
    parts.push(source.slice(done, start), words)
    done = end
  }
  return parts.join('') + source.slice(done)
}
