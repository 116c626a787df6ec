import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import type { Body, Target } from '../../main/chat/message.ts'
import { fileTypeOf, refusalOf } from '../../main/lark/media.ts'
import { Sender } from '../../main/lark/sender.ts'
import { firstWay, nextWay, uuidOf, type Way } from '../../main/lark/ways.ts'
import { JumpingClock, never, refused, scriptedPlatform, unreachable, type Asked } from './scripted-platform.ts'

const reply: Target = { kind: 'reply', messageId: 'om_1', chatId: 'oc_1', inThread: false }
const inThread: Target = { ...reply, inThread: true }
const text: Body = { kind: 'text', text: 'Hello' }
const sent = { data: { message_id: 'om_new', chat_id: 'oc_1' } }

/** Sends one message against a platform that answers as told, and tells what was asked. */
async function sending(to: Target, body: Body, answers: readonly unknown[], signal = never) {
  const calling = scriptedPlatform((_asked, count) => answers[count - 1] ?? sent)
  const result = new Sender(calling, silentLogger).send({ uuid: 'u1', to, body }, signal)
  return { result: await result.catch((thrown: unknown) => thrown), asked: calling.asked, clock: calling.clock }
}

const uuids = (asked: readonly Asked[]) => asked.map(request => request.data?.uuid)
const types = (asked: readonly Asked[]) => asked.map(request => request.data?.msg_type)

test.each([
  ['a refusal that says nothing about the first try', refused(230002)],
  ['another failure before the platform', refused(99991400)],
])('after a lost answer, %s leaves the message in doubt', async (_what, next) => {
  const { result } = await sending(reply, text, [unreachable(), ...Array<unknown>(8).fill(next)])
  expect(result).toMatchObject({ code: 'lark-unreachable' })
})

describe('where a message goes', () => {
  test('a reply answers its message', async () => {
    const { result, asked } = await sending(reply, text, [])
    expect(result).toEqual({ messageId: 'om_new', chatId: 'oc_1' })
    expect(asked).toMatchObject([
      {
        method: 'POST',
        url: '/open-apis/im/v1/messages/om_1/reply',
        data: { msg_type: 'text', content: '{"text":"Hello"}', uuid: 'u1' },
      },
    ])
    expect(asked[0]?.data).not.toHaveProperty('reply_in_thread')
  })

  test('a reply in a thread says so', async () => {
    const { asked } = await sending(inThread, text, [])
    expect(asked[0]?.data).toMatchObject({ reply_in_thread: true })
  })

  test.each<[Target, string, string]>([
    [{ kind: 'chat', chatId: 'oc_2' }, 'chat_id', 'oc_2'],
    [{ kind: 'person', openId: 'ou_3' }, 'open_id', 'ou_3'],
  ])('%o is addressed by its %s', async (to, type, id) => {
    const { asked } = await sending(to, text, [])
    expect(asked).toMatchObject([
      { url: '/open-apis/im/v1/messages', params: { receive_id_type: type }, data: { receive_id: id } },
    ])
  })

  test('a streaming card is sent by its ID, raw content as it is', async () => {
    const card = await sending(reply, { kind: 'card', cardId: '7' }, [])
    expect(card.asked[0]?.data).toMatchObject({
      msg_type: 'interactive',
      content: '{"type":"card","data":{"card_id":"7"}}',
    })
    const raw = await sending(reply, { kind: 'raw', messageType: 'post', content: '{"a":1}' }, [])
    expect(raw.asked[0]?.data).toMatchObject({ msg_type: 'post', content: '{"a":1}' })
  })

  test('an empty message is refused before anybody is asked', async () => {
    const { result, asked } = await sending(reply, { kind: 'markdown', text: ' \n' }, [])
    expect(result).toMatchObject({ code: 'bad-request' })
    expect(asked).toEqual([])
  })
})

