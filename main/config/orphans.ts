import { parsePath, type ConfigPath } from './problems.ts'
import { valueAt } from './prune.ts'
import type { Value } from './parse.ts'
import { isSecretPath } from './schema.ts'

/**
 * Which of the stored secrets lose their place when `path` gets `value`, or with `undefined` is unset: those of tables
 * that are below it and then no longer there. A table that stays keeps its secret, which never stands in the file.
 */
export const orphanedBy = (stored: readonly string[], path: ConfigPath, value: Value | undefined): readonly string[] =>
  stored.filter(name => {
    const place = parsePath(name)
    if (!place || !isSecretPath(place) || !startsWith(place, path)) return false
    const table = place.slice(path.length, -1)
    return value === undefined || valueAt(value, table) === undefined
  })

/** Which of the stored secrets belong to a table that this configuration, as plain data, does not have. */
export const withoutPlace = (stored: readonly string[], config: Value): readonly string[] =>
  stored.filter(name => valueAt(config, parsePath(name)?.slice(0, -1) ?? [name]) === undefined)

const startsWith = (path: ConfigPath, start: ConfigPath): boolean =>
  start.every((step, index) => String(path[index]) === String(step))
