import { expect, test } from 'vitest'
import type { Outgoing } from '../../main/store/rows.ts'
import { arrivalOf } from './arrivals.ts'
import { START, temporaryStore } from './temporary.ts'

const place = { account: 'default', chatId: 'oc_1', threadId: undefined }
const to = (target: Outgoing['to'], text: string): Outgoing => ({
  uuid: `uuid-${text}`,
  to: target,
  body: { kind: 'markdown', text },
})

test('turns, tokens and the parts of answers are those of one conversation', async () => {
  const { conversations, usage, inbox, outbox, margins } = await temporaryStore()
  await conversations.append(
    'default:oc_1',
    [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
    ],
    10,
  )
  await conversations.append('default:oc_2', [{ role: 'user', content: 'c' }], 20)
  const entry = { account: 'default', model: 'm', input: 3, output: 4, at: 5 }
  await usage.tokens({ ...entry, session: 'default:oc_1', cost: 120, currency: 'USD' })
  await usage.tokens({ ...entry, session: 'default:oc_2' })
  const { item } = await inbox.record(arrivalOf())
  const other = await inbox.record(arrivalOf({ messageId: 'om_2', eventId: 'ev_2', threadId: 'omt_1' }))
  for (const { id } of [item, other.item]) {
    const outgoing = to({ kind: 'chat', chatId: 'oc_1' }, `answer ${id}`)
    await outbox.put({ inboxId: id, part: 'answer-0', account: 'default', outgoing, createdAt: 11 })
    await outbox.settle(id, 'answer-0', 'sent', { messageId: `om_bot_${id}`, chatId: 'oc_1' })
    await inbox.setStage([id], 'done', 'answered', '')
  }
  expect(await margins.turns('default:oc_1')).toEqual([10])
  expect(await margins.tokens('default:oc_1')).toEqual([{ at: 5, input: 3, output: 4, cost: 120, currency: 'USD' }])
  expect(await margins.parts(place)).toEqual([
    { part: 'answer-0', createdAt: 11, questionId: 'om_1', messageId: `om_bot_${item.id}`, failure: undefined },
  ])
  expect(await margins.parts({ ...place, threadId: 'omt_1' })).toMatchObject([{ questionId: 'om_2' }])
})

test('an answer that failed says why and when, also when nothing of it was stored', async () => {
  const { inbox, outbox, fates, margins } = await temporaryStore()
  const silent = await inbox.record(arrivalOf())
  const told = await inbox.record(arrivalOf({ messageId: 'om_2', eventId: 'ev_2' }))
  const waiting = await inbox.record(arrivalOf({ messageId: 'om_3', eventId: 'ev_3' }))
  const outgoing = to({ kind: 'chat', chatId: 'oc_1' }, 'The key was refused.')
  await outbox.put({ inboxId: told.item.id, part: 'answer-0', account: 'default', outgoing, createdAt: START + 5 })
  await outbox.settle(told.item.id, 'answer-0', 'sent', { messageId: 'om_bot', chatId: 'oc_1' })
  for (const { item } of [silent, told]) await inbox.setStage([item.id], 'done', 'failed', 'No key.')
  await inbox.setStage([waiting.item.id], 'running', 'running', '')
  const entry = { at: START + 9, account: 'default', kind: 'message', eventId: 'ev_2', messageId: 'om_2' }
  fates.add({ ...entry, fate: 'failed', reason: 'No key.' })
  await fates.read({ limit: 1 }) // writes what still waits
  const parts = await margins.parts(place)
  expect(parts.map(({ part, questionId, failure }) => [part, questionId, failure])).toEqual([
    ['', 'om_1', { reason: 'No key.', at: silent.item.receivedAt, text: '', isSent: false }],
    ['answer-0', 'om_2', { reason: 'No key.', at: START + 9, text: 'The key was refused.', isSent: true }],
  ])
})

test('what was sent by hand is found by its chat, by the person whose chat it is, and by what it replies to', async () => {
  const { inbox, outbox, margins } = await temporaryStore()
  await inbox.record(arrivalOf({ messageId: 'om_topic', eventId: 'ev_2', threadId: 'omt_1' }))
  const put = (part: string, outgoing: Outgoing) =>
    outbox.put({ inboxId: 0, part, account: 'default', outgoing, createdAt: START })
  await put('1', to({ kind: 'chat', chatId: 'oc_1' }, 'to the chat'))
  await put('2', to({ kind: 'person', openId: 'ou_ann' }, 'to the person'))
  await outbox.settle(0, '2', 'sent', { messageId: 'om_9', chatId: 'oc_1' })
  await put('3', to({ kind: 'reply', messageId: 'om_topic', chatId: 'oc_1', inThread: false }, 'into the topic'))
  await put('4', to({ kind: 'chat', chatId: 'oc_2' }, 'elsewhere'))
  await outbox.settle(0, '1', 'failed', 'refused')
  const texts = async (threadId: string | undefined) =>
    (await margins.byHand({ ...place, threadId })).map(({ outgoing: { body }, state }) => [
      'text' in body ? body.text : '',
      state,
    ])
  expect(await texts(undefined)).toEqual([
    ['to the chat', 'failed'],
    ['to the person', 'sent'],
  ])
  expect(await texts('omt_1')).toEqual([['into the topic', 'pending']])
})
