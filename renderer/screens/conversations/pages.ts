import type { TranscriptItem } from '../../../main/contract/views.ts'

/** What is known of a transcript: a run of items without gaps, and whether it begins at the beginning. */
export type Known = { readonly items: readonly TranscriptItem[]; readonly isWhole: boolean }

/** How many items are asked for at once. */
export const PAGE = 100

export const nothing: Known = { items: [], isWhole: false }

/** The newest page, read again: it replaces what it overlaps; a page that does not reach what is known starts over. */
export function withNewest(known: Known, page: readonly TranscriptItem[]): Known {
  const first = page[0]
  if (!first) return { items: [], isWhole: true }
  const older = known.items.filter(item => item.id < first.id)
  const touches = known.items.some(item => item.id >= first.id)
  if (!touches) return { items: page, isWhole: page.length < PAGE }
  // a /new makes everything before it past, also what is not in this page
  const past = first.past ? older.map(item => (item.past ? item : { ...item, past: true })) : older
  return { items: [...past, ...page], isWhole: known.isWhole || page.length < PAGE }
}

/** An older page before what is known. */
export const withOlder = (known: Known, page: readonly TranscriptItem[]): Known => ({
  items: [...page.filter(item => item.id < (known.items[0]?.id ?? Number.MAX_SAFE_INTEGER)), ...known.items],
  isWhole: page.length === 0,
})
