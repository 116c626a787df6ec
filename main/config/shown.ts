import { hideShapes } from '../base/redact-shapes.ts'
import type { Config } from '../contract/config.ts'
import { formatPath, type ConfigPath } from './problems.ts'
import { isSecretPath } from './schema.ts'

/** A part of the configuration as it may be shown: of a secret whether it is set, never what it is. */
export function shownValue(value: unknown, path: ConfigPath, isSet: (name: string) => boolean): unknown {
  if (isSecretPath(path)) return isSet(formatPath(path)) ? '(set)' : '(not set)'
  if (Array.isArray(value)) return value.map((item, index) => shownValue(item, [...path, index], isSet))
  if (typeof value === 'string') return shownText(value, path)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, shownValue(item, [...path, name], isSet)]),
  )
}

/** What is handed to an MCP server may well be a key; a URL may hold a password. */
function shownText(text: string, path: ConfigPath): string {
  const handedOver = path[0] === 'mcp' && (path[3] === 'env' || path[3] === 'headers')
  if (handedOver) return text ? '(set)' : ''
  return /^\w+:\/\//.test(text) ? hideShapes(text) : text
}

/** A configuration that may be handed around: every key of a secret is empty. */
export const withoutSecretValues = (config: Config): Config => emptied(config, []) as Config // the same shape, texts for texts

function emptied(value: unknown, path: ConfigPath): unknown {
  if (isSecretPath(path)) return ''
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, emptied(item, [...path, name])]))
}
