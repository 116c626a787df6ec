import type { AccountConfig } from '../contract/config.ts'
import type { PersonView, Standing } from '../contract/state.ts'
import type { PersonRow } from './ports.ts'

/** What the lists, the owner's decisions and the pairing together make of a person. Pure. */
export function standingOf(person: PersonRow, account: AccountConfig | undefined): Standing {
  if (account?.ownerIds.includes(person.openId)) return 'owner'
  if (person.denied) return 'denied'
  if (account && isListed(person.openId, account)) return 'allowed'
  return person.pairingCode === undefined ? 'unknown' : 'pending'
}

const isListed = (openId: string, account: AccountConfig): boolean =>
  [account.allowFrom, account.groupAllowFrom, ...Object.values(account.groups).map(group => group.allowFrom)].some(
    list => list.includes(openId),
  )

/** The person as windows and the command line see them; an expired code is not shown. */
export function personView(person: PersonRow, account: AccountConfig | undefined, now: number): PersonView {
  const standing = standingOf(person, account)
  const code = standing === 'pending' && (person.pairingExpires ?? 0) > now ? person.pairingCode : undefined
  const { openId, name, chats, firstSeen, lastSeen, messages } = person
  const view = { account: person.account, openId, name, standing, chats, firstSeen, lastSeen, messages }
  return code === undefined ? view : { ...view, pairingCode: code }
}
