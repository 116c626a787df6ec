import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { hideShapes } from '../../base/redact-shapes.ts'
import type { Config } from '../../contract/config.ts'
import { importOutcomes, type ImportRow } from '../../contract/importing.ts'
import type { Words } from '../../contract/words.ts'
import { describe } from '../describe.ts'
import type { Value } from '../parse.ts'
import { formatPath, type ConfigPath } from '../problems.ts'
import { valueAt } from '../prune.ts'
import { schemaAt } from '../schema.ts'
import type { PlainSecret } from '../secret-keys.ts'
import { cleanSecret } from '../secrets.ts'
import type { Edit } from '../text-edit.ts'
import { inheritedKeys } from './inherited-keys.ts'
import { reasons } from './reasons.ts'
import type { SecretOrigin } from './secret-value.ts'

/** What is set here now: the file alone, without what the environment says. */
export type Target = {
  readonly written: Value
  readonly config: Config
  /** Whether a secret of this name is stored, and whether it is this value for this host. */
  readonly stored: (name: string) => 'same' | 'other' | 'none'
}

/** What becomes of one key at one place. */
export type Told = Omit<ImportRow, 'key'>

const LONGEST_SHOWN = 120

/** Collects what changes here, and says of each change what became of it. Nothing of it reaches a file yet. */
export class Draft {
  readonly edits: Edit[] = []
  readonly secrets: PlainSecret[] = []
  readonly variables = new Set<string>()
  /** What is about no single key of the source. */
  readonly notes: Words[] = []
  readonly target: Target
  readonly #known: readonly string[]
  readonly #planned = new Map<string, Value>()
  readonly #wanted = new Map<string, Value>()

  /** `known` are the secrets of the source: no value that holds one is ever written. */
  constructor(target: Target, known: readonly string[]) {
    this.target = target
    this.#known = known.filter(secret => secret.length >= 8)
  }

