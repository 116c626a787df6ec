import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import { placeOf, type ConfigPath, type ConfigProblem } from './problems.ts'

/** The text of a configuration and what it says; `root` is missing where nothing can be read from it. */
export type Parsed = {
  readonly text: string
  readonly root: Node | undefined
  readonly problems: readonly ConfigProblem[]
  /** Where texts begin that could not be read as they were meant; they count as nothing. */
  readonly misread?: ReadonlySet<number>
}

const MOST_CHARACTERS = 2_000_000
const MOST_DEPTH = 64
const MOST_ERRORS = 20

/** Reads JSON with comments and trailing commas. Never throws; each mistake is named with its place. */
export function parseConfig(source: string): Parsed {
  const text = source.replace(/^\uFEFF/, '')
  if (text.length > MOST_CHARACTERS) return unreadable(text, 0, 'is too large to be a configuration')
  const { shallow, deepAt } = withoutDepths(text)
  const errors: ParseError[] = []
  const root = parseTree(shallow, errors, { allowTrailingComma: true, allowEmptyContent: true })
  if (root && root.type !== 'object' && errors.length === 0 && deepAt === undefined)
    return unreadable(text, root.offset, 'must be an object: { … }')
  const before = errors.filter(({ offset }) => deepAt === undefined || offset < deepAt) // the rest only follows from it
  return {
    text,
    root: root?.type === 'object' ? root : undefined,
    problems: [
      ...before.slice(0, MOST_ERRORS).map(error => syntaxProblem(text, error)),
      ...(deepAt === undefined ? [] : [syntax(text, deepAt, `is nested more than ${MOST_DEPTH} levels deep`)]),
    ],
    misread: new Set(errors.filter(({ error }) => IN_TEXT.has(printParseErrorCode(error))).map(({ offset }) => offset)),
  }
}

/** Mistakes inside a text: what the parser makes of it is not what its writer meant. */
const IN_TEXT = new Set(['UnexpectedEndOfString', 'InvalidEscapeCharacter', 'InvalidUnicode', 'InvalidCharacter'])

/** Bytes as text. What is not UTF-8 is a mistake of its own, named with its place; all the rest of it counts. */
export function decodeConfig(bytes: Uint8Array): Parsed {
  try {
    return parseConfig(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown
    const { text, root, misread } = parseConfig(new TextDecoder(encodingOf(bytes)).decode(bytes))
    const at = Math.max(0, text.indexOf('\uFFFD'))
    const problems = [syntax(text, at, 'is not UTF-8 text here; save the file as UTF-8')]
    return { text, root, problems, misread: new Set([...(misread ?? []), ...(root ? damagedTexts(root) : [])]) }
  }
}

/** Editors of Windows save as UTF-16 and say so in front. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

const damagedTexts = (node: Node): readonly number[] =>
  typeof node.value === 'string' && node.value.includes('\uFFFD')
    ? [node.offset]
    : (node.children ?? []).flatMap(damagedTexts)

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

/** The parser descends by calling itself, so what lies too deep is blanked out before; all places stay the same. */
function withoutDepths(text: string): { shallow: string; deepAt: number | undefined } {
  const scanner = createScanner(text, true)
  const spans: { from: number; to: number }[] = []
  let [depth, from] = [0, 0]
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    if (token === OPEN_BRACE || token === OPEN_BRACKET) {
      if (++depth === MOST_DEPTH + 1) from = scanner.getTokenOffset()
    } else if (token === CLOSE_BRACE || token === CLOSE_BRACKET) {
      if (depth-- === MOST_DEPTH + 1) spans.push({ from, to: scanner.getTokenOffset() + 1 })
    }
  }
  if (depth > MOST_DEPTH) spans.push({ from, to: text.length })
  const shallow = spans.reduceRight(
    (rest, { from, to }) => rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to),
    text,
  )
  return { shallow, deepAt: spans[0]?.from }
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

/**
 * The plain value of a node. Names such as `__proto__` become ordinary names, and of doubles the last one counts. A text
 * that was misread is `null`, which no key takes.
 */
export function valueOf(node: Node, misread?: Parsed['misread']): Value {
  if (node.type === 'array') return (node.children ?? []).map(child => valueOf(child, misread))
  if (node.type !== 'object') return misread?.has(node.offset) ? null : (node.value as Value) // a literal from JSON
  return Object.fromEntries(propertiesOf(node).map(property => [property.name, valueOf(property.value, misread)]))
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
