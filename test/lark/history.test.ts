import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import type { Body, Target } from '../../main/chat/message.ts'
import { History } from '../../main/lark/history.ts'
import { likeness } from '../../main/lark/likeness.ts'
import { never, refused, scriptedPlatform, type Asked } from './scripted-platform.ts'

const at = 1_700_000_000_000
const reply: Target = { kind: 'reply', messageId: 'om_q', chatId: 'oc_1', inThread: false }
const answer: Body = { kind: 'text', text: '明天见，see you at 9!' }
const post = (text: string) => JSON.stringify({ title: '', content: [[{ tag: 'text', text }]] })

const item = (change: Record<string, unknown> = {}) => ({
  message_id: 'om_a',
  parent_id: 'om_q',
  msg_type: 'text',
  create_time: String(at + 1000),
  chat_id: 'oc_1',
  sender: { id: 'cli_own' },
  body: { content: JSON.stringify({ text: '明天见，see you at 9!' }) },
  ...change,
})

const chatOf = (target: Target) => (target.kind === 'person' ? target.openId : target.chatId)

async function looking(answers: (asked: Asked, count: number) => unknown, to = reply, body = answer) {
  const calling = scriptedPlatform(answers)
  const history = new History(calling, { appId: 'cli_own', chatOf, log: silentLogger })
  return { found: await history.findSent({ uuid: 'u1', to, body }, at, never), asked: calling.asked }
}

describe('looking for a message that may have been sent', () => {
  test.each<[string, unknown[], unknown]>([
    ['our reply with these words', [item()], { messageId: 'om_a', chatId: 'oc_1' }],
    ['no message at all', [], 'absent'],
    ['the same words of a person', [item({ sender: { id: 'ou_1' } })], 'absent'],
    ['our reply to another message', [item({ parent_id: 'om_other' })], 'absent'],
    ['another part of our answer', [item({ body: { content: '{"text":"first part"}' } })], 'absent'],
    [
      'our words in the chat, after the question was withdrawn',
      [item({ parent_id: undefined })],
      { messageId: 'om_a', chatId: 'oc_1' },
    ],
    [
      'a card that answers it and comes back as nothing',
      [item({ msg_type: 'interactive', body: { content: '{"title":null,"elements":[]}' } })],
      'unknown',
    ],
    [
      'our answer, withdrawn since',
      [item({ deleted: true, body: { content: 'This message was recalled' } })],
      'unknown',
    ],
    ['the same words long before', [item({ create_time: String(at - 120_000) })], 'absent'],
  ])('%s', async (_name, items, result) => {
    expect((await looking(() => ({ data: { items } }))).found).toEqual(result)
  })

  test('reads the chat from a minute before, oldest first, page by page', async () => {
    const { found, asked } = await looking((_asked, count) =>
      count === 1 ? { data: { items: [], has_more: true, page_token: 'p2' } } : { data: { items: [item()] } },
    )
    expect(found).toEqual({ messageId: 'om_a', chatId: 'oc_1' })
    expect(asked[0]?.params).toEqual({
      container_id_type: 'chat',
      container_id: 'oc_1',
      page_size: 50,
      start_time: at / 1000 - 60,
      sort_type: 'ByCreateTimeAsc',
    })
    expect(asked[1]?.params).toMatchObject({ page_token: 'p2' })
  })

  test('reads a thread from its end, and no further than needed', async () => {
    const { found, asked } = await looking(
      request => {
        if (request.url.endsWith('/om_q'))
          return { data: { items: [item({ message_id: 'om_q', thread_id: 'omt_1' })] } }
        return {
          data: { items: [item(), item({ create_time: String(at - 900_000) })], has_more: true, page_token: 'p2' },
        }
      },
      { ...reply, inThread: true },
    )
    expect(found).toMatchObject({ messageId: 'om_a' })
    expect(asked.map(request => request.params?.container_id)).toEqual([undefined, 'omt_1'])
    expect(asked[1]?.params).not.toHaveProperty('start_time')
  })

  test.each([230027, 99991672, 230002])('refusal %i means that nobody knows', async code => {
    expect((await looking(() => refused(code))).found).toBe('unknown')
  })

  test('a chat too busy to read through means that nobody knows', async () => {
    const { found, asked } = await looking(() => ({ data: { items: [], has_more: true, page_token: 'more' } }))
    expect(found).toBe('unknown')
    expect(asked).toHaveLength(10)
  })

  test('a person whose chat is not known can not be looked up', async () => {
    const { found, asked } = await looking(() => ({}), { kind: 'person', openId: 'ou_1' })
    expect(found).toBe('unknown')
    expect(asked).toEqual([])
  })
})

describe('whether two messages are the same', () => {
  const markdown: Body = {
    kind: 'markdown',
    text: '## Plan\n\nSee [the page](https://a.b/c):\n\n```js\nlet a = 1\n```',
  }
  test.each<[string, Body, string, string, string]>([
    ['a post, its markup lost', markdown, 'post', post('Plan See the page: let a = 1'), 'same'],
    ['a card that shows it', markdown, 'interactive', post('Plan\nSee the page:\nlet a = 1'), 'same'],
    ['a card that asks to update the client', markdown, 'interactive', post('请升级至最新版本客户端'), 'unreadable'],
    ['another post', markdown, 'post', post('Something else'), 'other'],
    ['an image', markdown, 'image', '{"image_key":"img_1"}', 'other'],
    ['only emoji', { kind: 'text', text: '👍🎉' }, 'text', '{"text":"👍🎉"}', 'same'],
    ['other emoji', { kind: 'text', text: '👍🎉' }, 'text', '{"text":"👎"}', 'other'],
    ['a streaming card', { kind: 'card', cardId: '7' }, 'interactive', '{}', 'same'],
    ['a text for a streaming card', { kind: 'card', cardId: '7' }, 'text', '{"text":"x"}', 'other'],
    [
      'a file by its name',
      { kind: 'file', path: '/a/report.pdf' },
      'file',
      '{"file_key":"f","file_name":"report.pdf"}',
      'same',
    ],
    [
      'a file of another name',
      { kind: 'file', path: '/a/report.pdf' },
      'file',
      '{"file_key":"f","file_name":"b.pdf"}',
      'other',
    ],
    ['a file without a name', { kind: 'file', path: '/a/report.pdf' }, 'file', '{"file_key":"f"}', 'unreadable'],
    ['a picture, which has no name', { kind: 'image', path: '/a/b.png' }, 'image', '{"image_key":"i"}', 'unreadable'],
    ['raw content', { kind: 'raw', messageType: 'post', content: post('Hi Bob') }, 'post', post('Hi Bob'), 'same'],
    [
      'raw content of another type',
      { kind: 'raw', messageType: 'post', content: post('Hi') },
      'text',
      '{"text":"Hi"}',
      'other',
    ],
  ])('%s', (_name, body, messageType, content, result) => {
    expect(likeness(body, { messageType, content })).toBe(result)
  })
})
