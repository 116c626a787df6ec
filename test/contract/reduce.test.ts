import { describe, expect, test } from 'vitest'
import { reduce } from '../../main/contract/reduce.ts'
import {
  initialState,
  RECENT,
  type AccountView,
  type AppState,
  type FateView,
  type PersonView,
} from '../../main/contract/state.ts'

const account: AccountView = {
  id: 'default',
  appId: 'cli_0123456789abcdef',
  name: '',
  domain: 'feishu',
  mode: 'websocket',
  state: 'failed',
  since: 1,
  reason: 'wrong',
  hint: 'mend',
  quota: { month: '2026-11', calls: 0, limit: 10 },
}
const person: PersonView = {
  account: 'default',
  openId: 'ou_a',
  name: '',
  standing: 'pending',
  chats: [],
  firstSeen: 1,
  lastSeen: 1,
  messages: 1,
}
const fate: FateView = { at: 1, account: 'default', kind: 'message', eventId: 'e', fate: 'answered', reason: '' }
const withAccount: AppState = reduce(initialState, { type: 'account-changed', account })

describe('the state of the windows', () => {
  test('a connection that recovers loses its old reason', () => {
    const next = reduce(withAccount, {
      type: 'connection-changed',
      account: 'default',
      status: { state: 'online', since: 2 },
    })
    expect(next.accounts['default']).toMatchObject({ state: 'online', since: 2 })
    expect(next.accounts['default']).not.toHaveProperty('reason')
  })

  test('a late fact about what is gone changes nothing', () => {
    expect(
      reduce(initialState, { type: 'connection-changed', account: 'x', status: { state: 'online', since: 2 } }),
    ).toBe(initialState)
    expect(
      reduce(initialState, {
        type: 'turn-step-changed',
        turnId: '9',
        step: { id: 's', tool: 't', target: '', startedAt: 1 },
      }),
    ).toBe(initialState)
  })

  test('a person is pending exactly as long as nobody decided', () => {
    const waiting = reduce(initialState, { type: 'person-changed', person })
    expect(waiting.pending).toEqual([person])
    expect(reduce(waiting, { type: 'person-changed', person: { ...person, standing: 'allowed' } }).pending).toEqual([])
  })

  test('the list of fates stays bounded', () => {
    let state = initialState
    for (let at = 0; at < RECENT + 20; at++)
      state = reduce(state, { type: 'event-fated', entry: { ...fate, at }, midnight: 0 })
    expect(state.recent).toHaveLength(RECENT)
    expect(state.recent.at(-1)?.at).toBe(RECENT + 19)
  })
})
