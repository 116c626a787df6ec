import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameIn } from '../../main/lark/downloads.ts'
import { lookUp } from '../../main/lark/lookup.ts'
import { piecesOf } from '../../main/lark/pieces.ts'
import { silentLogger } from '../../main/base/logger.ts'
import { never, refused, scriptedPlatform } from './scripted-platform.ts'

const pieces = (kind: string, content: unknown) => piecesOf(kind, content, 'om_1', key => key)
const named = (what: string, about = '') => [{ kind: 'named', what, about }]
const file = (form: string, more: object) => [{ kind: 'attachment', form, messageId: 'om_1', name: '', ...more }]

describe('each kind of message', () => {
  const rows: { kind: string; content: unknown; gives: unknown }[] = [
    { kind: 'text', content: { text: 'hi ' }, gives: [{ kind: 'words', text: 'hi' }] },
    { kind: 'image', content: { image_key: 'i' }, gives: file('picture', { key: 'i' }) },
    { kind: 'file', content: { file_key: 'f', file_name: 'a.pdf' }, gives: file('file', { key: 'f', name: 'a.pdf' }) },
    {
      kind: 'audio',
      content: { file_key: 'f', duration: 7000 },
      gives: file('voice', { key: 'f', milliseconds: 7000 }),
    },
    {
      kind: 'media',
      content: { file_key: 'f', image_key: 'i', file_name: 'a.mp4', duration: '12000' },
      gives: file('video', { key: 'f', name: 'a.mp4', milliseconds: 12_000 }),
    },
    {
      kind: 'post',
      content: {
        title: 'T',
        content: [[{ tag: 'img', image_key: 'i' }], [{ tag: 'media', file_key: 'f', image_key: 'j' }, { tag: 'img' }]],
      },
      gives: [
        { kind: 'words', text: 'T\n[image]\n[video][image]' },
        ...file('picture', { key: 'i' }),
        ...file('video', { key: 'f' }),
      ],
    },
    { kind: 'sticker', content: { file_key: 'x' }, gives: named('sticker') },
    { kind: 'merge_forward', content: undefined, gives: [{ kind: 'forward', messageId: 'om_1' }] },
    {
      kind: 'interactive',
      content: {
        title: 'Build',
        elements: [
          [
            { tag: 'text', text: 'one ' },
            { tag: 'text', text: 'line' },
          ],
          [{ tag: 'hr' }],
        ],
      },
      gives: [{ kind: 'card', text: 'Build\none line' }],
    },
    {
      kind: 'interactive',
      content: {
        elements: [
          [
            { tag: 'at', user_id: 'ou_1', user_name: 'Bob' },
            { tag: 'text', text: ' see ' },
            { tag: 'a', text: 'this', href: 'https://x.y' },
          ],
        ],
      },
      gives: [{ kind: 'card', text: '@Bob see this (https://x.y)' }],
    },
    {
      kind: 'interactive',
      content: {
        header: { title: { content: 'T' }, subtitle: { content: 'S' } },
        body: { elements: [{ tag: 'table', columns: [{ display_name: 'A' }], rows: [{ a: 'x', b: 2 }] }] },
      },
      gives: [{ kind: 'card', text: 'T\nS\nA\nx | 2' }],
    },
    {
      kind: 'interactive',
      content: { title: null, elements: [[{ tag: 'text', text: '请升级至最新版本客户端，以查看内容' }]] },
      gives: [{ kind: 'card', text: '' }],
    },
    { kind: 'interactive', content: undefined, gives: [{ kind: 'card', text: '' }] },
    { kind: 'share_user', content: { user_id: 'ou_1' }, gives: [{ kind: 'shared-person', id: 'ou_1' }] },
    { kind: 'share_user', content: {}, gives: named('shared contact') },
    { kind: 'share_chat', content: { chat_id: 'oc_1' }, gives: [{ kind: 'shared-group', id: 'oc_1' }] },
    {
      kind: 'location',
      content: { name: 'Home', longitude: '1.5', latitude: '2.5' },
      gives: named('location', 'Home, latitude 2.5, longitude 1.5'),
    },
    {
      kind: 'calendar',
      content: { summary: 'Review', start_time: '1767225600000' },
      gives: named('calendar event', 'Review, from 2026-01-01 00:00 UTC'),
    },
    { kind: 'video_chat', content: { topic: 'Standup' }, gives: named('video meeting', 'Standup') },
    {
      kind: 'todo',
      content: { summary: { title: 'Ship', content: [[{ tag: 'text', text: 'soon' }]] } },
      gives: named('task', 'Ship, soon'),
    },
    {
      kind: 'vote',
      content: { topic: 'Lunch', options: ['A', 'B'] },
      gives: named('poll', 'Lunch, option: A, option: B'),
    },
    {
      kind: 'system',
      content: { template: '{from_user} invited {to_chatters}.', from_user: ['Ann'], to_chatters: ['Bob', 'Cy'] },
      gives: named('system message', 'Ann invited Bob, Cy.'),
    },
    { kind: 'hongbao', content: { text: '[x]' }, gives: named('red packet') },
    { kind: 'brand_new', content: { title: 'Hm' }, gives: named('message of the kind brand_new', 'Hm') },
    { kind: 'image', content: {}, gives: undefined },
    { kind: 'file', content: { file_name: 'a' }, gives: undefined },
  ]
  test.each(rows)('$kind $content', ({ kind, content, gives }) => expect(pieces(kind, content)).toEqual(gives))

  test('nothing makes it throw, however deep', () => {
    const kinds = fc.constantFrom(
      'text',
      'post',
      'image',
      'file',
      'audio',
      'interactive',
      'todo',
      'vote',
      'system',
      'x',
    )
    fc.assert(fc.property(kinds, fc.anything(), (kind, content) => void pieces(kind, content)))
    let deep: unknown = { text: 'x' }
    for (let level = 0; level < 20_000; level++) deep = { elements: [deep] }
    expect(pieces('interactive', deep)).toEqual([{ kind: 'card', text: '' }])
  })
})

