import { z } from 'zod'
import { hideShapes } from '../base/redact-shapes.ts'
import type { KeyInfo } from '../contract/config-key.ts'
import type { SecretOrigin, SettingView } from '../contract/views.ts'
import { valueAt } from './config-values.ts'
import { wantsOf } from './setting-wants.ts'

type Schema = z.core.$ZodType

/** A key of the schema; `[]` in its path is a list's item, `<name>` a name of one's own choice. */
export type SettingKey = { readonly path: string; readonly schema: Schema; readonly info: KeyInfo | undefined }

/** What a view is made from beside its key. */
export type SettingSource = {
  /** The configuration without secrets, defaults in it. */
  readonly config: unknown
  readonly isSecretSet: (path: string) => boolean
  /** Where a secret comes from, where the caller can tell. */
  readonly originOf?: (path: string) => SecretOrigin
  /** The variable or the option that decides over the file. */
  readonly fixedBy?: (path: string) => string | undefined
}

/** One setting at one place. `isUnused` is for what lies below a key that nothing acts on. */
export function viewOf(
  key: SettingKey,
  info: KeyInfo,
  path: string,
  source: SettingSource,
  isUnused: boolean,
): SettingView {
  const { schema } = key
  const bare = unwrap(schema)
  const { label, help, reconnects } = info
  const wants = wantsOf(path, bare)
  const fixed = source.fixedBy?.(path)
  const shared = {
    path,
    topic: topicOf(key.path),
    label,
    help,
    reconnects: reconnects === true,
    ...(wants && { wants }),
    ...(fixed !== undefined && { fixedBy: fixed }),
    ...(isUnused && { unused: true as const }),
  }
  if (info.secret) return { ...shared, ...secretAt(path, source) }
  if (isTable(bare)) return { ...shared, ...tableAt(path, source.config) }
  if (bare instanceof z.ZodRecord) return { ...shared, ...mapAt(path, source.config) }
  return { ...shared, ...plainAt(path, schema, info, source.config) }
}

type Rest = Pick<SettingView, 'kind' | 'value' | 'default' | 'isSet' | 'origin' | 'options' | 'inherited' | 'hidden'>

const secretAt = (path: string, { isSecretSet, originOf }: SettingSource): Rest => ({
  kind: 'secret',
  value: null,
  default: null,
  isSet: isSecretSet(path),
  ...(originOf && { origin: originOf(path) }),
})

/** The names of its entries; those of a list are their IDs. */
function tableAt(path: string, config: unknown): Rest {
  const own = valueAt(config, path)
  const names = Array.isArray(own) ? own.map(idOf) : namesIn(own)
  return { kind: 'table', value: names, default: [], isSet: names.length > 0 }
}

const idOf = (entry: unknown): string => {
  const id = valueAt(entry, 'id')
  return typeof id === 'string' ? id : ''
}

function mapAt(path: string, config: unknown): Rest {
  const names = namesIn(valueAt(config, path))
  return { kind: 'map', value: names, default: [], isSet: names.length > 0 }
}

const namesIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : []

function plainAt(path: string, schema: Schema, info: KeyInfo, config: unknown): Rest {
  const bare = unwrap(schema)
  const own = valueAt(config, path)
  const fallback = info.inherited ? inheritedAt(config, path) : defaultOf(schema)
  const isSet = info.inherited
    ? own !== undefined
    : own !== undefined && JSON.stringify(own) !== JSON.stringify(fallback)
  const options = optionsOf(bare)
  return {
    kind: kindOf(bare),
    default: fallback ?? null,
    isSet,
    ...(options && { options }),
    ...(info.inherited && { inherited: true as const }),
    ...shownOf(own ?? fallback ?? null),
  }
}

/** An address may hold a password, and that of a group bot is a token itself. */
function shownOf(value: unknown): Pick<SettingView, 'value' | 'hidden'> {
  if (typeof value !== 'string' || !/^\w+:\/\//.test(value)) return { value }
  const shown = hideShapes(value)
  return shown === value ? { value } : { value: shown, hidden: true }
}

const NAMED = /\.accounts\.(?:"([^"]*)"|([^.]+))/

/** What holds for a named account without a value of its own; its webhook has a path of its own below the main one. */
function inheritedAt(config: unknown, path: string): unknown {
  const [, quotedName, name = quotedName ?? ''] = NAMED.exec(path) ?? []
  const top = valueAt(config, path.replace(NAMED, ''))
  return path.endsWith('.webhookPath') && typeof top === 'string' ? `${top.replace(/\/$/, '')}/${name}` : top
}

function kindOf(bare: Schema): SettingView['kind'] {
  if (bare instanceof z.ZodBoolean) return 'switch'
  if (bare instanceof z.ZodNumber) return 'number'
  if (bare instanceof z.ZodEnum) return 'choice'
  if (bare instanceof z.ZodArray) return 'list'
  return bare instanceof z.ZodObject ? 'json' : 'text'
}

/** The fixed values; of a text that may also be any other, those that have a name. */
function optionsOf(bare: Schema): readonly string[] | undefined {
  if (bare instanceof z.ZodEnum) return bare.options.map(String)
  if (!(bare instanceof z.ZodUnion)) return undefined
  const named = bare.options.find(option => option instanceof z.ZodEnum)
  return named instanceof z.ZodEnum ? named.options.map(String) : undefined
}

/** Entries with settings of their own, in a list or by name. */
export function isTable(bare: Schema): boolean {
  const item = bare instanceof z.ZodArray ? bare.element : bare instanceof z.ZodRecord ? bare.valueType : undefined
  return item !== undefined && unwrap(item) instanceof z.ZodObject
}

const ACCESS = /\.(dmPolicy|groupPolicy|allowFrom|groupAllowFrom|ownerIds|groups)$/

const TOP = ['$schema', 'language', 'logLevel']

/** A section of the schema that has no topic here yet is one by itself. */
function topicOf(path: string): string {
  if (path.startsWith('channels.')) return ACCESS.test(path) ? 'access' : 'account'
  if (path.startsWith('llm.')) return 'model'
  if (path.startsWith('agents.')) return 'agent'
  if (path.startsWith('notifiers')) return 'notifiers'
  if (path.startsWith('skills.') || path.startsWith('mcp.')) return 'skills'
  if (path.startsWith('server.') || path === 'proxy' || path === 'caFile') return 'network'
  return TOP.includes(path) ? 'general' : (path.split('.')[0] ?? 'general')
}

export function unwrap(schema: Schema): Schema {
  const isWrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
  return isWrapped ? unwrap(schema.unwrap()) : schema
}

function defaultOf(schema: Schema): unknown {
  const result = z.safeParse(schema, undefined)
  return result.success ? result.data : undefined
}
