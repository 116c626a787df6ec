import type { AccountView, AppState } from '../../main/contract/state.ts'

/** The accounts as the configuration has them: the one at the top level first, then the named ones. */
export const accountsInOrder = (accounts: AppState['accounts']): readonly AccountView[] =>
  Object.values(accounts).toSorted((a, b) => Number(b.id === 'default') - Number(a.id === 'default'))
