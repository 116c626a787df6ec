import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Which bot each account was last connected as. A bot is named by any text that is another one for another bot. */
export type Bots = {
  /** True when this account served another bot last; what is stored of it is of that one. */
  isAnother(account: string, bot: string): Promise<boolean>
  /** Keeps that the account is this bot from now on. The first bot of an account owns what is stored already. */
  serve(account: string, bot: string, at: number): Promise<void>
  /** Since when it is this bot: 0 for the first one of the account, `undefined` when it served another one last. */
  since(account: string, bot: string): Promise<number | undefined>
  /** True for a message that a bot got which this account was before. */
  isOfEarlier(account: string, inboxId: number): Promise<boolean>
}

export function createBots({ query }: Database): Bots {
  const served = (account: string) =>
    query.selectFrom('bots').selectAll().where('account', '=', account).executeTakeFirst()
  const since: Bots['since'] = async (account, bot) => {
    const known = await served(account)
    if (!known) return 0
    return known.bot === bot ? known.since : undefined
  }
  return {
    since,
    isAnother: async (account, bot) => (await since(account, bot)) === undefined,
    serve: async (account, bot, at) => {
      const lastInbox = sql<number>`(select coalesce(max(id), 0) from inbox)`
      const first = query.insertInto('bots').values({ account, bot, since: 0, lastInbox: 0 })
      const next = first.onConflict(conflict =>
        conflict.column('account').doUpdateSet({ bot, since: at, lastInbox }).where('bots.bot', '<>', bot),
      )
      await next.execute()
    },
    isOfEarlier: async (account, inboxId) => inboxId <= ((await served(account))?.lastInbox ?? 0),
  }
}
