import type { AccountView, AppState, FateView } from '../../main/contract/state.ts'
import type { Shape } from './state-glyph.tsx'

/** How an account stands in one word; pausing covers only what would otherwise work. */
export type AccountStanding = AccountView['state'] | 'paused'

export const standingOf = (account: AccountView, isPaused: boolean): AccountStanding =>
  isPaused && account.state === 'online' ? 'paused' : account.state

const shapes = {
  online: 'online',
  connecting: 'reconnecting',
  reconnecting: 'reconnecting',
  failed: 'failed',
  offline: 'offline',
  paused: 'paused',
} as const satisfies Record<AccountStanding, Shape>

export const accountShape = (standing: AccountStanding): Shape => shapes[standing]

const worstFirst: readonly AccountStanding[] = ['failed', 'reconnecting', 'connecting', 'offline', 'paused', 'online']

/** The standing that a reader must hear of first; `undefined` without accounts. */
export const worstStanding = ({
  accounts,
  paused,
}: Pick<AppState, 'accounts' | 'paused'>): AccountStanding | undefined => {
  const standings = new Set(Object.values(accounts).map(account => standingOf(account, paused)))
  return worstFirst.find(standing => standings.has(standing))
}

/** The name of an account as the screens say it. */
export const accountName = ({ name, bot, id }: Pick<AccountView, 'name' | 'bot' | 'id'>): string =>
  name || bot?.name || id

/** The events of this account since it is the bot that it is now; those of another one before are not its own. */
export const ofThisBot = (
  recent: readonly FateView[],
  { id, botSince = 0 }: Pick<AccountView, 'id' | 'botSince'>,
): readonly FateView[] =>
  recent.filter(({ account, at, fate }) => account === id && at > botSince && fate !== 'expired')
