import { z } from 'zod'
import { keyInfo, type KeyInfo } from '../contract/config-key.ts'
import { Config } from '../contract/config.ts'
import type { ConfigPath } from './problems.ts'

type Schema = z.core.$ZodType

/** Where a path leads in the schema; lists have numbers in `path`. `step` is the first one that leads nowhere. */
export type SchemaPlace =
  | { readonly known: true; readonly schema: Schema; readonly path: ConfigPath }
  | { readonly known: false; readonly step: number; readonly allowed: readonly string[] }

/** Follows a path through the schema of config.json. */
export function schemaAt(path: ConfigPath): SchemaPlace {
  let schema: Schema = Config
  const steps: (string | number)[] = []
  for (const [index, step] of path.entries()) {
    const next = below(schema, step)
    if (!next) return { known: false, step: index, allowed: keysOf(schema) }
    schema = next.schema
    steps.push(next.step)
  }
  return { known: true, schema, path: steps }
}

function below(schema: Schema, step: string | number): { schema: Schema; step: string | number } | undefined {
  const bare = unwrap(schema)
  if (bare instanceof z.ZodObject && typeof step === 'string' && Object.hasOwn(bare.shape, step)) {
    const child: Schema | undefined = bare.shape[step]
    return child && { schema: child, step }
  }
  if (bare instanceof z.ZodRecord && typeof step === 'string') return { schema: bare.valueType, step }
  if (bare instanceof z.ZodArray && /^\d+$/.test(String(step))) return { schema: bare.element, step: Number(step) }
  return undefined
}

/** The schema without its default. */
export function unwrap(schema: Schema): Schema {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return unwrap(schema.unwrap())
  return schema
}

/** The names that an object may have; none for what is no object or takes any name. */
export function keysOf(schema: Schema): readonly string[] {
  const bare = unwrap(schema)
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : []
}

/** Zod types children by its core; every schema of ours is a classic one. */
const infoOf = (schema: Schema): KeyInfo | undefined => (schema instanceof z.ZodType ? keyInfo.get(schema) : undefined)

/** What is known of a key, found through any wrapper. */
const infoAt = (path: ConfigPath): KeyInfo | undefined => {
  const place = schemaAt(path)
  return place.known ? infoOf(place.schema) : undefined
}

export const isSecretPath = (path: ConfigPath): boolean => infoAt(path)?.secret === true

/** Whether a path is the key of a secret or has such keys below it. */
export const mayHoldSecrets = (path: ConfigPath): boolean => {
  const place = schemaAt(path)
  return place.known && hasSecret(place.schema)
}

function hasSecret(schema: Schema): boolean {
  if (infoOf(schema)?.secret) return true
  const bare = unwrap(schema)
  if (bare instanceof z.ZodObject) return Object.values<Schema>(bare.shape).some(hasSecret)
  if (bare instanceof z.ZodRecord) return hasSecret(bare.valueType)
  return bare instanceof z.ZodArray && hasSecret(bare.element)
}

/** One key that holds a value, or a table of such (`[]` a list's item, `<name>` a name of one's own choice). */
export type SchemaKey = { readonly path: string; readonly schema: Schema; readonly info: KeyInfo | undefined }

/** Every key of config.json, in the order of the schema. */
export const schemaKeys = (): readonly SchemaKey[] => keysBelow(Config, '')

function keysBelow(schema: Schema, path: string): readonly SchemaKey[] {
  const bare = unwrap(schema)
  const own = { path, schema, info: infoOf(schema) }
  if (bare instanceof z.ZodObject) {
    const children = Object.entries(bare.shape)
    const inner = children.flatMap(([name, child]) => keysBelow(child, path ? `${path}.${name}` : name))
    return own.info ? [own, ...inner] : inner
  }
  if (bare instanceof z.ZodRecord) return [own, ...inside(bare.valueType, `${path}.<name>`)]
  if (bare instanceof z.ZodArray) return [own, ...inside(bare.element, `${path}[]`)]
  return [own]
}

/** A list of plain texts is one key; a list of objects is one for each of theirs. */
const inside = (schema: Schema, path: string): readonly SchemaKey[] =>
  unwrap(schema) instanceof z.ZodObject ? keysBelow(schema, path) : []

/** The JSON Schema of config.json, with titles and help, for editors and `config schema`. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(Config, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const info = infoOf(zodSchema)
      if (!info) return
      jsonSchema.title = info.label.en
      jsonSchema.description = `${info.help.en}\n${info.label.zh}：${info.help.zh}`
      if (info.secret) jsonSchema.writeOnly = true
    },
  })
  return { ...schema, title: 'Perch', description: 'config.json of Perch: JSON with comments and trailing commas.' }
}
