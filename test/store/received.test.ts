import { expect, test } from 'vitest'
import { arrivalOf } from './arrivals.ts'
import { temporaryStore } from './temporary.ts'

const file = {
  account: 'default',
  messageId: 'om_1',
  fileKey: 'k',
  chatId: 'oc_1',
  path: 'default/oc_1/om_1/a.pdf',
  name: 'a.pdf',
  bytes: 7,
  mediaType: 'application/pdf',
  at: 5,
}

test('a received file is known by its message and key, the newest word about it counts', async () => {
  const store = await temporaryStore()
  await store.received.add(file)
  expect(await store.received.find('default', 'om_1', 'k')).toEqual(file)
  await store.received.add({ ...file, textPath: 'default/oc_1/om_1/a.pdf.txt', bytes: 8 })
  expect(await store.received.find('default', 'om_1', 'k')).toMatchObject({ bytes: 8, textPath: expect.any(String) })
  expect(await store.received.find('work', 'om_1', 'k')).toBeUndefined()
  expect(await store.received.find('default', 'om_1', 'other')).toBeUndefined()
})

test('what was received is forgotten after 30 days, reactions stay with their conversation', async () => {
  const store = await temporaryStore()
  await store.received.add(file)
  const sign = { account: 'default', messageId: 'om_9', senderId: 'ou_a', emoji: 'OK', session: 'default:oc_1', at: 5 }
  await store.reactions.add(sign)
  await store.reactions.add({ ...sign, at: 6 })
  store.prune(5 + 31 * 24 * 60 * 60_000)
  expect(await store.received.find('default', 'om_1', 'k')).toBeUndefined()
  expect(await store.reactions.ofSession('default:oc_1')).toEqual([{ ...sign, at: 6 }])
  await store.reactions.remove(sign)
  expect(await store.reactions.ofSession('default:oc_1')).toEqual([])
})

test('a message of the bot is found by its ID, with what it answered and what it said', async () => {
  const store = await temporaryStore()
  const { item } = await store.inbox.record(arrivalOf({ messageId: 'om_1', chatId: 'oc_1', threadId: 'omt_1' }))
  const to = { kind: 'reply', messageId: 'om_1', chatId: 'oc_1', inThread: true } as const
  const part = (name: string, body: { kind: 'text'; text: string } | { kind: 'card'; cardId: string }) =>
    store.outbox.put({
      inboxId: item.id,
      part: name,
      account: 'default',
      createdAt: 1,
      outgoing: { uuid: name, to, body },
    })
  await part('card', { kind: 'card', cardId: 'c' })
  await part('answer-1', { kind: 'text', text: 'the rest' })
  await part('answer-2', { kind: 'text', text: 'not sent' })
  await store.outbox.settle(item.id, 'card', 'sent', { messageId: 'om_card', chatId: 'oc_1' })
  await store.outbox.settle(item.id, 'answer-1', 'sent', { messageId: 'om_text', chatId: 'oc_1' })
  await store.turns.save({ inboxId: item.id, startedAt: 1, answer: 'the whole' })
  await store.turns.remove(item.id)
  const place = { chatId: 'oc_1', threadId: 'omt_1' }
  expect(await store.own.find('default', 'om_text')).toEqual({ text: 'the rest', ...place })
  expect(await store.own.find('default', 'om_card')).toEqual({ text: 'the whole', ...place })
  expect(await store.own.find('default', 'om_1')).toBeUndefined()
  expect(await store.own.find('work', 'om_text')).toBeUndefined()
})
