import * as lark from '@larksuiteoapi/node-sdk'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import type { ChannelSink, Press, PressAnswer, Reacted } from '../../main/chat/channel.ts'
import type { Arrival } from '../../main/contract/arrival.ts'
import { knownEvents } from '../../main/lark/event-types.ts'
import { createDispatcher } from '../../main/lark/events.ts'

function dispatcher(message: (arrival: Arrival) => Promise<void> = async () => undefined) {
  const noted: Parameters<ChannelSink['noted']>[0][] = []
  const recalled: string[] = []
  const presses: Press[] = []
  const reactions: Reacted[] = []
  const arrivals: Arrival[] = []
  const sink = {
    message: async (arrival: Arrival) => {
      arrivals.push(arrival)
      await message(arrival)
    },
    noted: (event: (typeof noted)[number]) => void noted.push(event),
    recalled: (id: string) => void recalled.push(id),
    pressed: async (press: Press): Promise<PressAnswer> => {
      presses.push(press)
      return { kind: 'warning', text: { en: 'No.', zh: '不行。' } }
    },
    reacted: async (reaction: Reacted) => void reactions.push(reaction),
  }
  const made = createDispatcher(lark, { account: 'default', sink, log: silentLogger, now: () => 1 })
  const invoke = (data: unknown): Promise<unknown> => made.invoke(data, { needCheck: false })
  const send = (event_type: string, event: unknown) =>
    invoke({ schema: '2.0', header: { event_id: 'e1', event_type, tenant_key: 'tk' }, event })
  return { noted, recalled, presses, reactions, arrivals, invoke, send }
}

const message = {
  sender: { sender_id: { open_id: 'ou_ann' }, sender_type: 'user' },
  message: { message_id: 'om_1', chat_id: 'oc_1', chat_type: 'p2p', message_type: 'text', content: '{"text":"hi"}' },
}

describe('what comes in through the dispatcher', () => {
  test('a message is done when it was kept, and failed when it could not be', async () => {
    const kept = dispatcher()
    expect(await kept.send('im.message.receive_v1', message)).toBeUndefined()
    expect(kept.arrivals[0]).toMatchObject({ messageId: 'om_1', botTenant: 'tk' })
    const full = dispatcher(() => Promise.reject(new Error('disk full')))
    await expect(full.send('im.message.receive_v1', message)).rejects.toThrow('disk full')
  })

  test('a withdrawn message is told and noted', async () => {
    const { send, recalled, noted } = dispatcher()
    await send('im.message.recalled_v1', { message_id: 'om_1', chat_id: 'oc_1' })
    expect([recalled, noted[0]?.messageId]).toEqual([['om_1'], 'om_1'])
  })

  test.each([
    ['as it was made', { value: { action: 'stop', id: '7' } }, { action: 'stop', id: '7' }],
    ['with a value of another kind', { value: 'stop' }, { action: '', id: '' }],
    ['without a value', {}, { action: '', id: '' }],
    ['with something else for an action', { value: { action: 3, id: ['7'] } }, { action: '', id: '' }],
  ])('a button %s is answered by a toast in both languages', async (_how, action, named) => {
    const { send, noted, presses } = dispatcher()
    const context = { open_message_id: 'om_1', open_chat_id: 'oc_1' }
    const event = { operator: { open_id: 'ou_ann' }, action, context }
    expect(await send('card.action.trigger', event)).toEqual({
      toast: { type: 'warning', content: 'No.', i18n: { zh_cn: '不行。', en_us: 'No.' } },
    })
    expect(presses).toEqual([{ eventId: 'e1', messageId: 'om_1', chatId: 'oc_1', operatorId: 'ou_ann', ...named }])
    expect(noted).toMatchObject([{ kind: 'card.action.trigger', senderId: 'ou_ann', messageId: 'om_1' }])
  })

  test('reactions of people are told and noted, those of the bot are not', async () => {
    const { send, noted, reactions } = dispatcher()
    await send('im.message.reaction.created_v1', {
      operator_type: 'user',
      user_id: { open_id: 'ou_ann' },
      message_id: 'om_1',
      reaction_type: { emoji_type: 'THUMBSUP' },
      action_time: '1700000000000',
    })
    await send('im.message.reaction.deleted_v1', {
      operator_type: 'user',
      user_id: { open_id: 'ou_ann' },
      message_id: 'om_1',
      reaction_type: { emoji_type: 'THUMBSUP' },
    })
    await send('im.message.reaction.created_v1', { operator_type: 'app', message_id: 'om_1' })
    await send('im.message.reaction.created_v1', { operator_type: 'user', message_id: 'om_1' })
    const sign = { messageId: 'om_1', senderId: 'ou_ann', emoji: 'THUMBSUP' }
    expect(reactions).toEqual([
      { ...sign, at: 1_700_000_000_000, present: true },
      { ...sign, at: 1, present: false },
    ])
    expect(noted.map(({ kind }) => kind)).toEqual([
      'im.message.reaction.created_v1',
      'im.message.reaction.deleted_v1',
      'im.message.reaction.created_v1',
    ])
  })

  test('no other event is answered with words of the SDK, known or not', async () => {
    const { send } = dispatcher()
    for (const type of [...Object.keys(knownEvents), 'new.event_v1', '__proto__', 'constructor']) {
      expect(await send(type, {})).toBeUndefined()
    }
  })

  test('garbage by the thousand is acknowledged, never a throw', async () => {
    const { invoke, send } = dispatcher()
    const types = fc.oneof(
      fc.string(),
      fc.constantFrom('im.message.receive_v1', 'im.message.recalled_v1', ...Object.keys(knownEvents)),
    )
    await fc.assert(
      fc.asyncProperty(types, fc.anything({ maxDepth: 2 }), async (type, value) => {
        await send(type, value)
        await invoke(value)
        await invoke({ event: value })
        await invoke({ schema: '2.0', header: value, event: value })
      }),
      { numRuns: 1_000 },
    )
  })
})
