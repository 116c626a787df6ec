import type { Value } from './parse.ts'
import { formatPath, type ConfigPath } from './problems.ts'

/** A copy of a value without some of its parts, and the way from a path in the copy back to the original. */
export type Pruned = { readonly value: Value; readonly original: (path: ConfigPath) => ConfigPath }

/** Leaves out the parts at the given paths (as `formatPath` writes them). Places in lists close up. */
export function prune(value: Value, gone: ReadonlySet<string>): Pruned {
  const kept = new Map<Value, readonly number[]>()
  const copy = copyWithout(value, [], gone, kept)
  return { value: copy, original: path => backTo(copy, path, kept) }
}

function copyWithout(
  value: Value,
  path: ConfigPath,
  gone: ReadonlySet<string>,
  kept: Map<Value, readonly number[]>,
): Value {
  const stays = (step: string | number) => !gone.has(formatPath([...path, step]))
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) {
    const names = Object.keys(value).filter(stays)
    return Object.fromEntries(names.map(name => [name, copyWithout(value[name] ?? null, [...path, name], gone, kept)]))
  }
  const places = [...value.keys()].filter(stays)
  const copy = places.map(place => copyWithout(value[place] ?? null, [...path, place], gone, kept))
  kept.set(copy, places)
  return copy
}

function backTo(copy: Value, path: ConfigPath, kept: ReadonlyMap<Value, readonly number[]>): ConfigPath {
  let here: Value | undefined = copy
  return path.map(step => {
    const places: readonly number[] | undefined = here === undefined ? undefined : kept.get(here)
    here = childOf(here, step)
    return places && typeof step === 'number' ? (places[step] ?? step) : step
  })
}

/** The part of a value at one step, own names only. */
export function childOf(value: Value | undefined, step: string | number): Value | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  return Array.isArray(value) ? value[Number(step)] : value[step]
}

export const valueAt = (value: Value, path: ConfigPath): Value | undefined =>
  path.reduce<Value | undefined>((here, step) => childOf(here, step), value)
