import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrivalOf, notedOf } from '../../main/lark/arrivals.ts'

const NOW = 1_700_000_000_000
const event = {
  schema: '2.0',
  event_id: 'e1',
  event_type: 'im.message.receive_v1',
  create_time: '1690000000123',
  tenant_key: 'tenant-bot',
  app_id: 'cli_1',
  sender: {
    sender_id: { open_id: 'ou_ann', union_id: 'on_1', user_id: null },
    sender_type: 'user',
    tenant_key: 'tenant-ann',
  },
  message: {
    message_id: 'om_1',
    chat_id: 'oc_1',
    chat_type: 'group',
    thread_id: 'omt_1',
    message_type: 'text',
    create_time: '1690000000000',
    content: '{"text":"@_user_1 hi"}',
    mentions: [{ key: '@_user_1', id: { open_id: 'ou_bot' }, name: 'Perch' }],
  },
}
const withMessage = (change: object) => ({ ...event, message: { ...event.message, ...change } })

describe('an arrival from an event', () => {
  test('it names who, where and when, and keeps what the platform sent', () => {
    const { raw, ...arrival } = arrivalOf(event, 'work', NOW) as { raw: string }
    expect(arrival).toEqual({
      account: 'work',
      eventId: 'e1',
      messageId: 'om_1',
      chatId: 'oc_1',
      chatType: 'group',
      threadId: 'omt_1',
      senderId: 'ou_ann',
      senderType: 'user',
      senderTenant: 'tenant-ann',
      botTenant: 'tenant-bot',
      createdAt: 1_690_000_000_000,
    })
    expect(JSON.parse(raw)).toEqual({ sender: event.sender, message: event.message })
  })

  const lenient = [
    {
      what: 'no time of its own',
      given: withMessage({ create_time: undefined }),
      expected: { createdAt: 1_690_000_000_123 },
    },
    {
      what: 'no time at all',
      given: { ...withMessage({ create_time: 'x' }), create_time: null },
      expected: { createdAt: NOW },
    },
    { what: 'a private chat', given: withMessage({ chat_type: 'p2p' }), expected: { chatType: 'p2p' } },
    { what: 'a kind of chat of tomorrow', given: withMessage({ chat_type: 'topic' }), expected: { chatType: 'group' } },
    { what: 'no tenants', given: { ...event, tenant_key: null }, expected: { senderId: 'ou_ann' } },
  ]
  test.each(lenient)('$what is taken', ({ given, expected }) => {
    expect(arrivalOf(given, 'work', NOW)).toMatchObject(expected)
  })

  const broken = [
    { what: 'no event ID', given: { ...event, event_id: undefined }, names: 'event_id' },
    { what: 'no sender', given: { ...event, sender: null }, names: 'sender' },
    {
      what: 'no Open ID',
      given: { ...event, sender: { sender_id: { open_id: null } } },
      names: 'sender.sender_id.open_id',
    },
    { what: 'no message ID', given: withMessage({ message_id: '' }), names: 'message.message_id' },
    { what: 'no chat', given: withMessage({ chat_id: 7 }), names: 'message.chat_id' },
    { what: 'no event at all', given: 'x', names: 'the whole of it' },
  ]
  test.each(broken)('$what: the problem names $names', ({ given, names }) => {
    const problem = arrivalOf(given, 'work', NOW)
    expect('problem' in problem && problem.problem).toContain(names)
  })

  test('garbage by the thousand is a problem or an arrival, never a throw', () => {
    const piece = fc.anything({ maxDepth: 2 })
    const near = fc.record({ event_id: piece, sender: piece, message: piece, create_time: piece }, { requiredKeys: [] })
    const nearer = fc
      .record({ message_id: piece, chat_id: piece, chat_type: piece, message_type: piece, create_time: piece })
      .map(withMessage)
    fc.assert(
      fc.property(fc.oneof(piece, near, nearer), given => {
        const result = arrivalOf(given, 'work', NOW)
        expect('problem' in result || result.messageId !== '').toBe(true)
        expect(notedOf('kind', given, 'why')).toMatchObject({ kind: 'kind', reason: 'why' })
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('a row for the log', () => {
  const rows = [
    {
      given: { event_id: 'e', message_id: 'om', user_id: { open_id: 'ou' } },
      row: { eventId: 'e', messageId: 'om', senderId: 'ou' },
    },
    { given: { event_id: 'e', chat_id: 'oc', operator_id: { open_id: 'ou' } }, row: { chatId: 'oc', senderId: 'ou' } },
    {
      given: { operator: { open_id: 'ou' }, context: { open_message_id: 'om', open_chat_id: 'oc' } },
      row: { eventId: '', messageId: 'om', chatId: 'oc', senderId: 'ou' },
    },
    { given: { operator: { operator_id: { open_id: 'ou' } } }, row: { senderId: 'ou' } },
    { given: { event_id: 7 }, row: { eventId: '' } },
  ]
  test.each(rows)('$given: $row', ({ given, row }) => {
    expect(notedOf('k', given, 'r')).toMatchObject(row)
  })
})
