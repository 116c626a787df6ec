import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import { placeOf, type ConfigPath, type ConfigProblem } from './problems.ts'

/** The text of a configuration and what it says; `root` is missing where nothing can be read from it. */
export type Parsed = {
  readonly text: string
  readonly root: Node | undefined
  readonly problems: readonly ConfigProblem[]
}

const MOST_CHARACTERS = 2_000_000
const MOST_DEPTH = 64
const MOST_ERRORS = 20

/** Reads JSON with comments and trailing commas. Never throws; each mistake is named with its place. */
export function parseConfig(source: string): Parsed {
  const text = source.replace(/^\uFEFF/, '')
  if (text.length > MOST_CHARACTERS) return unreadable(text, 0, 'is too large to be a configuration')
  const deep = tooDeepAt(text)
  if (deep !== undefined) return unreadable(text, deep, `is nested more than ${MOST_DEPTH} levels deep`)
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true })
  const problems = errors.slice(0, MOST_ERRORS).map(error => syntaxProblem(text, error))
  if (root && root.type !== 'object' && problems.length === 0)
    return unreadable(text, root.offset, 'must be an object: { … }')
  return { text, root: root?.type === 'object' ? root : undefined, problems }
}

/** Bytes as text. What is not UTF-8 is a mistake of its own, named with its place. */
export function decodeConfig(bytes: Uint8Array): Parsed {
  try {
    return parseConfig(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown
    const text = new TextDecoder().decode(bytes)
    return unreadable(text, Math.max(0, text.indexOf('\uFFFD')), 'is not UTF-8 text here; save the file as UTF-8')
  }
}

const unreadable = (text: string, offset: number, message: string): Parsed => ({
  text,
  root: undefined,
  problems: [syntax(text, offset, message)],
})

const syntax = (text: string, offset: number, message: string): ConfigProblem => ({
  path: '',
  ...placeOf(text, offset),
  message,
  severity: 'error',
  kind: 'syntax',
})

/** The parser descends by calling itself, so depth is checked before. */
function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true)
  let depth = 0
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    if (token === OPEN_BRACE || token === OPEN_BRACKET) depth++
    if (token === CLOSE_BRACE || token === CLOSE_BRACKET) depth--
    if (depth > MOST_DEPTH) return scanner.getTokenOffset()
  }
  return undefined
}

// The numbers of jsonc-parser's SyntaxKind, a `const enum`, which plain type stripping can't read.
const OPEN_BRACE = 1
const CLOSE_BRACE = 2
const OPEN_BRACKET = 3
const CLOSE_BRACKET = 4
const END = 17

const expectations: Readonly<Record<string, string>> = {
  InvalidSymbol: 'expected a value: text in "quotes", a number, true, false, null, { or [',
  InvalidNumberFormat: 'expected a number such as 1 or 0.5',
  PropertyNameExpected: 'expected a name in "quotes"',
  ValueExpected: 'expected a value: text in "quotes", a number, true, false, null, { or [',
  ColonExpected: 'expected : after the name',
  CommaExpected: 'expected , between two entries',
  CloseBraceExpected: 'expected } at the end of the object',
  CloseBracketExpected: 'expected ] at the end of the list',
  EndOfFileExpected: 'expected nothing more after the last }',
  InvalidCommentToken: 'expected a value, not a comment',
  UnexpectedEndOfComment: 'expected */ at the end of the comment',
  UnexpectedEndOfString: 'expected " at the end of the text',
  UnexpectedEndOfNumber: 'expected more digits',
  InvalidUnicode: String.raw`expected four hexadecimal digits after \u`,
  InvalidEscapeCharacter: String.raw`expected one of " \ / b f n r t u after \ (write \\ for a backslash)`,
  InvalidCharacter: 'expected no control character inside text',
}

const syntaxProblem = (text: string, { error, offset }: ParseError): ConfigProblem =>
  syntax(text, offset, expectations[printParseErrorCode(error)] ?? 'is not JSON here')

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

/** The plain value of a node. Names such as `__proto__` become ordinary names, and of doubles the last one counts. */
export function valueOf(node: Node): Value {
  if (node.type === 'array') return (node.children ?? []).map(valueOf)
  if (node.type !== 'object') return node.value as Value // a literal: the parser made it from JSON
  return Object.fromEntries(propertiesOf(node).map(property => [property.name, valueOf(property.value)]))
}

export type Property = { readonly name: string; readonly node: Node; readonly value: Node }

/** The entries of an object that have both a name and a value. */
export const propertiesOf = (node: Node): readonly Property[] =>
  node.type !== 'object'
    ? []
    : (node.children ?? []).flatMap(property => {
        const [name, value] = property.children ?? []
        return name && value ? [{ name: String(name.value), node: property, value }] : []
      })

export type Found = { readonly node: Node; readonly property: Node | undefined }

/** The node at a path, and the property that holds it. */
export function find(root: Node | undefined, path: ConfigPath): Found | undefined {
  let found: Found | undefined = root && { node: root, property: undefined }
  for (const step of path) {
    const node: Node | undefined = found?.node
    if (!node) return undefined
    if (node.type === 'array') {
      const child = /^\d+$/.test(String(step)) ? node.children?.[Number(step)] : undefined
      found = child && { node: child, property: undefined }
    } else {
      const property = propertiesOf(node).findLast(({ name }) => name === String(step))
      found = property && { node: property.value, property: property.node }
    }
  }
  return found
}
