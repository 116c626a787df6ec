import { expect, test } from 'vitest'
import type { AccountView } from '../../../main/contract/state.ts'
import { accountsInOrder } from '../../../renderer/frame/account-order.ts'

const view = (id: string): AccountView => ({
  id,
  appId: '',
  name: '',
  domain: 'feishu',
  mode: 'websocket',
  state: 'offline',
  since: 0,
  quota: { month: '2026-01', calls: 0, limit: 1 },
})

test.each([
  [
    ['work', 'home', 'default'],
    ['default', 'work', 'home'],
  ],
  [
    ['default', 'b', 'a'],
    ['default', 'b', 'a'],
  ],
  [
    ['b', 'a'],
    ['b', 'a'],
  ],
  [[], []],
])('accounts that came as %j are listed as %j', (came, listed) => {
  const accounts = Object.fromEntries(came.map(id => [id, view(id)]))
  expect(accountsInOrder(accounts).map(({ id }) => id)).toEqual(listed)
})
