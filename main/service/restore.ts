import type { People } from '../chat/people.ts'
import type { Fact } from '../contract/facts.ts'
import { RECENT, type FateView } from '../contract/state.ts'
import type { Fates } from '../store/fates.ts'

type Ports = {
  readonly people: Pick<People, 'list'>
  readonly fates: Pick<Fates, 'read'>
  readonly publish: (fact: Fact) => void
  readonly now: () => number
}

/** More events of today than this are not counted again; the log has them all. */
const MOST = 20_000

/**
 * Shows again what was true before this start: who waits for the owner, the newest events, and what today's became.
 * Without it, a start in the afternoon would say that nothing has happened today.
 */
export async function restoreState({ people, fates, publish, now }: Ports): Promise<void> {
  for (const entry of await knownFates(fates, midnightOf(now())))
    publish({ type: 'event-fated', entry, midnight: midnightOf(entry.at) })
  for (const person of (await people.list()).toSorted((one, other) => one.lastSeen - other.lastSeen))
    if (person.standing === 'pending') publish({ type: 'person-changed', person })
}

/** Oldest first: all of today, and from before as many as the state keeps anyway. */
async function knownFates(fates: Ports['fates'], midnight: number): Promise<readonly FateView[]> {
  const newest: FateView[] = []
  for (let before: number | undefined; newest.length < MOST; before = newest.at(-1)?.at) {
    const page = await fates.read({ limit: 500, ...(before !== undefined && { before }) })
    newest.push(...page)
    const oldest = page.at(-1)
    if (!oldest || page.length < 500 || (oldest.at < midnight && newest.length >= RECENT)) break
  }
  const today = newest.filter(({ at }) => at >= midnight).length
  return newest.slice(0, Math.max(today, RECENT)).toReversed()
}

const midnightOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0)
