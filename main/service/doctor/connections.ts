import type { Hub } from '../../rpc/hub.ts'

/** How an account's connection fared since this process began. */
export type History = {
  /** When it came back after it had been lost, oldest first (milliseconds since 1970); only the newest are kept. */
  readonly returns: readonly number[]
  /** The last reason why it was lost. */
  readonly lastReason: string
}

const KEPT = 100
const none: History = { returns: [], lastReason: '' }

/** Follows the facts; costs nothing while nothing happens. */
export function followConnections(watch: Hub['watch'], now: () => number) {
  const histories = new Map<string, History>()
  const states = new Map<string, string>()
  const stop = watch(
    () => undefined,
    ({ fact }) => {
      if (fact.type === 'account-removed') {
        histories.delete(fact.id)
        states.delete(fact.id)
      }
      if (fact.type !== 'connection-changed') return
      const { account, status } = fact
      const before = states.get(account)
      states.set(account, status.state)
      const known = histories.get(account) ?? none
      if (status.state === 'reconnecting' && status.reason) {
        histories.set(account, { ...known, lastReason: status.reason })
      } else if (status.state === 'online' && before === 'reconnecting') {
        histories.set(account, { ...known, returns: [...known.returns, now()].slice(-KEPT) })
      }
    },
  )
  return { of: (account: string): History => histories.get(account) ?? none, stop }
}
