import { createScanner, type Node } from 'jsonc-parser'
import { AppError } from '../contract/errors.ts'
import { find, parseConfig, type Value } from './parse.ts'
import { formatPath, placeOf, type ConfigPath } from './problems.ts'
import { spanOfRemoval, type Splice } from './text-remove.ts'

/** One change of the file. `add` and `remove` are about a list that is taken as a set of texts. */
export type Edit =
  | { readonly kind: 'set'; readonly path: ConfigPath; readonly value: Value }
  | { readonly kind: 'unset'; readonly path: ConfigPath }
  | { readonly kind: 'add'; readonly path: ConfigPath; readonly item: string }
  | { readonly kind: 'remove'; readonly path: ConfigPath; readonly item: string }

/** Several of `add` that follow one another. */
type AddAll = { readonly kind: 'addAll'; readonly path: ConfigPath; readonly items: string[] }

/**
 * The text with the change made: comments, order and formatting of all the rest stay. Throws `AppError`: `config-broken`
 * when the text is no JSON, `config-invalid` when something on the way is no object.
 */
export function editText(source: string, edit: Edit | AddAll): string {
  const { text, root, problems } = parseConfig(source.trim() ? source : '{}\n')
  const broken = problems[0]
  if (broken) throw new AppError('config-broken', `config.json:${broken.line}:${broken.column} ${broken.message}`)
  if (!root) return editText(`${text.trimEnd()}\n{}\n`, edit) // comments and nothing else
  switch (edit.kind) {
    case 'set':
      return set(text, root, edit.path, edit.value)
    case 'unset':
      return unset(text, edit.path)
    case 'add':
      return addAll(text, root, edit.path, [edit.item])
    case 'addAll':
      return addAll(text, root, edit.path, edit.items)
    case 'remove':
      return removeItem(text, edit.path, edit.item)
    default:
      return edit satisfies never
  }
}

export const editAll = (text: string, edits: readonly Edit[]): string => together(edits).reduce(editText, text)

/** A list that is not there yet is written once, however many entries it gets: each edit reads the whole text anew. */
function together(edits: readonly Edit[]): readonly (Edit | AddAll)[] {
  const joined: (Edit | AddAll)[] = []
  for (const edit of edits) {
    const last = joined.at(-1)
    const items = edit.kind === 'add' ? [edit.item] : []
    if (edit.kind === 'add' && last?.kind === 'addAll' && formatPath(last.path) === formatPath(edit.path))
      last.items.push(edit.item)
    else joined.push(edit.kind === 'add' ? { kind: 'addAll', path: edit.path, items } : edit)
  }
  return joined
}

function set(text: string, root: Node, path: ConfigPath, value: Value): string {
  const found = find(root, path)
  if (found) return splice(text, replacement(text, found.node, value))
  const depth = path.findIndex((_, index) => !find(root, path.slice(0, index + 1)))
  const parent = find(root, path.slice(0, depth))?.node ?? root
  const nested = path.slice(depth + 1).reduceRight<Value>((inner, step) => ({ [String(step)]: inner }), value)
  return splice(text, insertion(text, parent, path.slice(0, depth), path[depth] ?? '', nested))
}

/** Takes out every entry of this name, should it stand twice; of a list, the one at this place. */
function unset(text: string, path: ConfigPath): string {
  const found = find(parseConfig(text).root, path)
  if (!found || path.length === 0) return text
  const rest = spanOfRemoval(text, found.property ?? found.node).reduceRight(splice, text)
  return found.property ? unset(rest, path) : rest
}

function addAll(text: string, root: Node, path: ConfigPath, items: readonly string[]): string {
  const list = find(root, path)?.node
  if (list?.type !== 'array') return set(text, root, path, [...new Set(items)])
  const present = new Set(list.children?.map(child => child.value))
  const [item, ...rest] = items.filter(one => !present.has(one))
  if (item === undefined) return text
  const after = splice(text, insertion(text, list, path, list.children?.length ?? 0, item))
  const { root: next } = parseConfig(after)
  return next && rest.length > 0 ? addAll(after, next, path, rest) : after
}

function removeItem(text: string, path: ConfigPath, item: string): string {
  const list = find(parseConfig(text).root, path)?.node
  const entry = list?.type === 'array' ? list.children?.findLast(child => child.value === item) : undefined
  return entry ? removeItem(spanOfRemoval(text, entry).reduceRight(splice, text), path, item) : text
}