describe('what a refusal leads to', () => {
  const card: Way = { reply: true, inThread: true, form: 'card' }
  const asIs: Way = { reply: true, inThread: true, form: 'as-is' }
  test.each<[string, Way, number, Partial<Way> | undefined]>([
    ['a withdrawn message', asIs, 230011, { reply: false, inThread: false }],
    ['a deleted message', card, 230110, { reply: false, inThread: false, form: 'card' }],
    ['a topic that is gone', card, 230019, { reply: false, inThread: false }],
    ['a group without threads', asIs, 230071, { reply: true, inThread: false }],
    ['a broken card', card, 230099, { form: 'post', inThread: true }],
    ['a card that is too long', card, 230025, { form: 'post' }],
    ['a broken post', { ...card, form: 'post' }, 230001, { form: 'text' }],
    ['a broken text', { ...card, form: 'text' }, 230001, undefined],
    ['broken content of the caller', asIs, 230099, undefined],
    ['sensitive words, which no form makes better', card, 230022, undefined],
    ['words that the company keeps in', card, 230028, undefined],
    ['a bot outside the chat', card, 230002, undefined],
    ['a withdrawn message when it is no reply', { ...card, reply: false }, 230011, undefined],
  ])('%s', (_name, way, code, next) => {
    expect(nextWay(way, code)).toEqual(next && { ...way, ...next })
  })

  test('each way has a uuid of its own, stable and short enough', () => {
    const first = firstWay(inThread, 'card')
    const ways: Way[] = [
      first,
      { ...first, inThread: false },
      { ...first, reply: false, inThread: false },
      { ...first, form: 'post' },
      { ...first, form: 'text' },
    ]
    const made = ways.map(way => uuidOf('u1', first, way))
    expect(made[0]).toBe('u1')
    expect(new Set(made).size).toBe(ways.length)
    for (const way of ways) expect(uuidOf('x'.repeat(50), first, way).length).toBeLessThanOrEqual(50)
  })

  test('the words of a withdrawn question arrive in its chat', async () => {
    const { result, asked } = await sending(inThread, text, [refused(230011)])
    expect(result).toMatchObject({ messageId: 'om_new' })
    expect(asked[1]).toMatchObject({
      url: '/open-apis/im/v1/messages',
      params: { receive_id_type: 'chat_id' },
      data: { receive_id: 'oc_1', uuid: 'u1-p' },
    })
  })

  test('a refused card becomes a post, then a text', async () => {
    const { asked, result } = await sending(reply, { kind: 'markdown', text: '# Title\n\nwords' }, [
      refused(230099),
      refused(230001),
    ])
    expect(types(asked)).toEqual(['interactive', 'post', 'text'])
    expect(uuids(asked)).toEqual(['u1', 'u1-o', 'u1-t'])
    expect(result).toMatchObject({ messageId: 'om_new' })
  })

  test('a card whose question is withdrawn keeps its form', async () => {
    const { asked } = await sending(reply, { kind: 'markdown', text: '# Title' }, [refused(230110)])
    expect(types(asked)).toEqual(['interactive', 'interactive'])
  })

  test('a final refusal is told', async () => {
    const { result, asked } = await sending(reply, text, [refused(230022)])
    expect(result).toMatchObject({ code: 'lark-content-refused', platformCode: 230022 })
    expect(asked).toHaveLength(1)
  })
})

