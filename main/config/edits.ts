import { AppError } from '../contract/errors.ts'
import { checkConfig } from './check.ts'
import { unknownKey } from './explain.ts'
import { find, parseConfig, type Value } from './parse.ts'
import { formatPath, parsePath, type ConfigPath, type ConfigProblem } from './problems.ts'
import { refuseReserved } from './reserved.ts'
import { schemaAt } from './schema.ts'
import { editAll, type Edit } from './text-edit.ts'

/** Reads a path that a person typed. Throws `AppError('config-unknown-key')`. */
export function readPath(typed: string): ConfigPath {
  const path = parsePath(typed)
  if (path && path.length > 0) return path
  throw new AppError('config-unknown-key', `"${typed.slice(0, 100)}" is no path such as channels.lark.appId.`)
}

/**
 * The change that setting a key (or, with `undefined`, unsetting it) makes in this text. Throws
 * `AppError('config-unknown-key')`; only what stands in the file may be unset without being known.
 */
export function editFor(text: string, typed: string, value: Value | undefined): Edit {
  const path = readPath(typed)
  const place = schemaAt(path)
  if (value !== undefined) refuseReserved(path)
  if (place.known)
    return value === undefined ? { kind: 'unset', path: place.path } : { kind: 'set', path: place.path, value }
  if (value === undefined && find(parseConfig(text).root, path)) return { kind: 'unset', path }
  const step = String(path[place.step])
  const shown = formatPath(path.slice(0, place.step + 1))
  throw new AppError('config-unknown-key', `${shown} ${unknownKey(path.slice(0, place.step), step)}`)
}

/**
 * The text after some edits, which must leave no defect where they were made. Throws `AppError`: `config-broken`,
 * `config-invalid`, `config-unknown-key`, with the path and what is allowed there.
 */
export function editedText(text: string, edits: readonly Edit[]): string {
  const after = editAll(text, edits)
  const { problems } = checkConfig(after)
  const places = edits.filter(edit => edit.kind === 'set' || edit.kind === 'add').map(edit => formatPath(edit.path))
  const fault = problems.find(problem => problem.severity === 'error' && places.some(place => touches(problem, place)))
  if (!fault) return after
  const code = fault.kind === 'unknown-key' ? 'config-unknown-key' : 'config-invalid'
  throw new AppError(code, `${fault.path} ${fault.message}`)
}

/** True when one lies inside the other. */
const touches = ({ path }: ConfigProblem, place: string): boolean => isInside(path, place) || isInside(place, path)

const isInside = (inner: string, outer: string): boolean =>
  inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`)
