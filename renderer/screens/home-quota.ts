import type { QuotaView } from '../../main/contract/state.ts'

/** From this share on a person should know. */
const WARNING = 0.7

/** How the month's calls stand; `until` is when they run out (`short`) or start again, in milliseconds since 1970. */
export type Pace = { readonly state: 'calm' | 'enough' | 'short' | 'used-up'; readonly until: number }

/** Whether the calls last for the month at the pace so far. `month` is `2026-11`, by the service's own calendar. */
export function monthOf({ calls, limit, month }: QuotaView, now: number): Pace {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const [start, end] = [new Date(year, number - 1).getTime(), new Date(year, number).getTime()]
  if (calls >= limit) return { state: 'used-up', until: end }
  if (calls < limit * WARNING) return { state: 'calm', until: end }
  const gone = Math.max(1, now - start)
  const until = start + (gone * limit) / calls
  return until < end ? { state: 'short', until } : { state: 'enough', until: end }
}