describe('trying again', () => {
  test.each([
    ['no answer', unreachable()],
    ['a busy platform', refused(999, 502)],
    ['the limit of the app', refused(99991400, 429)],
    ['the limit of the chat', refused(230020)],
    ['the first attempt still under way', refused(230049)],
  ])('%s: the same uuid again', async (_name, failure) => {
    const { result, asked } = await sending(reply, text, [failure, failure])
    expect(result).toMatchObject({ messageId: 'om_new' })
    expect(uuids(asked)).toEqual(['u1', 'u1', 'u1'])
  })

  test('gives up after five attempts', async () => {
    const { result, asked } = await sending(reply, text, Array.from({ length: 9 }, unreachable))
    expect(result).toMatchObject({ code: 'lark-unreachable' })
    expect(asked).toHaveLength(5)
  })

  test('waits as long as the platform asks', async () => {
    const { clock } = await sending(reply, text, [refused(99991400, 429, 7000)])
    expect(clock.now() - new JumpingClock().now()).toBeGreaterThanOrEqual(7000)
  })

  test('stops when it is told to', async () => {
    const stop = new AbortController()
    const calling = scriptedPlatform((_asked, count) => {
      if (count === 2) stop.abort()
      return unreachable()
    })
    const sending = new Sender(calling, silentLogger).send({ uuid: 'u1', to: reply, body: text }, stop.signal)
    await expect(sending).rejects.toMatchObject({ code: 'cancelled' })
    expect(calling.asked).toHaveLength(2)
  })

  test('a message behind one that is stuck can still be stopped, and is not sent later', async () => {
    const calling = scriptedPlatform((asked, count) =>
      asked.data?.uuid === 'stuck' && count < 3 ? unreachable() : sent,
    )
    const sender = new Sender(calling, silentLogger)
    const stop = new AbortController()
    const stuck = sender.send({ uuid: 'stuck', to: reply, body: text }, never)
    const behind = sender.send({ uuid: 'behind', to: reply, body: text }, stop.signal)
    const refusal = expect(behind).rejects.toMatchObject({ code: 'cancelled' })
    stop.abort()
    await refusal
    await stuck
    await new Promise(setImmediate)
    expect(uuids(calling.asked)).toEqual(['stuck', 'stuck', 'stuck'])
  })

  test('messages to one chat keep their order, also over a retry', async () => {
    const calling = scriptedPlatform((_asked, count) => (count === 1 ? unreachable() : sent))
    const sender = new Sender(calling, silentLogger)
    await Promise.all(['a', 'b', 'c'].map(uuid => sender.send({ uuid, to: reply, body: text }, never)))
    expect(uuids(calling.asked)).toEqual(['a', 'a', 'b', 'c'])
  })

  test('a person and their private chat are one chat', async () => {
    const sender = new Sender(
      scriptedPlatform(() => sent),
      silentLogger,
    )
    await sender.send({ uuid: 'a', to: { kind: 'person', openId: 'ou_1' }, body: text }, never)
    expect(sender.chatOf({ kind: 'person', openId: 'ou_1' })).toBe('oc_1')
  })
})

describe('files', () => {
  test.each([
    ['a.pdf', 'pdf'],
    ['A.DOCX', 'doc'],
    ['b.xls', 'xls'],
    ['b.pptx', 'ppt'],
    ['v.mp4', 'mp4'],
    ['v.opus', 'opus'],
    ['v.mov', 'stream'],
    ['none', 'stream'],
  ])('%s is uploaded as %s', (name, type) => {
    expect(fileTypeOf(name)).toBe(type)
  })

  test('empty and too large ones are refused with a sentence', () => {
    expect(refusalOf('file', 'a.txt', 0)).toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('empty'),
    })
    expect(refusalOf('image', 'a.png', 11 * 1024 * 1024)).toMatchObject({
      code: 'lark-content-refused',
      message: expect.stringContaining('10 MB'),
    })
    expect(refusalOf('file', 'a.bin', 30 * 1024 * 1024)).toBeUndefined()
  })

  test('a file is uploaded anew on each attempt, then sent as what it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'perch-'))
    const path = join(folder, 'clip.mp4')
    await writeFile(path, 'film')
    const { asked } = await sending(reply, { kind: 'file', path }, [unreachable(), { data: { file_key: 'file_1' } }])
    await rm(folder, { recursive: true })
    expect(asked.map(request => request.url)).toEqual([
      '/open-apis/im/v1/files',
      '/open-apis/im/v1/files',
      '/open-apis/im/v1/messages/om_1/reply',
    ])
    expect(asked[0]?.data).toMatchObject({ file_type: 'mp4', file_name: 'clip.mp4' })
    expect(asked[0]?.data?.file).not.toBe(asked[1]?.data?.file)
    expect(asked[2]?.data).toMatchObject({ msg_type: 'media', content: '{"file_key":"file_1"}' })
  })

  test.each(['/nowhere/at/all.txt', tmpdir()])('%s can not be sent', async path => {
    const { result, asked } = await sending(reply, { kind: 'file', path }, [])
    expect(result).toMatchObject({ name: 'AppError' })
    expect(asked).toEqual([])
  })
})
