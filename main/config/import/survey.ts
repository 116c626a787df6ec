import { isAbsolute, join } from 'node:path'
import type { ImportRow } from '../../contract/importing.ts'
import type { Words } from '../../contract/words.ts'
import type { Value } from '../parse.ts'
import { formatPath, type ConfigPath } from '../problems.ts'
import { valueAt } from '../prune.ts'
import { merged, type Draft, type Told } from './draft.ts'
import { reasons } from './reasons.ts'
import type { SecretOrigin } from './secret-value.ts'
import { camel, leavesOf, startsWith } from './tree.ts'

/** A variable that the source brings along, and the key under which the report tells of it. */
export type Variable = { readonly value: string; readonly key: string; readonly path?: ConfigPath }

/** Keys that a system is known to have and Perch does not use, from the special to the general; `*` is any name. */
export type KnownKeys = readonly (readonly [pattern: string, why: Words])[]

/** Walks through a source and keeps the account of it: each key is told of once, what nobody asked for at the end. */
export class Survey {
  readonly root: Value
  readonly draft: Draft
  readonly variables: ReadonlyMap<string, Variable>
  readonly #folder: string | undefined
  readonly #rows: ImportRow[] = []
  readonly #told = new Set<string>()
  readonly #used = new Map<string, Told[]>()

  /** `folder` is where the source lies, for paths that begin there. */
  constructor(root: Value, draft: Draft, variables: ReadonlyMap<string, Variable>, folder: string | undefined) {
    this.root = root
    this.draft = draft
    this.variables = variables
    this.#folder = folder
  }

  value(path: ConfigPath): Value | undefined {
    return valueAt(this.root, path)
  }

  /** Says what became of a key with all that stands in it. */
  tell(path: ConfigPath, told: readonly Told[]): void {
    const key = formatPath(path)
    if (this.#told.has(key)) throw new Error(`${key} is told of twice`)
    this.#told.add(key)
    this.#rows.push(merged(key, told))
  }

  /** The same reason for everything below a path that was not told of yet. */
  ignore(path: ConfigPath, why: Words): void {
    const value = this.value(path)
    if (value === undefined) return
    for (const leaf of leavesOf(value, path)) if (!this.#isTold(leaf)) this.tell(leaf, [{ outcome: 'ignored', why }])
  }

  /** Brings a secret into the store, or leaves it with the variable or the file that holds it. */
  secret(target: ConfigPath, origin: SecretOrigin, mayReplace: boolean): Told {
    switch (origin.kind) {
      case 'none':
        return { outcome: 'ignored', to: formatPath(target), why: origin.why }
      case 'plain':
        return this.draft.store(target, origin.value, mayReplace)
      case 'file': {
        const path = this.placeOf(origin.path)
        if (path === undefined) return { outcome: 'ignored', to: formatPath(target), why: reasons.relativePath }
        return this.draft.refer(target, { kind: 'file', path }, mayReplace)
      }
      case 'variable': {
        const value = this.variables.get(origin.name)?.value
        if (!value) return this.draft.refer(target, origin, mayReplace)
        const told = this.draft.store(target, value, mayReplace, reasons.storedFromVariable)
        this.#used.set(origin.name, [...(this.#used.get(origin.name) ?? []), told])
        return told
      }
      default:
        return origin satisfies never
    }
  }

  /** A text with its variable filled in; for what is no secret. */
  text(value: Value | undefined): string | undefined {
    if (typeof value !== 'string') return undefined
    const name = variableIn(value)
    return name === undefined ? value.trim() : this.variables.get(name)?.value
  }

  /** Says that the variables in a text were read, and what for. */
  used(value: Value, told: Told): void {
    const name = variableIn(value)
    if (name !== undefined && this.variables.has(name)) this.use(name, told)
  }

  /** A variable whose value is taken over without being a secret. */
  use(name: string, told: Told): void {
    this.#used.set(name, [...(this.#used.get(name) ?? []), told])
  }

  /** A path that means the same from any folder. */
  placeOf(path: string): string | undefined {
    if (isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path) || /^~(?=$|[/\\])/.test(path)) return path
    return this.#folder === undefined ? undefined : join(this.#folder, path)
  }

  /** All rows; what nobody has told of is known and not used, or unknown. */
  finish(known: KnownKeys): readonly ImportRow[] {
    for (const [name, { key, path }] of this.variables) {
      const told = this.#used.get(name) ?? [{ outcome: 'ignored', why: reasons.spareVariable }]
      const said = told.map(one => ({ ...one, why: one.outcome === 'secret' ? reasons.stored : one.why }))
      if (path) this.tell(path, said)
      else this.#rows.push(merged(key, said))
    }
    for (const leaf of leavesOf(this.root)) {
      if (this.#isTold(leaf)) continue
      const why = known.find(([pattern]) => matches(leaf, pattern))?.[1]
      const isEmpty = this.value(leaf) === null || this.value(leaf) === ''
      this.tell(leaf, [
        why ? { outcome: 'ignored', why: isEmpty ? reasons.empty : why } : { outcome: 'unknown', why: reasons.unknown },
      ])
    }
    return this.#rows
  }

  #isTold(leaf: ConfigPath): boolean {
    return leaf.some((_, index) => this.#told.has(formatPath(leaf.slice(0, index + 1))))
  }
}

const variableIn = (value: Value): string | undefined =>
  typeof value === 'string' ? /^\$\{(\w+)\}$/.exec(value.trim())?.[1] : undefined

function matches(path: ConfigPath, pattern: string): boolean {
  const steps = pattern.split('.')
  const here = steps.map((step, index) => (step === '*' ? path[index] : step))
  const spelled = path.map((step, index) => (steps[index] === '*' || typeof step === 'number' ? step : camel(step)))
  return startsWith(
    spelled,
    here.map(step => step ?? ''),
  )
}
