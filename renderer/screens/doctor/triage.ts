import { layers, type CheckView, type DoctorView, type Layer, type Verdict } from '../../../main/contract/doctor.ts'

export type Settled = Extract<Verdict, 'ok' | 'failed' | 'unknown'>

/** A check as its row shows it: while it runs again, what was known before stays to be read. */
export type Shown = {
  readonly check: CheckView
  /** Under which heading it stands; `waiting` only when it never came to a verdict, `blocked` when it was not tried. */
  readonly place: Settled | 'blocked' | 'waiting'
  readonly isRunning: boolean
  readonly isNext: boolean
}

export const isSettled = (verdict: Verdict): verdict is Settled => verdict !== 'waiting' && verdict !== 'running'

/** The last verdict of every check that ever had one. */
export type Known = ReadonlyMap<string, CheckView>

/** What is known after this look at the checks; the same map when nothing new was learned. */
export function learn(known: Known, checks: readonly CheckView[]): Known {
  const news = checks.filter(check => isSettled(check.verdict) && known.get(check.key) !== check)
  return news.length === 0 ? known : new Map([...known, ...news.map(check => [check.key, check] as const)])
}

export function shownOf(check: CheckView, known: Known, isRunning: boolean): Shown {
  if (isSettled(check.verdict)) return { check, place: placeOf(check), isRunning: false, isNext: false }
  const before = known.get(check.key)
  const place = before ? placeOf(before) : 'waiting'
  const isNow = check.verdict === 'running'
  return { check: before ?? check, place, isRunning: isRunning && isNow, isNext: isRunning && !isNow }
}

const placeOf = ({ verdict, blocked }: CheckView): Shown['place'] =>
  blocked ? 'blocked' : isSettled(verdict) ? verdict : 'waiting'

/** Which checks a reader wants to see: all, those of one account, or those that are about no account. */
export type Scope = 'all' | 'shared' | `of:${string}`

export const isInScope = ({ account }: Pick<CheckView, 'account'>, scope: Scope): boolean =>
  scope === 'all' || (scope === 'shared' ? account === undefined : scope === `of:${account}`)

/** From this computer outward; within a layer the order of the catalog stays. */
export const byLayer = (rows: readonly Shown[]): readonly Shown[] =>
  rows.toSorted((one, other) => layers.indexOf(one.check.layer) - layers.indexOf(other.check.layer))

/** The rows of each layer that has any, in order. */
export const inLayers = (rows: readonly Shown[]): readonly (readonly [Layer, readonly Shown[]])[] =>
  layers
    .map(layer => [layer, rows.filter(({ check }) => check.layer === layer)] as const)
    .filter(([, own]) => own.length > 0)

export type Count = { readonly all: number } & { readonly [P in Shown['place']]: number }

export const countOf = (rows: readonly Pick<Shown, 'place'>[]): Count => {
  const of = (place: Shown['place']) => rows.filter(row => row.place === place).length
  const [ok, failed, unknown, blocked, waiting] = [of('ok'), of('failed'), of('unknown'), of('blocked'), of('waiting')]
  return { all: rows.length, ok, failed, unknown, blocked, waiting }
}

/** How far the run is that goes on: only what belongs to it counts. */
export function progressOf({ checks, startedAt = 0 }: DoctorView): { done: number; all: number; now?: CheckView } {
  const done = checks.filter(({ verdict, at = 0 }) => isSettled(verdict) && at >= startedAt).length
  const open = checks.filter(({ verdict }) => !isSettled(verdict)).length
  const now = checks.find(({ verdict }) => verdict === 'running')
  return { done, all: done + open, ...(now && { now }) }
}

/** When anything was last found out, in milliseconds since 1970. */
export const lastRunOf = ({ checks, endedAt }: DoctorView): number | undefined =>
  checks.reduce<number | undefined>((latest, { at }) => (at !== undefined && at > (latest ?? 0) ? at : latest), endedAt)
