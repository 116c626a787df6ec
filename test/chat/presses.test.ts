import { describe, expect, test, vi } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { Presses, stopAction, type AccountPress, type PressAction } from '../../main/chat/presses.ts'
import { words } from '../../main/chat/words.ts'

const press: AccountPress = {
  account: 'default',
  eventId: 'e1',
  messageId: 'om_1',
  chatId: 'oc_1',
  operatorId: 'ou_ann',
  action: 'stop',
  id: '7',
}
const done = { kind: 'success', text: words.stopping } as const
const answering = (action: PressAction) => new Presses({ actions: { stop: action }, log: silentLogger })

describe('a press of a button', () => {
  test('is answered by its action, once for the same event, again for the next', async () => {
    const action = vi.fn(() => done)
    const presses = answering(action)
    expect(await Promise.all([presses.answer(press), presses.answer(press)])).toEqual([done, done])
    expect(action).toHaveBeenCalledTimes(1)
    await presses.answer({ ...press, eventId: 'e2' })
    expect(action).toHaveBeenCalledTimes(2)
  })

  test.each(['', 'unknown', 'toString', '__proto__'])('of the action "%s" is told to be an old one', async action => {
    expect(await answering(() => done).answer({ ...press, action })).toEqual({ kind: 'info', text: words.oldButton })
  })

  test('that fails is told so', async () => {
    const answer = answering(() => Promise.reject(new Error('secret'))).answer(press)
    expect(await answer).toEqual({ kind: 'error', text: words.pressFailed })
  })

  test('that takes too long is told that it goes on', async () => {
    const answer = answering(() => new Promise(() => undefined)).answer(press)
    expect(await answer).toMatchObject({ kind: 'info', text: words.pressNoted })
  })
})

describe('the stop button', () => {
  const stop = (asked: (mayStop: (senderId: string) => boolean) => 'stopping' | 'over' | 'refused') =>
    stopAction(
      (_account, _id, mayStop) => asked(mayStop),
      (_account, openId) => openId === 'ou_own',
    )
  const bySender = stop(mayStop => (mayStop('ou_ann') ? 'stopping' : 'refused'))

  test.each([
    ['the sender', 'ou_ann', words.stopping],
    ['an owner', 'ou_own', words.stopping],
    ['somebody else', 'ou_bob', words.notYoursToStop],
    ['nobody', '', words.notYoursToStop],
  ])('pressed by %s', async (_who, operatorId, text) => {
    expect(await bySender({ ...press, operatorId })).toMatchObject({ text })
  })

  test('of a turn that is over says so', async () => {
    expect(await stop(() => 'over')(press)).toMatchObject({ text: words.alreadyOver })
  })
})
