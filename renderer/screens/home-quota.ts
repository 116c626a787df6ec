import type { QuotaView } from '../../main/contract/state.ts'

/** From this share on a person should know. */
const WARNING = 0.7

/** How the month's calls stand; `until` is when they run out (`short`) or start again, in milliseconds since 1970. */
export type Pace = {
  readonly state: 'calm' | 'enough' | 'short' | 'used-up'
  readonly until: number
}

/** Whether the calls last for the month at the pace so far. `month` is `2026-11`, by the service's own calendar. */
export function monthOf({ calls, limit, month }: QuotaView, now: number): Pace {
  const [start, end] = [startOf(month, 0), startOf(month, 1)]
  if (calls >= limit) return { state: 'used-up', until: end }
  if (calls < limit * WARNING) return { state: 'calm', until: end }
  const gone = Math.max(1, now - start)
  const until = start + (gone * limit) / calls
  return until < end ? { state: 'short', until } : { state: 'enough', until: end }
}

/** The kinds of calls that have words of their own. */
export const knownKinds = ['message', 'card', 'reaction', 'media', 'read'] as const

export const isKnownKind = (kind: string): kind is (typeof knownKinds)[number] =>
  knownKinds.some(known => known === kind)

/** What the month's calls went into, the most first; nothing where the service does not tell. */
export const kindsOf = ({ kinds = {} }: QuotaView): readonly { readonly kind: string; readonly calls: number }[] =>
  Object.entries(kinds)
    .map(([kind, calls]) => ({ kind, calls }))
    .filter(({ calls }) => calls > 0)
    .toSorted((one, other) => other.calls - one.calls)

/** When a month, or one after it, begins, in milliseconds since 1970. */
export function startOf(month: string, after: number): number {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(year, number - 1 + after).getTime()
}
