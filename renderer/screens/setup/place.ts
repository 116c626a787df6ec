import type { AccountView } from '../../../main/contract/state.ts'
import { isStep, type StepId } from './steps.ts'

/** Where one is in Setup. The address says it, so that leaving, coming back and the back button all work. */
export type SetupPlace =
  | { readonly view: 'resume' }
  | { readonly view: 'start' | 'import' | 'practice' }
  | { readonly view: 'scan' | 'paste' | 'admin' | StepId; readonly account: string }

const ACCOUNT = /^[a-z0-9][\w-]{0,31}$/i

export function placeOf([view = '', account = '']: readonly string[], accounts: Accounts): SetupPlace {
  const named = ACCOUNT.test(account) ? account : undefined
  if (view === 'start' || view === 'import' || view === 'practice') return { view }
  if (view === 'scan' || view === 'paste') return { view, account: named ?? freeAccount(accounts) }
  if (view === 'admin') return { view, account: named ?? firstAccount(accounts) ?? 'default' }
  const wanted = named ?? firstAccount(accounts)
  if (isStep(view) && wanted !== undefined && Object.hasOwn(accounts, wanted)) return { view, account: wanted }
  return { view: 'resume' }
}

type Accounts = Readonly<Record<string, AccountView>>

export const firstAccount = (accounts: Accounts): string | undefined =>
  Object.hasOwn(accounts, 'default') ? 'default' : Object.keys(accounts)[0]

/** The name for one more account: the first is "default". */
export function freeAccount(accounts: Accounts): string {
  if (!Object.hasOwn(accounts, 'default')) return 'default'
  let number = 2
  while (Object.hasOwn(accounts, `bot${number}`)) number++
  return `bot${number}`
}
