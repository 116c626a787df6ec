import { expect, test } from 'vitest'
import type { FateView } from '../../main/contract/state.ts'
import { ofThisBot } from '../../renderer/ui/account-state.ts'

const event = (eventId: string, at: number, over: Partial<FateView> = {}): FateView => ({
  at,
  account: 'default',
  kind: 'message',
  eventId,
  fate: 'answered',
  reason: '',
  ...over,
})

test('of the events of an account only those count that came since it is this bot', () => {
  const recent = [
    event('before', 50),
    event('late', 150, { fate: 'expired' }),
    event('own', 160),
    event('other', 170, { account: 'work' }),
  ]
  const names = (account: Parameters<typeof ofThisBot>[1]) => ofThisBot(recent, account).map(({ eventId }) => eventId)
  expect(names({ id: 'default', botSince: 100 })).toEqual(['own'])
  expect(names({ id: 'default' })).toEqual(['before', 'own'])
})
