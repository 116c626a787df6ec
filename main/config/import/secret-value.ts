import type { Words } from '../../contract/words.ts'
import type { Value } from '../parse.ts'
import { reasons } from './reasons.ts'
import { isTable } from './tree.ts'

/** Where a secret of the source comes from. */
export type SecretOrigin =
  | { readonly kind: 'plain'; readonly value: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'none'; readonly why: Words }

/** `secrets.providers` of OpenClaw, which name the files that references point into. */
export type FileProviders = Value | undefined

const VARIABLE = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Z_][A-Z0-9_]*))$/
/** Older OpenClaw takes the bare name of a variable too; only what can hardly be a key itself is read so. */
const BARE_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN|SECRET)$/
const CAPITALS = /^[A-Z_][A-Z0-9_]*$/

/** Reads a secret as OpenClaw and nanobot write it: the text itself, `${NAME}`, or `{source, provider, id}`. */
export function secretOrigin(value: Value, providers?: FileProviders): SecretOrigin {
  if (isTable(value)) return fromReference(value, providers)
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return { kind: 'none', why: reasons.wrongForm }
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'none', why: reasons.empty }
  const variable = VARIABLE.exec(trimmed)
  const name = variable?.[1] ?? variable?.[2] ?? (BARE_NAME.test(trimmed) ? trimmed : undefined)
  if (name !== undefined) return { kind: 'variable', name }
  if (/\$\{[A-Za-z_]\w*\}/.test(trimmed)) return { kind: 'none', why: reasons.mixedVariable }
  return { kind: 'plain', value: trimmed }
}

/** The value of a key that holds the name of a variable. */
export function variableOrigin(value: Value): SecretOrigin {
  if (typeof value !== 'string') return { kind: 'none', why: reasons.wrongForm }
  const name = value.trim()
  if (name === '') return { kind: 'none', why: reasons.empty }
  return CAPITALS.test(name) ? { kind: 'variable', name } : { kind: 'none', why: reasons.noVariableName }
}

function fromReference(
  reference: Exclude<Value, null | string | number | boolean | Value[]>,
  providers: FileProviders,
): SecretOrigin {
  const { source, provider, id } = reference
  if (typeof id !== 'string') return { kind: 'none', why: reasons.wrongForm }
  if (source === 'env') return variableOrigin(id)
  if (source === 'exec') return { kind: 'none', why: reasons.fromCommand }
  if (source !== 'file') return { kind: 'none', why: reasons.wrongForm }
  const named = isTable(providers) && typeof provider === 'string' ? providers[provider] : undefined
  if (!isTable(named) || typeof named['path'] !== 'string' || named['mode'] !== 'singleValue')
    return { kind: 'none', why: reasons.fromJsonFile }
  return { kind: 'file', path: named['path'] }
}
