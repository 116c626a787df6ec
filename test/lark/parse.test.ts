import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Arrival } from '../../main/contract/arrival.ts'
import { readArrival } from '../../main/lark/parse.ts'

const self = { bot: { openId: 'ou_bot', name: 'Perch' }, appId: 'cli_1' }
const arrivalWith = (raw: string, senderId = 'ou_ann'): Arrival => ({
  account: 'default',
  eventId: 'e',
  messageId: 'om',
  chatId: 'oc',
  chatType: 'group',
  senderId,
  senderType: 'user',
  createdAt: 1,
  raw,
})
const mentions = [
  { key: '@_user_1', id: { open_id: 'ou_bot' }, name: 'Perch' },
  { key: '@_user_2', id: { open_id: 'ou_bob' }, name: 'Bob' },
  { key: '@_user_10', id: 'ou_ten', name: '十号' },
]
const message = (message_type: string, content: unknown, given: unknown = mentions): string =>
  JSON.stringify({
    message: {
      message_type,
      content: typeof content === 'string' ? content : JSON.stringify(content),
      mentions: given,
    },
  })
const read = (raw: string, senderId?: string) => readArrival(arrivalWith(raw, senderId), self)
const textOf = (content: unknown) => read(message('text', content)).text
const postOf = (content: unknown) => read(message('post', content)).text

describe('a text', () => {
  const rows = [
    { text: '@_user_1 hello', reads: 'hello' },
    { text: 'hello @_user_1', reads: 'hello' },
    { text: 'ask @_user_1 and @_user_2 please', reads: 'ask and @Bob please' },
    { text: '@_user_10 and @_user_2', reads: '@十号 and @Bob' },
    { text: '@_user_2你好', reads: '@Bob你好' },
    { text: '@_all look', reads: '@all look' },
    { text: '@_user_7 who?', reads: '@_user_7 who?' },
    { text: '  two\n  lines  ', reads: 'two\n  lines' },
    { text: '@_user_1', reads: '' },
  ]
  test.each(rows)('$text reads "$reads"', ({ text, reads }) => {
    expect(textOf({ text })).toBe(reads)
  })

  test('only a mention of the bot itself counts', () => {
    expect(read(message('text', { text: '@_user_1 hi' })).mentionsBot).toBe(true)
    expect(read(message('text', { text: '@_user_2 hi' }, mentions.slice(1))).mentionsBot).toBe(false)
    expect(read(message('text', { text: '@_all hi' }, [{ key: '@_all', id: {}, name: 'All' }])).mentionsBot).toBe(false)
    expect(read(message('text', { text: '@_all hi' }, null)).mentionsBot).toBe(false)
  })

  test('what the bot wrote itself is known by its Open ID or its App ID', () => {
    const raw = message('text', { text: 'x' })
    expect([read(raw, 'ou_bot'), read(raw, 'cli_1'), read(raw, 'ou_ann')].map(({ fromSelf }) => fromSelf)).toEqual([
      true,
      true,
      false,
    ])
  })
})