describe('a message that is looked up', () => {
  const options = { self: () => ({ bot: { openId: 'ou_bot', name: 'B' }, appId: 'cli_1' }), log: silentLogger }
  const item = (more: object) => ({
    message_id: 'om_1',
    msg_type: 'text',
    create_time: '5',
    update_time: '5',
    sender: { id: 'ou_ann', id_type: 'open_id', sender_type: 'user' },
    body: { content: '{"text":"hi"}' },
    ...more,
  })
  const found = (...items: object[]) =>
    lookUp(
      scriptedPlatform(() => ({ data: { items } })),
      options,
      'om_1',
      never,
    )

  test('tells who wrote it, and whether it was changed or withdrawn', async () => {
    const messages = await found(
      item({}),
      item({ message_id: 'om_2', upper_message_id: 'om_1', update_time: '9' }),
      item({ sender: { id: 'cli_1', id_type: 'app_id', sender_type: 'app' } }),
      item({ deleted: true, body: { content: 'This message was recalled' } }),
      { nonsense: true },
    )
    expect(messages).toMatchObject([
      { senderId: 'ou_ann', fromSelf: false, edited: false, withdrawn: false, pieces: [{ kind: 'words', text: 'hi' }] },
      { messageId: 'om_2', upperId: 'om_1', edited: true },
      { fromSelf: true, fromApp: true },
      { withdrawn: true, pieces: [] },
    ])
    expect(messages).toHaveLength(4)
  })

  test('is gone, not given out, or out of reach', async () => {
    const refusing = (code: number) =>
      lookUp(
        scriptedPlatform(() => refused(code)),
        options,
        'om_1',
        never,
      )
    expect(await refusing(230110)).toEqual([])
    expect(await refusing(230002)).toBeUndefined()
    await expect(refusing(99991400)).rejects.toMatchObject({ code: 'lark-rate-limited' })
  })
})

describe('the name in a header', () => {
  test.each([
    [`attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`, '报告.pdf'],
    ['attachment; filename="a b.pdf"', 'a b.pdf'],
    ['attachment; filename="a\\"b.pdf"', 'a"b.pdf'],
    ['attachment; filename=plain.txt', 'plain.txt'],
    ['attachment; filename="100%.txt"', '100%.txt'],
    ['attachment', ''],
  ])('%s is %s', (header, name) => expect(nameIn(header)).toBe(name))
})
