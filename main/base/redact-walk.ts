import { types } from 'node:util'
import { MARK } from './redact-forms.ts'

/** How much of one value goes into a line; what is beyond is counted, not shown. */
export const LIMITS = { depth: 8, items: 100, nodes: 2000, text: 8192 } as const

const SECRET_NAME =
  /(secret|token|password|passwd|passphrase|authorization|apikey|accesskey|encryptkey|privatekey|secretkey|credential|cookie|ticket)(s?)$/

/** True for `app_secret`, `X-Api-Key`, `tenantAccessToken`; false for `appSecretEnv` and for counts such as `maxTokens: 8192`. */
function hidesValue(name: string, value: unknown): boolean {
  if (value === undefined || value === null || value === '' || typeof value === 'boolean') return false
  const match = SECRET_NAME.exec(name.toLowerCase().replace(/[^a-z0-9]/g, ''))
  if (!match) return false
  return !(typeof value === 'number' && match[2] === 's')
}

type Walk = { readonly text: (text: string) => string; readonly seen: Set<object>; left: number }

/** A plain copy that JSON can hold, with every string passed through `text` and every value of a secret name hidden. Never throws. */
export function plainCopy(value: unknown, text: (text: string) => string): unknown {
  return copy({ text, seen: new Set(), left: LIMITS.nodes }, value, 0)
}

function copy(walk: Walk, value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return walk.text(value)
    case 'bigint':
      return walk.text(String(value))
    case 'number':
      return copyNumber(walk, value)
    case 'boolean':
    case 'undefined':
      return value
    case 'object':
      return value === null ? null : copyObject(walk, value, depth)
    case 'symbol':
    case 'function':
    default:
      return `[${typeof value}]`
  }
}

/** A secret of digits may come as a number. */
function copyNumber(walk: Walk, value: number): number | string {
  const text = walk.text(String(value))
  return Number.isFinite(value) && text === String(value) ? value : text
}

function copyObject(walk: Walk, value: object, depth: number): unknown {
  if (walk.seen.has(value)) return '[seen above]'
  if (depth > LIMITS.depth) return '[too deep]'
  if (--walk.left < 0) return '[too much]'
  walk.seen.add(value)
  try {
    return copyKnown(walk, value, depth)
  } catch {
    return '[unreadable]' // a proxy or a getter that throws must not take the log line with it
  } finally {
    walk.seen.delete(value)
  }
}

function copyKnown(walk: Walk, value: object, depth: number): unknown {
  if (types.isProxy(value)) return '[proxy]'
  if (types.isNativeError(value)) return copyError(walk, value, depth)
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? '[invalid date]' : value.toISOString()
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`
  if (types.isMap(value)) return copyEntries(walk, [...value].map(nameFirst), depth)
  if (types.isSet(value)) return copyItems(walk, [...value], depth)
  if (Array.isArray(value)) return copyItems(walk, value, depth)
  if (value instanceof URL) return walk.text(value.href)
  if (types.isBoxedPrimitive(value)) return walk.text(String(value))
  return copyEntries(
    walk,
    Object.keys(value)
      .slice(0, LIMITS.items + 1)
      .map(readFrom(value)),
    depth,
  )
}

type Entry = readonly [string, unknown]
const nameFirst = ([name, value]: readonly [unknown, unknown]): Entry => [
  typeof name === 'string' ? name : `[${typeof name}]`,
  value,
]

/** Reads one property; a getter that throws costs this property alone. */
const readFrom =
  (owner: object) =>
  (name: string): Entry => {
    try {
      return [name, Reflect.get(owner, name)]
    } catch {
      return [name, '[unreadable]']
    }
  }

function copyEntries(walk: Walk, entries: readonly Entry[], depth: number): unknown {
  const shown = entries
    .slice(0, LIMITS.items)
    .map(([name, value]): Entry => [walk.text(name), hidesValue(name, value) ? MARK : copy(walk, value, depth + 1)])
  if (entries.length > LIMITS.items) shown.push(['…', 'more keys'])
  return Object.fromEntries(shown)
}

/** Header lists alternate names and values, so a value also hides behind the name before it. */
function copyItems(walk: Walk, items: readonly unknown[], depth: number): unknown {
  const shown = items.slice(0, LIMITS.items).map((item, index) => {
    const before = index > 0 ? items[index - 1] : undefined
    return typeof before === 'string' && typeof item === 'string' && hidesValue(before, item)
      ? MARK
      : copy(walk, item, depth + 1)
  })
  if (items.length > LIMITS.items) shown.push(`[${items.length - LIMITS.items} more]`)
  return shown
}

/** Of an error only what is known to be safe: what libraries hang on it (a request, its headers, its body) stays out. */
function copyError(walk: Walk, error: Error, depth: number): unknown {
  const names = ['name', 'message', 'code', 'status', 'syscall', 'errno', 'stack', 'cause', 'errors']
  const entries = names.map(readFrom(error)).filter(([, value]) => value !== undefined)
  return copyEntries(walk, entries, depth)
}
