import { initialState, type AccountView, type AppState, type PersonView } from '../../main/contract/state.ts'

/** Thursday 19 November 2026, 14:32 in London. */
export const NOW = Date.UTC(2026, 10, 19, 14, 32)
export const MORNING = Date.UTC(2026, 10, 19, 9, 14)

export const account = (change: Partial<AccountView> = {}): AccountView => ({
  id: 'default',
  appId: 'cli_a1b2c3d4e5f60718',
  name: 'Office bot',
  domain: 'feishu',
  mode: 'websocket',
  state: 'online',
  since: MORNING,
  quota: { month: '2026-11', calls: 10, limit: 10_000 },
  ...change,
})

export const person = (change: Partial<PersonView> = {}): PersonView => ({
  account: 'default',
  openId: 'ou_7d8a6e6df7621556ce0d21922b676706',
  name: '孙浩然',
  standing: 'pending',
  chats: ['oc_1'],
  firstSeen: NOW,
  lastSeen: NOW,
  messages: 1,
  ...change,
})

export const people = (count: number): PersonView[] =>
  Array.from({ length: count }, (_, index) => person({ openId: `ou_${index}`, name: `Person ${index}` }))

export const stateWith = (accounts: readonly AccountView[], change: Partial<AppState> = {}): AppState => ({
  ...initialState,
  llm: { provider: 'practice', model: 'practice', ready: true },
  accounts: Object.fromEntries(accounts.map(one => [one.id, one])),
  ...change,
})
