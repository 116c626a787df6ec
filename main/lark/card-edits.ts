import { MENTION } from './cleaning.ts'
import { childrenOf, endOf, lineStart, startOf, walk, type Edit, type MarkdownNode, type Of } from './markdown.ts'

type Parents = readonly MarkdownNode[]

const put = (start: number, end: number, text: string): Edit => ({ start, end, text })

/** Other marks around the words of a heading, on one line. */
export function headingEdits(node: Of<'heading'>, source: string, before: string, after: string): readonly Edit[] {
  const [first, last] = [node.children[0], node.children.at(-1)]
  if (!first || !last) return [put(startOf(node), endOf(node), '')]
  const [start, end] = [startOf(first), endOf(last)]
  const breaks = [...source.slice(start, end).matchAll(/[ \t>]*\n[ \t>]*/g)]
  return [
    put(startOf(node), start, before),
    ...breaks.map(({ index, 0: gap }) => put(start + index, start + index + gap.length, ' ')),
    put(end, endOf(node), after),
  ]
}

/** A longer info string is no language name. */
const LONGEST_LANGUAGE = 40

/** Code blocks as the platform draws them: fenced, at the beginning of a line, also where they belong to a list. */
export function codeEdits(node: Of<'code'>, parents: Parents, source: string): readonly Edit[] {
  const [start, end] = [startOf(node), endOf(node)]
  const from = lineStart(source, start)
  const lead = source.slice(from, start)
  if (!/^(?:`{3,}|~{3,})/.test(source.slice(start, end).trimStart())) return [asFence(node, source, from)]
  const info = infoEdits(node, source)
  if (parents.some(parent => parent.type === 'blockquote') || lead === '') return info
  if (lead.trim() !== '') return [...info, put(start, start, '\n'), ...outdented(source, start, end, lead.length)]
  return [put(from, start, ''), ...info, ...outdented(source, start, end, lead.length)]
}

function asFence(node: Of<'code'>, source: string, from: number): Edit {
  const start = source.slice(from, startOf(node)).trim() === '' ? from : startOf(node)
  const marker = '`'.repeat(Math.max(3, ...[...node.value.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  return put(start, endOf(node), `${marker}\n${node.value}\n${marker}`)
}

function infoEdits(node: Of<'code'>, source: string): readonly Edit[] {
  const line = source.slice(startOf(node), endOf(node)).split('\n', 1)[0] ?? ''
  const marker = /^\s*(?:`{3,}|~{3,})/.exec(line)?.[0] ?? ''
  const language = node.lang && node.lang.length <= LONGEST_LANGUAGE ? node.lang : ''
  const info = line.slice(marker.length)
  if (info.trim() === language) return []
  return [put(startOf(node) + marker.length, startOf(node) + line.length, language)]
}

/** The lines behind the first one without up to so many spaces. */
function outdented(source: string, start: number, end: number, most: number): readonly Edit[] {
  const newlines = [...source.slice(start, end).matchAll(/\n([ \t]*)/g)]
  return newlines.map(({ index, 1: space = '' }) => {
    const at = start + index + 1
    return put(at, at + Math.min(most, space.length), '')
  })
}

/** Check boxes as signs. */
export function itemEdits(node: Of<'listItem'>, source: string): readonly Edit[] {
  const start = startOf(node)
  const boxed = /^(?:[-*+]|\d{1,9}[.)])[ \t]+(\[[ xX]\])/.exec(source.slice(start, start + 40))
  if (!boxed || typeof node.checked !== 'boolean') return []
  const box = start + boxed[0].length - 3
  return [put(box, box + 3, node.checked ? '☑' : '☐')]
}

/** Real numbers where a code block of ours interrupts a list. */
export function listEdits(list: Of<'list'>, source: string): readonly Edit[] {
  if (list.ordered !== true || !interrupted(list)) return []
  return list.children.map((item, index) => {
    const start = startOf(item)
    const digits = /^\d+/.exec(source.slice(start, start + 10))?.[0] ?? ''
    return put(start, start + digits.length, String((list.start ?? 1) + index))
  })
}

const interrupted = (list: MarkdownNode): boolean =>
  [...walk(childrenOf(list))].some(({ node }) => node.type === 'code')

/** Addresses that a client opens; of others the words and the address are shown. */
const OPENABLE = /^(?:https?:\/\/|mailto:|tel:|lark:\/\/|feishu:\/\/)/i

/** An image by its address makes the platform refuse the whole card; a link to it says the same. */
export function linkEdits(
  node: Of<'link'> | Of<'image'> | Of<'definition'>,
  parents: Parents,
  source: string,
): readonly Edit[] {
  const [start, end] = [startOf(node), endOf(node)]
  if (node.type === 'definition') return [put(start, end, `${node.label ?? node.identifier}: ${node.url}`)]
  if (node.type === 'image') return imageEdits(node, parents)
  const [first, last] = [node.children[0], node.children.at(-1)]
  if (source.startsWith('<', start)) {
    const words = source.slice(start + 1, end - 1)
    return [put(start, end, OPENABLE.test(node.url) ? `[${words}](${node.url})` : words)]
  }
  if (OPENABLE.test(node.url)) return []
  if (!first || !last) return [put(start, end, node.url)]
  return [put(start, startOf(first), ''), put(endOf(last), end, node.url === '' ? '' : ` (${node.url})`)]
}

function imageEdits(node: Of<'image'>, parents: Parents): readonly Edit[] {
  const [start, end] = [startOf(node), endOf(node)]
  if (node.url.startsWith('img_')) return []
  const words = (node.alt || node.url).replaceAll(/[[\]\n]/g, ' ')
  const isLink = OPENABLE.test(node.url) && !parents.some(parent => parent.type === 'link')
  return [put(start, end, isLink ? `[${words}](${node.url.replaceAll(' ', '%20')})` : words)]
}

const LINE_BREAK = /^<br\s*\/?>$/i

/** Every `<` of the text as an entity: cards have tags of their own, and a model must not write any of them. */
export function signEdits(
  node: Of<'text'> | Of<'html'>,
  source: string,
  mayCall: ReadonlySet<string> | undefined,
): readonly Edit[] {
  const start = startOf(node)
  const slice = source.slice(start, endOf(node))
  if (node.type === 'html' && LINE_BREAK.test(slice)) return []
  const kept = [...slice.matchAll(MENTION)].filter(([, id = '']) => mayCall?.has(id))
  return [...slice.matchAll(/(\\*)</g)].flatMap(({ index, 1: slashes = '' }) => {
    const at = index + slashes.length
    if (kept.some(({ index: from, 0: tag }) => from <= at && at < from + tag.length)) return []
    if (node.type === 'html' && mayCall && keepsTag(slice, source, start, mayCall)) return []
    // `\<` is an escaped sign: its backslash would escape the entity instead.
    return [put(start + at - (slashes.length % 2), start + at + 1, '&#60;')]
  })
}

/** Inline tags come one by one: `<at id=…>` and `</at>` are two nodes. */
function keepsTag(slice: string, source: string, start: number, mayCall: ReadonlySet<string>): boolean {
  if (slice !== '</at>' && !slice.startsWith('<at id=')) return false
  const from = slice === '</at>' ? source.lastIndexOf('<at id=', start) : start
  const whole = source.slice(from, source.indexOf('</at>', from) + '</at>'.length)
  const [found] = [...whole.matchAll(MENTION)]
  return found?.[0] === whole && mayCall.has(found[1] ?? '')
}
