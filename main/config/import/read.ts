import json5 from 'json5'
import { parse as parseToml, TomlError } from 'smol-toml'
import { parseDocument } from 'yaml'
import { IMPORT_LIMIT, type ImportReport } from '../../contract/importing.ts'
import { AppError } from '../../contract/errors.ts'
import type { Value } from '../parse.ts'
import { placeOf } from '../problems.ts'
import { doubledKeys, type DoubledKey } from './doubled-keys.ts'

type Format = ImportReport['format']
export type Table = { readonly [name: string]: Value }
/** What a file of another system says. */
export type Source = { readonly format: Format; readonly root: Table; readonly doubled: readonly DoubledKey[] }

const DEEPEST = 64
/** More than any configuration needs, and too few to fill the memory with aliases of aliases. */
const MOST_ALIASES = 100

/**
 * Reads JSON, JSON5, YAML or TOML, told apart by content first. Throws `AppError('import-unreadable')` with the place and
 * never with a piece of the text, since that may be a secret.
 */
export function readSource(name: string, source: string): Source {
  const text = source.replace(/^\uFEFF/, '')
  if (text.length > IMPORT_LIMIT)
    throw unreadable(name, undefined, ['is too large to be a configuration', '太大，不是配置文件'])
  const format = formatOf(name, text)
  const root = plain(parsers[format](name, text), name, 0)
  if (typeof root !== 'object' || root === null || Array.isArray(root))
    throw unreadable(name, undefined, ['must hold keys with values at its top', '顶层应为键值对'])
  return { format, root, doubled: format === 'json' ? doubledKeys(text) : [] }
}

/** A text that begins with `{` is JSON whatever its name; else the name decides, else what the lines look like. */
export function formatOf(name: string, text: string): Format {
  const start = text.replace(/^(\s|\/\/.*|\/\*[^]*?\*\/)+/, '')
  if (/\.ya?ml$/i.test(name)) return 'yaml'
  if (start.startsWith('{')) return 'json'
  if (/\.toml$/i.test(name)) return 'toml'
  const isToml = /^[ \t]*(\[{1,2}[\w."' -]+\]{1,2}|[\w."'-]+[ \t]*=)/m.test(text)
  if (isToml) return 'toml'
  return /^[ \t]*["']?[\w$-]+["']?[ \t]*:/m.test(text) || !/\.json[5c]?$/i.test(name) ? 'yaml' : 'json'
}

type Why = readonly [english: string, chinese: string]

function unreadable(name: string, place: { line: number; column: number } | undefined, [en, zh]: Why): AppError {
  const where = `${name}${place ? `:${place.line}:${place.column}` : ''}`
  return new AppError('import-unreadable', { en: `${where} ${en}.`, zh: `${where} ${zh}。` })
}

const parsers: Readonly<Record<Format, (name: string, text: string) => unknown>> = {
  json(name, text) {
    try {
      return json5.parse(text)
    } catch (thrown) {
      throw unreadable(name, placeOfJson5(thrown), ['is not JSON or JSON5 here', '此处不是有效的 JSON 或 JSON5'])
    }
  },
  toml(name, text) {
    try {
      return parseToml(text)
    } catch (thrown) {
      if (!(thrown instanceof TomlError)) throw thrown
      const why = /redefine/.test(thrown.message) ? doubledName : notToml
      throw unreadable(name, thrown, why)
    }
  },
  yaml(name, text) {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent', merge: true })
    const [error] = document.errors
    if (error) throw unreadable(name, placeOf(text, error.pos[0]), yamlReason(error.code))
    try {
      return document.toJS({ maxAliasCount: MOST_ALIASES })
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown // aliases that grow without end, or a merge of what is no map
      throw unreadable(name, undefined, [
        'uses YAML aliases (*name) in a way that is not read; write out what they stand for',
        '中 YAML 别名（*name）的用法不受支持，请直接写出其内容',
      ])
    }
  },
}

const doubledName: Why = ['is a name that was given before', '此名称重复出现']
const notToml: Why = ['is not TOML here', '此处不是有效的 TOML']
const yamlReason = (code: string): Why =>
  code === 'DUPLICATE_KEY'
    ? doubledName
    : [`is not YAML here (${code.toLowerCase()})`, `此处不是有效的 YAML（${code.toLowerCase()}）`]

/** json5 hangs the place on the error, without a type for it. */
function placeOfJson5(thrown: unknown): { line: number; column: number } | undefined {
  if (!(thrown instanceof SyntaxError) || !('lineNumber' in thrown) || !('columnNumber' in thrown)) return undefined
  return { line: Number(thrown.lineNumber), column: Number(thrown.columnNumber) }
}

/** JSON's kinds of values and nothing else; names such as `__proto__` become ordinary names. */
function plain(value: unknown, name: string, depth: number): Value {
  if (depth > DEEPEST)
    throw unreadable(name, undefined, [`is nested more than ${DEEPEST} levels deep`, `嵌套超过 ${DEEPEST} 层`])
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item, name, depth + 1))
  if (typeof value !== 'object' || value === null) return null
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, name, depth + 1)]))
}
