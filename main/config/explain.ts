import type { z } from 'zod'
import { describe } from './describe.ts'
import type { ConfigPath, ConfigProblem } from './problems.ts'
import { schemaAt, keysOf } from './schema.ts'

/** A value that the schema refuses: where, and in words for its writer. */
export type Fault = { readonly path: ConfigPath; readonly message: string; readonly kind: ConfigProblem['kind'] }

/** Where zod found something. */
export const placeIn = ({ path }: z.core.$ZodIssue): ConfigPath =>
  path.map(step => (typeof step === 'symbol' ? String(step) : step))

/** Turns what zod found into faults, each at something that is there and can be taken out. Never tells a value. */
export function explain(issue: z.core.$ZodIssue, exists: (path: ConfigPath) => boolean): readonly Fault[] {
  const path = placeIn(issue)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(name => ({ path: [...path, name], message: unknownKey(path, name), kind: 'unknown-key' }))
  if (issue.code === 'invalid_key')
    return [{ path, message: issue.issues[0]?.message ?? 'is no name that can stand here', kind: 'unknown-key' }]
  if (exists(path)) return [{ path, message: wrongValue(path, issue.message), kind: 'value' }]
  return [{ path: path.slice(0, -1), message: `lacks "${String(path.at(-1))}"`, kind: 'value' }]
}

function wrongValue(path: ConfigPath, message: string): string {
  if (message.startsWith('must ') || message.startsWith("can't ")) return message
  const place = schemaAt(path)
  return place.known ? `must be ${describe(place.schema)}` : message
}

/** Names the key that was perhaps meant, else all that may stand here. */
export function unknownKey(parent: ConfigPath, name: string): string {
  const place = schemaAt(parent)
  const allowed = place.known ? keysOf(place.schema) : []
  const near = nearest(name, allowed)
  if (near) return `is not a known key; did you mean "${near}"?`
  return allowed.length > 0 ? `is not a known key; known here: ${allowed.join(', ')}` : 'is not a known key'
}

function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map(candidate => ({ candidate, distance: distanceOf(plain(name.slice(0, 40)), plain(candidate)) }))
    .toSorted((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best && best.distance <= allowedSlips(best.candidate) ? best.candidate : undefined
}

const allowedSlips = (name: string): number => (name.length < 5 ? 1 : Math.max(2, Math.floor(name.length / 4)))

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** How many letters have to be added, taken or changed. */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of from.split('').entries()) {
    const next = [i + 1]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (to[j - 1] === letter ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
