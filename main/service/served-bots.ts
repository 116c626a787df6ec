import type { AccountSettings } from '../config/accounts.ts'
import type { PersonRow } from '../chat/ports.ts'
import type { Bots } from '../store/bots.ts'
import { appOf } from './account-trouble.ts'

type Ports = {
  readonly bots: Pick<Bots, 'isAnother' | 'serve' | 'since'>
  readonly people: {
    pairings(account: string): Promise<readonly PersonRow[]>
    pairingOver(person: PersonRow): Promise<void>
  }
  readonly now: () => number
}

/** Which bot each account is, kept over restarts: with another App ID nothing is true that was seen of the bot before. */
export type ServedBots = {
  /** The account is about to be connected as this bot. Whoever waited for the bot before waits no more. */
  begin(account: AccountSettings): Promise<void>
  /** Since when it is this bot: 0 for its first one, now for one that it was never connected as. */
  since(account: AccountSettings): Promise<number>
}

export const createServedBots = ({ bots, people, now }: Ports): ServedBots => ({
  begin: async account => {
    const { id } = account
    const bot = appOf(account)
    // before it is kept, so that a stop in between leaves this to the next start
    if (await bots.isAnother(id, bot)) for (const person of await people.pairings(id)) await people.pairingOver(person)
    await bots.serve(id, bot, now())
  },
  since: async account => (await bots.since(account.id, appOf(account))) ?? now(),
})
