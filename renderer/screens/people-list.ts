import type { PersonView, Standing } from '../../main/contract/state.ts'

/** Which of them are shown. Owners count as allowed. */
export type View = 'all' | 'allowed' | 'unknown' | 'denied'
export const views = ['all', 'allowed', 'unknown', 'denied'] as const satisfies readonly View[]

export type Order = { readonly by: 'name' | 'lastSeen' | 'messages'; readonly isUp: boolean }

export const newestFirst: Order = { by: 'lastSeen', isUp: false }

const viewOf = (standing: Standing): View | 'pending' =>
  standing === 'owner' || standing === 'allowed' ? 'allowed' : standing

export const countOf = (list: readonly PersonView[], view: View): number =>
  view === 'all' ? list.length : list.filter(person => viewOf(person.standing) === view).length

/** Who is shown, in which order: by view, by a piece of the name or the Open ID, then sorted. */
export function shown(list: readonly PersonView[], view: View, search: string, order: Order): readonly PersonView[] {
  const inView = list.filter(({ standing }) => view === 'all' || viewOf(standing) === view)
  return matching(inView, search).toSorted((one, other) => (order.isUp ? 1 : -1) * compare(one, other, order.by))
}

/** Those with a piece of the name or the Open ID. */
export function matching(list: readonly PersonView[], search: string): readonly PersonView[] {
  const wanted = search.trim().toLowerCase()
  return list.filter(({ name, openId }) => name.toLowerCase().includes(wanted) || openId.toLowerCase().includes(wanted))
}

const names = new Intl.Collator(['zh-CN', 'en'], { sensitivity: 'base' })

const compare = (one: PersonView, other: PersonView, by: Order['by']): number =>
  by === 'name' ? names.compare(one.name, other.name) : one[by] - other[by]

/** The order after a press on a column: turned around, or the one that fits the column. */
export const nextOrder = (order: Order, by: Order['by']): Order =>
  order.by === by ? { by, isUp: !order.isUp } : { by, isUp: by === 'name' }
