import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { BY_HAND, Outbox } from '../../main/chat/outbox.ts'
import { AppError } from '../../main/contract/errors.ts'
import { createSend } from '../../main/service/send.ts'
import { FakeChannel } from '../fakes/channel.ts'
import { startChat, type TestChat } from '../fakes/chat.ts'

const running: TestChat[] = []
afterEach(async () => {
  for (const chat of running.splice(0)) await chat.stop({ grace: 0 })
})
const { signal } = new AbortController()

async function start(files: Readonly<Record<string, string>> = {}) {
  const channel = new FakeChannel()
  const chat = await startChat({ channel })
  running.push(chat)
  const outbox = new Outbox({ store: chat.store.outbox, now: () => Date.now(), log: silentLogger })
  const readText = (path: string) => {
    const text = files[path]
    return text === undefined ? Promise.reject(new Error('ENOENT')) : Promise.resolve(text)
  }
  const asked: string[] = []
  const ports = {
    accounts: () => ['default', 'work', 'home'],
    hasReceived: (account: string, id: string) => Promise.resolve(account === 'work' && id === 'om_at_work'),
    sender: (account: string) => {
      asked.push(account)
      return Promise.resolve(account === 'gone' ? undefined : channel)
    },
    outbox,
    readText,
  }
  return { channel, asked, send: createSend(ports), rows: () => outbox.partsOf(BY_HAND) }
}

test('a message whose answer was lost arrives once when it is sent again under its key', async () => {
  const { channel, send } = await start()
  const deliver = channel.send.bind(channel)
  channel.send = async outgoing => {
    await deliver(outgoing)
    channel.send = deliver
    throw new AppError('lark-unreachable', 'no answer (ECONNRESET)')
  }
  const message = { to: 'oc_1', message: 'hello', key: 'k1' }
  await expect(send(message, signal)).rejects.toThrow('It is not known whether the message was sent.')
  expect(await send(message, signal)).toMatchObject({ messageId: 'om_0' })
  expect(channel.sent).toHaveLength(1)
})

test('other words under the same key, and the same words without one, are other messages', async () => {
  const { channel, send } = await start()
  for (const message of ['hello', 'hello!']) await send({ to: 'oc_1', message, key: 'k1' }, signal)
  for (const to of ['oc_1', 'oc_1']) await send({ to, message: 'hello' }, signal)
  await send({ to: 'oc_2', message: 'hello', key: 'k1' }, signal)
  expect(new Set(channel.sent.map(({ uuid }) => uuid)).size).toBe(5)
})

test('a connection that was never made is no reason to doubt', async () => {
  const { channel, send, rows } = await start()
  channel.send = () => Promise.reject(new AppError('lark-unreachable', 'POST: no answer (ECONNREFUSED).'))
  await expect(send({ to: 'oc_1', message: 'x' }, signal)).rejects.toThrow('ECONNREFUSED')
  expect(await rows()).toMatchObject([{ state: 'failed' }])
})

test.each(['lark-busy', 'lark-answer-invalid'] as const)('an answer that tells nothing (%s) is a doubt', async code => {
  const { channel, send, rows } = await start()
  channel.send = () => Promise.reject(new AppError(code, 'POST: HTTP 504, and no answer of the platform.'))
  await expect(send({ to: 'oc_1', message: 'x' }, signal)).rejects.toMatchObject({ code: 'send-uncertain' })
  expect(await rows()).toMatchObject([{ state: 'pending' }])
})

test('a message that failed and is sent again into the unknown is in doubt', async () => {
  const { channel, send, rows } = await start()
  const message = { to: 'oc_1', message: 'x', key: 'k1' }
  const failing = (trouble: string) => () =>
    Promise.reject(new AppError('lark-unreachable', `POST: no answer (${trouble}).`))
  channel.send = failing('ECONNREFUSED')
  await expect(send(message, signal)).rejects.toMatchObject({ code: 'lark-unreachable' })
  channel.send = failing('ECONNRESET')
  await expect(send(message, signal)).rejects.toMatchObject({ code: 'send-uncertain' })
  expect(await rows()).toMatchObject([{ state: 'pending' }])
})

test('a connection that was never made takes away no doubt about an earlier try', async () => {
  const { channel, send, rows } = await start()
  const deliver = channel.send.bind(channel)
  const message = { to: 'oc_1', message: 'x', key: 'k1' }
  for (const trouble of ['ECONNRESET', 'ECONNREFUSED']) {
    channel.send = () => Promise.reject(new AppError('lark-unreachable', `POST: no answer (${trouble}).`))
    await expect(send(message, signal)).rejects.toMatchObject({ code: 'send-uncertain' })
    expect(await rows()).toMatchObject([{ state: 'pending' }])
    await sleep(2) // so that the second try is a later one
  }
  channel.send = deliver
  await send(message, signal)
  expect(await rows()).toMatchObject([{ state: 'sent' }])
})

test('a long text arrives in several messages, in order, and whole', async () => {
  const { channel, send } = await start()
  const text = Array.from({ length: 900 }, (_, index) => `line ${index}`).join('\n')
  expect(await send({ to: 'oc_1', message: text }, signal)).toMatchObject({ messageId: 'om_0' })
  expect(channel.sent.length).toBeGreaterThan(1)
  expect(channel.sent.map(({ body }) => ('text' in body ? body.text : '')).join('')).toBe(text)
})

test('a card may begin with the mark that editors of Windows write; what is no file is named', async () => {
  const { channel, send } = await start({ '/card.json': '\uFEFF{"schema":"2.0"}', '/half.json': '{' })
  await send({ to: 'oc_1', card: '/card.json' }, signal)
  expect(channel.sent[0]?.body).toMatchObject({ kind: 'raw', content: '{"schema":"2.0"}' })
  await expect(send({ to: 'oc_1', card: '/none.json' }, signal)).rejects.toMatchObject({
    code: 'not-found',
    message: 'There is no file /none.json that can be read.',
  })
  await expect(send({ to: 'oc_1', post: '/half.json' }, signal)).rejects.toMatchObject({ code: 'bad-request' })
  await expect(send({ to: 'oc_1', message: '' }, signal)).rejects.toMatchObject({ code: 'bad-request' })
})

test.each([
  ['the account that has received the message', { reply: 'om_at_work' }, 'work'],
  ['the first one when nobody here knows the message', { reply: 'om_elsewhere' }, 'default'],
  ['the first one when nothing is answered', { to: 'oc_1' }, 'default'],
  ['the one that is named, whoever has received it', { reply: 'om_at_work', account: 'home' }, 'home'],
])('it is sent by %s', async (_what, target, account) => {
  const { asked, send } = await start()
  await send({ ...target, message: 'hello' }, signal)
  expect(asked).toEqual([account])
})

test('an account without a name is wrong usage, and one that does not run is told', async () => {
  const { channel, asked, send } = await start()
  await expect(send({ to: 'oc_1', message: 'x', account: '' }, signal)).rejects.toMatchObject({ code: 'bad-request' })
  await expect(send({ to: 'oc_1', message: 'x', account: 'gone' }, signal)).rejects.toMatchObject({ code: 'not-found' })
  expect([asked, channel.sent]).toEqual([['gone'], []])
})
