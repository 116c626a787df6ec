import { z } from 'zod'
import type { KeyInfo } from '../contract/config-key.ts'
import type { SettingView } from '../contract/views.ts'

type Schema = z.core.$ZodType

/** A key of the schema; `[]` in its path is a list's item, `<name>` a name of one's own choice. */
export type SettingKey = { readonly path: string; readonly schema: Schema; readonly info: KeyInfo | undefined }

export type SettingSource = {
  readonly keys: readonly SettingKey[]
  /** The configuration without secrets, defaults in it. */
  readonly config: unknown
  readonly isSecretSet: (path: string) => boolean
}

/** What has a screen of its own, what is no setting, and lists that stand here entry by entry. */
const ELSEWHERE = /^(\$schema$|channels\.lark\.groups(\.|$)|channels\.lark\.accounts(\.<name>\.groups(\..*)?)?$)/

/** Every key that a person can change and that does something, in the order of the schema. */
export function settingViews({ keys, config, isSecretSet }: SettingSource): readonly SettingView[] {
  const unused = keys.filter(({ info }) => info?.unused).map(({ path }) => path)
  const isUnused = (path: string) => unused.some(name => path === name || path.startsWith(`${name}.`))
  return keys
    .filter(({ path, info }) => info && !ELSEWHERE.test(path) && !isUnused(path))
    .flatMap(key => placesOf(config, key.path).map(path => viewOf(key, path, config, isSecretSet)))
    .filter(view => view !== undefined)
}

/** The path once for each entry that the configuration has there; a list of tables is one place while it is empty. */
function placesOf(config: unknown, path: string): readonly string[] {
  const cut = /^(.*?)(\.<name>|\[\])/.exec(path)
  if (!cut) return [path]
  const [found, before = '', hole] = cut
  const entries = valueAt(config, before)
  const names = typeof entries === 'object' && entries !== null ? Object.keys(entries) : []
  return names.flatMap(name =>
    placesOf(config, `${before}${hole === '[]' ? `[${name}]` : `.${quoted(name)}`}${path.slice(found.length)}`),
  )
}

function viewOf(
  { schema, info, path: general }: SettingKey,
  path: string,
  config: unknown,
  isSecretSet: (path: string) => boolean,
): SettingView | undefined {
  if (!info) return undefined
  const bare = unwrap(schema)
  const own = valueAt(config, path)
  if (isTables(bare) && Array.isArray(own) && own.length > 0) return undefined
  const { label, help, secret, reconnects, inherited } = info
  const shared = { path, topic: topicOf(general), label, help, reconnects: reconnects === true }
  if (secret) return { ...shared, kind: 'secret', value: null, default: null, isSet: isSecretSet(path) }
  const fallback = inherited ? valueAt(config, path.replace(/\.accounts\.(?:"[^"]*"|[^.]+)/, '')) : defaultOf(schema)
  const isSet = own !== undefined && JSON.stringify(own) !== JSON.stringify(fallback)
  const options = bare instanceof z.ZodEnum ? { options: bare.options.map(String) } : {}
  return { ...shared, kind: kindOf(bare), ...options, value: own ?? fallback ?? null, default: fallback ?? null, isSet }
}

function kindOf(bare: Schema): SettingView['kind'] {
  if (bare instanceof z.ZodBoolean) return 'switch'
  if (bare instanceof z.ZodNumber) return 'number'
  if (bare instanceof z.ZodEnum) return 'choice'
  if (bare instanceof z.ZodArray && !isTables(bare)) return 'list'
  return bare instanceof z.ZodArray || bare instanceof z.ZodRecord || bare instanceof z.ZodObject ? 'json' : 'text'
}

const isTables = (bare: Schema): boolean => bare instanceof z.ZodArray && unwrap(bare.element) instanceof z.ZodObject

const ACCESS = /\.(dmPolicy|groupPolicy|allowFrom|groupAllowFrom|ownerIds)$/

function topicOf(path: string): string {
  if (path.startsWith('channels.')) return ACCESS.test(path) ? 'access' : 'account'
  if (path.startsWith('llm.')) return 'model'
  if (path.startsWith('agents.')) return 'agent'
  return path.startsWith('server.') ? 'server' : 'general'
}

function unwrap(schema: Schema): Schema {
  const isWrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
  return isWrapped ? unwrap(schema.unwrap()) : schema
}

function defaultOf(schema: Schema): unknown {
  const result = z.safeParse(schema, undefined)
  return result.success ? result.data : undefined
}

const quoted = (name: string): string => (/^[\w$-]+$/.test(name) ? name : JSON.stringify(name))

const STEPS = /\[(\d+)\]|"((?:[^"\\]|\\.)*)"|([^.[\]"]+)/g

/** The value at a path that was made here. */
function valueAt(config: unknown, path: string): unknown {
  let value = config
  for (const [, index, name, plain] of path.matchAll(STEPS)) {
    const key = index ?? name ?? plain ?? ''
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Object.entries(value).find(([known]) => known === key)?.[1]
  }
  return value
}
