import type { ErrorCode } from '../contract/errors.ts'
import { BoundedMap } from '../base/bounded-map.ts'
import { waited } from './calling.ts'

const MINUTE = 60_000
/** How long a name is believed; people and groups are seldom renamed. */
const KNOWN_MS = 12 * 60 * MINUTE
const UNKNOWN_MS = 30 * MINUTE
/** Without the permission, all questions of the kind rest: each would count against the tenant's quota. */
const NOT_PERMITTED_MS = 6 * 60 * MINUTE
const UNREACHABLE_MS = MINUTE
const MOST_NAMES = 500

/** What came of one question; `not-permitted` speaks for all questions of its kind. */
export type Found<T> = { readonly info: T } | 'unknown' | 'not-permitted' | 'unreachable'

export type Ask<T> = (id: string, signal: AbortSignal) => Promise<T | undefined>

const PASSING: readonly ErrorCode[] = [
  'lark-unreachable',
  'lark-busy',
  'lark-rate-limited',
  'lark-certificate',
  'lark-answer-invalid',
  'cancelled',
]

/** What a failed question means for the next ones. */
export function missing(code: ErrorCode): 'unknown' | 'not-permitted' | 'unreachable' {
  if (code === 'lark-scope-missing' || code === 'lark-quota-used-up') return 'not-permitted'
  return PASSING.includes(code) ? 'unreachable' : 'unknown'
}

type Keeping = { readonly most: number; readonly knownMs: number }

const usual: Keeping = { most: MOST_NAMES, knownMs: KNOWN_MS }

function lifetime(found: Found<unknown>, knownMs: number): number {
  if (found === 'unknown') return UNKNOWN_MS
  return found === 'unreachable' ? UNREACHABLE_MS : knownMs
}

/** Asks once for all who want the same, and again when the answer is old. */
export function remembered<T>(
  fetch: (id: string) => Promise<Found<T>>,
  now: () => number,
  { most, knownMs }: Keeping = usual,
): Ask<T> {
  const known = new BoundedMap<string, { readonly info: T | undefined; readonly until: number }>(most)
  const underWay = new Map<string, Promise<T | undefined>>()
  let restUntil = 0

  async function renew(id: string): Promise<T | undefined> {
    const found = await fetch(id)
    if (found === 'not-permitted') {
      restUntil = now() + NOT_PERMITTED_MS
      return undefined
    }
    const info = typeof found === 'string' ? undefined : found.info
    known.set(id, { info, until: now() + lifetime(found, knownMs) })
    return info
  }

  return async (id: string, signal: AbortSignal): Promise<T | undefined> => {
    const entry = known.get(id)
    if (entry && now() < entry.until) return entry.info
    if (now() < restUntil) return entry?.info
    const running = underWay.get(id) ?? renew(id).finally(() => underWay.delete(id))
    underWay.set(id, running)
    return waited(running, signal)
  }
}