describe('a post', () => {
  test('it is read line by line, with all that it holds', () => {
    const content = [
      [
        { tag: 'at', user_id: '@_user_1', user_name: 'Perch' },
        { tag: 'text', text: ' see ' },
        { tag: 'a', text: 'the page', href: 'https://example.com' },
      ],
      [
        { tag: 'img', image_key: 'img_1' },
        { tag: 'media', file_key: 'f' },
        { tag: 'emotion', emoji_type: 'SMILE' },
      ],
      [
        { tag: 'at', user_id: '@_user_2' },
        { tag: 'at', user_id: 'all' },
        { tag: 'at', user_id: 'ou_x', user_name: 'Eve' },
      ],
      [{ tag: 'code_block', language: 'GO', text: 'x := 1\n' }],
      [{ tag: 'hr' }],
      [{ tag: 'md', text: '**bold**' }, { tag: 'new-tag', text: '!' }, { tag: 'empty' }, null, 7],
    ]
    expect(postOf({ title: 'Plan', content })).toBe(
      'Plan\n see [the page](https://example.com)\n[image][video][SMILE]\n@Bob@all@Eve\n```go\nx := 1\n```\n---\n**bold**!',
    )
  })

  test('a language around it changes nothing', () => {
    expect(postOf({ zh_cn: { title: '', content: [[{ tag: 'text', text: '你好' }]] } })).toBe('你好')
  })

  test('nor does more around it, or a line that is none', () => {
    const zh_cn = { title: 'T', content: [[{ tag: 'text', text: 'a' }], { tag: 'text', text: 'b' }, 'odd'] }
    for (const content of [zh_cn, { post: { zh_cn } }, { title: '', en_us: zh_cn }])
      expect(postOf(content)).toBe('T\na\nb')
  })

  test('a code block ends where it should, whatever is in it', () => {
    const piece = { tag: 'code_block', language: 'MARKDOWN', text: '```js\nx\n```' }
    expect(postOf({ content: [[piece]] })).toBe('````markdown\n```js\nx\n```\n````')
  })

  test('what is no post is not supported', () => {
    for (const content of ['x', {}, { content: 'x' }, [], null, { zh_cn: null }]) {
      expect(read(message('post', content))).toMatchObject({ supported: false, text: '[post]' })
    }
  })
})

describe('other kinds', () => {
  const rows = [
    { kind: 'image', content: { image_key: 'k' }, text: '[image]' },
    { kind: 'file', content: { file_key: 'k', file_name: 'report.pdf' }, text: '[file report.pdf]' },
    { kind: 'audio', content: { file_key: 'k', duration: 1 }, text: '[voice message]' },
    { kind: 'media', content: { file_key: 'k', file_name: 'a.mp4' }, text: '[video a.mp4]' },
    { kind: 'sticker', content: {}, text: '[sticker]' },
    { kind: 'interactive', content: { title: 'x', elements: [] }, text: '[card]' },
    { kind: 'share_chat', content: { chat_id: 'oc' }, text: '[shared group]' },
    { kind: 'share_user', content: { user_id: 'ou' }, text: '[shared contact]' },
    { kind: 'merge_forward', content: 'Merged and Forwarded Message', text: '[forwarded messages]' },
    { kind: 'location', content: { name: '北京' }, text: '[location 北京]' },
    { kind: 'something_new', content: 'x', text: '[something_new]' },
  ]
  test.each(rows)('$kind is named: $text', ({ kind, content, text }) => {
    expect(read(message(kind, content))).toMatchObject({ kind, text, supported: true })
  })
})

describe('what makes no sense', () => {
  test('it is unsupported, never a throw', () => {
    const anything = fc.anything({ maxDepth: 3 }).map(value => JSON.stringify(value) ?? '')
    const kinds = fc.constantFrom('text', 'post', 'image', 'merge_forward', 'x')
    const raws = fc.oneof(
      fc.string(),
      anything,
      fc.tuple(kinds, anything, fc.json()).map(([kind, content, given]) => message(kind, content, JSON.parse(given))),
    )
    fc.assert(
      fc.property(raws, raw => {
        const { text, supported, mentionsBot } = read(raw)
        expect([typeof text, typeof supported, typeof mentionsBot]).toEqual(['string', 'boolean', 'boolean'])
      }),
      { numRuns: 3_000 },
    )
  })

  test('a post of any words keeps each of them', () => {
    const words = fc.array(fc.array(fc.stringMatching(/^[a-z你好]{1,8}$/), { minLength: 1 }), { minLength: 1 })
    fc.assert(
      fc.property(words, lines => {
        const content = lines.map(line => line.map(text => ({ tag: 'text', text })))
        expect(postOf({ title: '', content })).toBe(lines.map(line => line.join('')).join('\n'))
      }),
    )
  })

  test('without knowing the bot, nothing counts as a mention of it', () => {
    const unknown = readArrival(arrivalWith(message('text', { text: '@_user_1 hi' })), {
      bot: undefined,
      appId: 'cli_1',
    })
    expect(unknown).toMatchObject({ mentionsBot: false, text: '@Perch hi' })
  })
})
