import type { GuideView } from '../../../main/contract/setup.ts'
import type { AccountView, PersonView } from '../../../main/contract/state.ts'
import { useApp, useRead, type Reading } from '../../hooks.ts'
import { ofThisBot } from '../../ui/account-state.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import { isGreeted, type Facts } from './steps.ts'

export type SetupFacts = Facts & {
  readonly account: AccountView
  /** `undefined` until they were read. */
  readonly people: readonly PersonView[] | undefined
  readonly reading: Reading<'setup.guide'>
  readonly guide: GuideView | undefined
}

/**
 * What the path knows of one account. The guide is read again when the connection changes, the first event arrives or
 * there is an owner, and else only when somebody asks: each reading costs up to four calls of the platform's quota.
 */
export function useSetup(account: AccountView): SetupFacts {
  const llm = useApp(state => state.llm)
  const recent = ofThisBot(
    useApp(state => state.recent),
    account,
  )
  const pending = useApp(state => state.pending)
  const config = useApp(state => state.configRevision)
  const hasEvent = recent.length > 0
  const revision = useThrottled(`${pending.length} ${recent.at(-1)?.eventId} ${config}`, 500)
  const list = useRead('people.list', { account: account.id }, revision)
  const people = list.value ?? (list.failure && [])
  const hasOwner = (people ?? []).some(({ standing }) => standing === 'owner')
  const reading = useRead(
    'setup.guide',
    { account: account.id },
    `${account.appId} ${account.state} ${hasEvent} ${hasOwner}`,
  )
  const guide = reading.value?.account === account.id ? reading.value : undefined
  return { account, guide, llm, reading, people, isGreeted: isGreeted(account.id, recent, guide) }
}