  /** Sets a key, unless the schema refuses the value or something else stands there. */
  put(path: ConfigPath, value: Value, why: Words = reasons.same, more: Partial<Told> = {}): Told {
    const to = formatPath(path)
    if (this.#holdsSecret(value)) return { outcome: 'ignored', to, why: reasons.holdsSecret, warning: true }
    const refusal = refusedBy(path, value)
    if (refusal) return { outcome: 'ignored', to, why: refusal }
    const told: Told = { outcome: 'taken', to, value: shown(value), why, ...more }
    const planned = this.#planned.get(to)
    if (planned !== undefined) return isDeepStrictEqual(planned, value) ? told : conflict(to, reasons.twice)
    const before = valueAt(this.target.written, path)
    const isSo = isDeepStrictEqual(before ?? this.#now(path), value)
    if (!isSo && before !== undefined && before !== '') return conflict(to, reasons.conflict)
    this.#wanted.set(to, value)
    if (isSo) return { ...told, already: true }
    this.pin(path, value)
    return told
  }

  /** Sets a key without a row of its own. */
  pin(path: ConfigPath, value: Value): void {
    this.#planned.set(formatPath(path), value)
    this.edits.push({ kind: 'set', path, value })
  }

  isPlanned(path: ConfigPath): boolean {
    return this.#planned.has(formatPath(path))
  }

  /** What the source wants here, whether it has to be written for that or not. */
  wanted(path: ConfigPath): Value | undefined {
    return this.#wanted.get(formatPath(path))
  }

  /** The same, but written also where it is the default: a later version may have another one. */
  putExplicitly(path: ConfigPath, value: Value, why: Words, more: Partial<Told>): Told {
    const told = this.put(path, value, why, more)
    const isWritten = valueAt(this.target.written, path) !== undefined
    if (told.already !== true || isWritten) return told
    this.edits.push({ kind: 'set', path, value })
    return { outcome: told.outcome, to: formatPath(path), value: shown(value), why }
  }

  /** Adds to a list what the schema takes of it; nothing that is listed here already goes away. */
  add(path: ConfigPath, items: readonly string[], why: Words = reasons.same): Told {
    const to = formatPath(path)
    if (items.length === 0) return { outcome: 'taken', to, value: '[]', why: reasons.same, already: true }
    const fit = items.filter(item => !refusedBy(path, [item]) && !this.#holdsSecret(item))
    if (fit.length === 0) return { outcome: 'ignored', to, why: reasons.noneLeft }
    const present = this.#now(path)
    const missing = fit.filter(item => !Array.isArray(present) || !present.includes(item))
    this.edits.push(...missing.map((item): Edit => ({ kind: 'add', path, item })))
    const isOpen = fit.includes('*')
    return {
      outcome: fit.length < items.length ? 'changed' : 'taken',
      to,
      value: shown(fit),
      why: whyOfList(isOpen, fit.length < items.length, why),
      ...(isOpen ? { warning: true } : {}),
      ...(missing.length === 0 ? { already: true } : {}),
    }
  }

  /** `mayReplace`: a secret of the same name is a leftover, since nothing here uses it yet. */
  store(path: ConfigPath, pasted: string, mayReplace: boolean, why: Words = reasons.stored): Told {
    const to = formatPath(path)
    const value = cleanSecret(pasted)
    if (value === '') return { outcome: 'ignored', to, why: reasons.empty }
    const state = this.target.stored(to)
    if (state === 'other' && !mayReplace) return conflict(to, reasons.secretConflict)
    if (this.#comesFromElsewhere(path)) return conflict(to, reasons.conflict)
    if (state !== 'same' && !this.secrets.some(secret => formatPath(secret.path) === to))
      this.secrets.push({ path, value })
    return { outcome: 'secret', to, why, ...(state === 'same' ? { already: true } : {}) }
  }

  /** Keeps a secret where it is, when there is a key that says so. */
  refer(path: ConfigPath, origin: Exclude<SecretOrigin, { kind: 'plain' | 'none' }>, mayReplace: boolean): Told {
    const to = formatPath(path)
    if (this.target.stored(to) !== 'none' && !mayReplace) return conflict(to, reasons.secretConflict)
    const key = [...path.slice(0, -1), `${String(path.at(-1))}${origin.kind === 'file' ? 'File' : 'Env'}`]
    if (!schemaAt(key).known) return { outcome: 'ignored', to, why: reasons.noVariableKey }
    const told = this.put(key, origin.kind === 'file' ? origin.path : origin.name, reasons.stays)
    if (origin.kind === 'variable' && told.outcome === 'taken') this.variables.add(origin.name)
    return origin.kind === 'file' && told.outcome === 'taken' ? { ...told, why: reasons.same } : told
  }

  /** What counts here: a named account without a word of its own does as the top level does. */
  #now(path: ConfigPath): Value | undefined {
    const own = valueAt(this.target.config as unknown as Value, path) // it was read from JSON
    const isNamed = path.length === 5 && path[2] === 'accounts' && inheritedKeys.some(key => key === path[4])
    if (own !== undefined || !isNamed) return own
    const top = ['channels', 'lark', String(path[4])]
    return this.#planned.get(formatPath(top)) ?? this.#now(top)
  }

  /** The file names a variable or a file for this secret, and those win over the store. */
  #comesFromElsewhere(path: ConfigPath): boolean {
    const sources = ['Env', 'File'].map(end => [...path.slice(0, -1), `${String(path.at(-1))}${end}`])
    return sources.some(key => Boolean(valueAt(this.target.written, key)))
  }

  #holdsSecret(value: Value): boolean {
    const text = JSON.stringify(value)
    return this.#known.some(secret => text.includes(JSON.stringify(secret).slice(1, -1))) || hidden(value)
  }
}

const whyOfList = (isOpen: boolean, isCut: boolean, why: Words): Words => {
  if (isOpen) return isCut ? reasons.openAndLeft : reasons.open
  return isCut ? reasons.someLeft : why
}

const conflict = (to: string, why: Words): Told => ({ outcome: 'conflict', to, why })

/** An address may carry a password or a key. */
const hidden = (value: Value): boolean =>
  typeof value === 'string' && /^\w+:\/\//.test(value) && hideShapes(value) !== value

/** Why the schema, as it is in this version, does not take a value. */
function refusedBy(path: ConfigPath, value: Value): Words | undefined {
  const place = schemaAt(path)
  if (!place.known) return { en: 'has no place in this version', zh: '此版本没有对应的设置' }
  if (z.safeParse(place.schema, value).success) return undefined
  const allowed = describe(place.schema)
  return { en: `must be ${allowed} here`, zh: `此处只接受：${allowed}` }
}

function shown(value: Value): string {
  const text = hideShapes(JSON.stringify(value))
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}

const rank = (outcome: ImportRow['outcome']): number =>
  ['conflict', 'changed', 'secret', 'taken', 'ignored', 'unknown'].indexOf(outcome)

/** One row for a key that went to several places: what needs a look comes first. */
export function merged(key: string, told: readonly Told[]): ImportRow {
  const [first = { outcome: 'unknown', why: reasons.unknown } as const, ...more] = told.toSorted(
    (a, b) => rank(a.outcome) - rank(b.outcome),
  )
  const places = [...new Set([first, ...more].filter(one => one.outcome !== 'ignored').flatMap(({ to }) => to ?? []))]
  const { already, to, ...row } = first
  const where = places.length > 0 ? places.join(', ') : to
  const isSo = already === true && more.every(one => one.already === true || one.outcome === 'ignored')
  return { key, ...row, ...(where ? { to: where } : {}), ...(isSo ? { already } : {}) }
}

/** In the order in which people want to read them. */
export const byOutcome = (a: ImportRow, b: ImportRow): number =>
  importOutcomes.indexOf(a.outcome) - importOutcomes.indexOf(b.outcome)
