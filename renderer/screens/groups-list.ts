import type { GroupView } from '../../main/contract/views.ts'

/** How the bot stands to a group: off is silence, allowed is every member, else only people allowed on their own. */
export type GroupStanding = 'allowed' | 'notAllowed' | 'off'

export const standingOfGroup = ({ enabled, admitted }: Pick<GroupView, 'enabled' | 'admitted'>): GroupStanding => {
  if (!enabled) return 'off'
  return admitted ? 'allowed' : 'notAllowed'
}

/** By a piece of the name or the chat ID; the one that was active last comes first. */
export function shownGroups(list: readonly GroupView[], search: string): readonly GroupView[] {
  const wanted = search.trim().toLowerCase()
  return list
    .filter(({ name, chatId }) => name.toLowerCase().includes(wanted) || chatId.toLowerCase().includes(wanted))
    .toSorted((one, other) => other.lastSeen - one.lastSeen)
}

/** One key for a group among several accounts. */
export const groupKey = ({ account, chatId }: Pick<GroupView, 'account' | 'chatId'>): string => `${account} ${chatId}`