const splice = (text: string, { from, to, content }: Splice): string => text.slice(0, from) + content + text.slice(to)

function replacement(text: string, node: Node, value: Value): Splice {
  return {
    from: node.offset,
    to: node.offset + node.length,
    content: written(text, value, indentAt(text, node.offset)),
  }
}

/** JSON in the style of this file, its further lines indented by what stands before the first. */
function written(text: string, value: Value, indent: string): string {
  const lines = JSON.stringify(value, undefined, unitOf(text)).split('\n')
  return lines.join(`${eolOf(text)}${indent}`)
}

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')
const unitOf = (text: string): string => /^(\t| {1,8})\S/m.exec(text)?.[1] ?? '  '
const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? ''

/** A new last entry of an object or a list. */
function insertion(text: string, parent: Node, path: ConfigPath, step: string | number, value: Value): Splice {
  const wanted = misfit(parent, step)
  if (wanted) {
    const { line, column } = placeOf(text, parent.offset)
    throw new AppError('config-invalid', `config.json:${line}:${column} ${formatPath(path)} ${wanted}.`)
  }
  const name = parent.type === 'object' ? `${JSON.stringify(String(step))}: ` : ''
  const last = parent.children?.at(-1)
  return last ? afterLast(text, last, name, value) : intoEmpty(text, parent, name, value)
}

/** Why this value can't take a new entry of this name; a list grows only at its end. */
function misfit(parent: Node, step: string | number): string | undefined {
  if (parent.type === 'object') return undefined
  if (parent.type !== 'array') return `must be an object { … } to hold "${String(step)}"`
  const count = parent.children?.length ?? 0
  return String(step) === String(count) ? undefined : `is a list of ${count}, so a new entry is [${count}]`
}

function intoEmpty(text: string, parent: Node, name: string, value: Value): Splice {
  const close = parent.offset + parent.length - 1
  const outer = indentAt(text, parent.offset)
  const inner = outer + unitOf(text)
  const before = text.slice(0, close).trimEnd().length
  const eol = eolOf(text)
  if (parent.type === 'array' && before === parent.offset + 1)
    return { from: before, to: close, content: written(text, value, outer) }
  return { from: before, to: close, content: `${eol}${inner}${name}${written(text, value, inner)}${eol}${outer}` }
}

/** On a line of its own where the entries have theirs: then behind the comment that belongs to the last one. */
function afterLast(text: string, last: Node, name: string, value: Value): Splice {
  const end = last.offset + last.length
  const { comma, lineEnd } = whatFollows(text, end)
  const lineStart = text.lastIndexOf('\n', last.offset - 1) + 1
  const ownLine = text.slice(lineStart, last.offset).trim() === ''
  const indent = text.slice(lineStart, last.offset)
  if (!ownLine) {
    const at = comma ?? end
    return {
      from: at,
      to: at,
      content: `${comma === undefined ? ', ' : ' '}${name}${written(text, value, indentAt(text, last.offset))}`,
    }
  }
  const entry = `${eolOf(text)}${indent}${name}${written(text, value, indent)}${comma === undefined ? '' : ','}`
  const between = text.slice(end, lineEnd)
  return { from: end, to: lineEnd, content: comma === undefined ? `,${between}${entry}` : `${between}${entry}` }
}

/** Where the comma behind an entry ends, if there is one, and where the comments of its line end. */
function whatFollows(text: string, end: number): { comma: number | undefined; lineEnd: number } {
  const scanner = createScanner(text)
  scanner.setPosition(end)
  let comma: number | undefined
  let lineEnd = end
  let sameLine = true
  for (;;) {
    const token: number = scanner.scan()
    const after = scanner.getTokenOffset() + scanner.getTokenLength()
    if (token === LINE_BREAK) sameLine = false
    else if (token === COMMA && comma === undefined) comma = after
    else if (token !== LINE_COMMENT && token !== BLOCK_COMMENT && token !== BLANKS) return { comma, lineEnd }
    if (sameLine ? token !== BLANKS : token === COMMA) lineEnd = after
  }
}

// The numbers of jsonc-parser's SyntaxKind, a `const enum`, which plain type stripping can't read.
const COMMA = 5
const LINE_COMMENT = 12
const BLOCK_COMMENT = 13
const LINE_BREAK = 14
const BLANKS = 15
