import { beforeAll, afterAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'
import { call, credentials } from './support.ts'

type Place = {
  readonly box: Sandbox
  readonly ann: string
  readonly message: string
  readonly botMessage: string
  readonly chat: string
  readonly group: string
  readonly strangeGroup: string
}
let place: Place
let box: Sandbox

beforeAll(async () => {
  box = await createSandbox({ limits: { enabled: false } })
  const { openId: ann } = await box.world.createPerson({ name: 'Ann' })
  const { messageId: message, chatId: chat } = await box.world.say({ person: ann, text: 'hello' })
  const { chatId: group } = await box.world.createGroup({ name: 'team', members: [ann] })
  const { chatId: strangeGroup } = await box.world.createGroup({ name: 'others', members: [ann], bots: [] })
  const sent = await call(box, 'POST', `/im/v1/messages/${message}/reply`, {
    msg_type: 'text',
    content: '{"text":"hi"}',
  })
  const botMessage = (sent.body['data'] as { message_id: string }).message_id
  place = { box, ann, message, botMessage, chat, group, strangeGroup }
})
afterAll(() => box.close())

const text = (value: string) => JSON.stringify({ text: value })
const send = (to: string, msg_type: string, content: unknown) => ({ receive_id: to, msg_type, content })
const card = (elements: readonly unknown[], more: object = {}) =>
  JSON.stringify({ schema: '2.0', ...more, body: { elements } })
const markdown = (content: string, more: object = {}) => ({ tag: 'markdown', content, ...more })
const create = '/im/v1/messages?receive_id_type='

type Row = {
  readonly what: string
  readonly request: (place: Place) => readonly [method: string, path: string, body?: unknown]
  readonly code: number
  readonly status?: number
}

const rows: readonly Row[] = [
  {
    what: 'a text to an open ID',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'text', text('x'))],
    code: 0,
    status: 200,
  },
  {
    what: 'an unknown receive_id_type',
    request: ({ ann }) => ['POST', `${create}phone`, send(ann, 'text', text('x'))],
    code: 99992402,
  },
  {
    what: 'no receive_id_type',
    request: ({ ann }) => ['POST', '/im/v1/messages', send(ann, 'text', text('x'))],
    code: 99992402,
  },
  {
    what: 'a chat ID called an open ID',
    request: ({ chat }) => ['POST', `${create}open_id`, send(chat, 'text', text('x'))],
    code: 99992351,
  },
  {
    what: 'an open ID called a union ID',
    request: ({ ann }) => ['POST', `${create}union_id`, send(ann, 'text', text('x'))],
    code: 99992352,
  },
  {
    what: 'an open ID called a user ID',
    request: ({ ann }) => ['POST', `${create}user_id`, send(ann, 'text', text('x'))],
    code: 99992353,
  },
  {
    what: 'an open ID called a chat ID',
    request: ({ ann }) => ['POST', `${create}chat_id`, send(ann, 'text', text('x'))],
    code: 230001,
  },
  {
    what: 'content that is an object',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'text', { text: 'x' })],
    code: 99992402,
  },
  {
    what: 'content that is no JSON',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'text', 'x')],
    code: 230001,
  },
  {
    what: 'content of another type',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'text', '{"image_key":"x"}')],
    code: 230001,
  },
  {
    what: 'an empty text',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'text', text(''))],
    code: 230001,
  },
  {
    what: 'an unknown msg_type',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'markdown', text('x'))],
    code: 230001,
  },
  { what: 'a body that is no JSON', request: () => ['POST', `${create}open_id`, '{'], code: 9499 },
  {
    what: 'a uuid of 51 characters',
    request: ({ ann }) => ['POST', `${create}open_id`, { ...send(ann, 'text', text('x')), uuid: 'u'.repeat(51) }],
    code: 99992402,
  },
  {
    what: 'a text above 150 KB',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'text', text('x'.repeat(151 * 1024)))],
    code: 230025,
  },
  {
    what: 'a post above 30 KB',
    request: ({ ann }) => [
      'POST',
      `${create}open_id`,
      send(ann, 'post', JSON.stringify({ zh_cn: { content: [[{ tag: 'md', text: 'x'.repeat(31 * 1024) }]] } })),
    ],
    code: 230025,
  },
  {
    what: 'a post without a locale',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'post', '{"content":[[]]}')],
    code: 230001,
  },
  {
    what: 'a post with an unknown tag',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'post', '{"zh_cn":{"content":[[{"tag":"table"}]]}}')],
    code: 230001,
  },
  {
    what: 'an image that nobody uploaded',
    request: ({ ann }) => ['POST', `${create}open_id`, send(ann, 'image', '{"image_key":"img_v3_x"}')],
    code: 230001,
  },
  {
    what: 'a message to a group without the bot',
    request: ({ strangeGroup }) => ['POST', `${create}chat_id`, send(strangeGroup, 'text', text('x'))],
    code: 230002,
  },
  {
    what: 'a card with an action in 2.0',
    request: ({ ann }) => [
      'POST',
      `${create}open_id`,
      send(ann, 'interactive', card([{ tag: 'action', actions: [] }])),
    ],
    code: 230099,
  },
  {
    what: 'a card with root elements in 2.0',
    request: ({ ann }) => [
      'POST',
      `${create}open_id`,
      send(ann, 'interactive', JSON.stringify({ schema: '2.0', elements: [markdown('x')] })),
    ],
    code: 230099,
  },
  {
    what: 'an old card with a note',
    request: ({ ann }) => [
      'POST',
      `${create}open_id`,
      send(ann, 'interactive', '{"elements":[{"tag":"note","elements":[{"tag":"plain_text","content":"x"}]}]}'),
    ],
    code: 0,
    status: 200,
  },
  {
    what: 'a card entity that does not exist',
    request: ({ ann }) => [
      'POST',
      `${create}open_id`,
      send(ann, 'interactive', '{"type":"card","data":{"card_id":"1"}}'),
    ],
    code: 230099,
  },
  {
    what: 'a reply to a message that never was',
    request: () => ['POST', '/im/v1/messages/om_x/reply', { msg_type: 'text', content: text('x') }],
    code: 230001,
  },
  {
    what: 'an edit of a message by somebody else',
    request: ({ message }) => ['PUT', `/im/v1/messages/${message}`, { msg_type: 'text', content: text('x') }],
    code: 230071,
  },
  {
    what: 'a patch of a text',
    request: ({ botMessage }) => ['PATCH', `/im/v1/messages/${botMessage}`, { content: card([markdown('x')]) }],
    code: 230054,
  },
  {
    what: 'a recall of a message by somebody else',
    request: ({ message }) => ['DELETE', `/im/v1/messages/${message}`],
    code: 230071,
  },
  {
    what: 'an unknown emoji',
    request: ({ message }) => [
      'POST',
      `/im/v1/messages/${message}/reactions`,
      { reaction_type: { emoji_type: 'typing' } },
    ],
    code: 231001,
  },
  {
    what: 'an unknown reaction',
    request: ({ message }) => ['DELETE', `/im/v1/messages/${message}/reactions/x`],
    code: 231010,
  },
  {
    what: 'a reaction without a type',
    request: ({ message }) => ['POST', `/im/v1/messages/${message}/reactions`, {}],
    code: 99992402,
  },
  {
    what: 'history in pages of 51',
    request: ({ chat }) => ['GET', `/im/v1/messages?container_id_type=chat&container_id=${chat}&page_size=51`],
    code: 99992402,
  },
  {
    what: 'history of a group without the bot',
    request: ({ strangeGroup }) => ['GET', `/im/v1/messages?container_id_type=chat&container_id=${strangeGroup}`],
    code: 230002,
  },
  {
    what: 'history with a made-up page token',
    request: ({ chat }) => ['GET', `/im/v1/messages?container_id_type=chat&container_id=${chat}&page_token=zz`],
    code: 230001,
  },
  { what: 'an unknown chat', request: () => ['GET', '/im/v1/chats/oc_x'], code: 232006 },
  {
    what: 'a chat without the bot',
    request: ({ strangeGroup }) => ['GET', `/im/v1/chats/${strangeGroup}`],
    code: 232011,
  },
  {
    what: 'a person who does not exist',
    request: () => ['GET', '/contact/v3/users/ou_x?user_id_type=open_id'],
    code: 99992351,
  },
  {
    what: 'a file that is not in the message',
    request: ({ message }) => ['GET', `/im/v1/messages/${message}/resources/file_x?type=file`],
    code: 234003,
  },
  {
    what: 'a resource without a type',
    request: ({ message }) => ['GET', `/im/v1/messages/${message}/resources/file_x`],
    code: 99992402,
  },
  {
    what: 'a card entity of the old schema',
    request: () => ['POST', '/cardkit/v1/cards', { type: 'card_json', data: '{"elements":[]}' }],
    code: 200621,
  },
  {
    what: 'a card entity that is no JSON',
    request: () => ['POST', '/cardkit/v1/cards', { type: 'card_json', data: '{' }],
    code: 200621,
  },
  {
    what: 'a card entity that is an object',
    request: () => ['POST', '/cardkit/v1/cards', { type: 'card_json', data: {} }],
    code: 99992402,
  },
  {
    what: 'a card entity with a note',
    request: () => ['POST', '/cardkit/v1/cards', { type: 'card_json', data: card([{ tag: 'note', elements: [] }]) }],
    code: 200861,
  },
  {
    what: 'a card entity with an unknown tag',
    request: () => ['POST', '/cardkit/v1/cards', { type: 'card_json', data: card([{ tag: 'blink' }]) }],
    code: 200621,
  },
  {
    what: 'a card entity with an unknown setting',
    request: () => [
      'POST',
      '/cardkit/v1/cards',
      { type: 'card_json', data: card([markdown('x')], { config: { wide_screen_mode: true } }) },
    ],
    code: 200621,
  },
  {
    what: 'a card entity only for one reader',
    request: () => [
      'POST',
      '/cardkit/v1/cards',
      { type: 'card_json', data: card([markdown('x')], { config: { update_multi: false } }) },
    ],
    code: 200621,
  },
  {
    what: 'a card entity with the same element twice',
    request: () => [
      'POST',
      '/cardkit/v1/cards',
      { type: 'card_json', data: card([markdown('x', { element_id: 'a' }), markdown('y', { element_id: 'a' })]) },
    ],
    code: 300301,
  },
  {
    what: 'an element ID that starts with a digit',
    request: () => [
      'POST',
      '/cardkit/v1/cards',
      { type: 'card_json', data: card([markdown('x', { element_id: '1a' })]) },
    ],
    code: 300301,
  },
  {
    what: 'an element ID of 21 characters',
    request: () => [
      'POST',
      '/cardkit/v1/cards',
      { type: 'card_json', data: card([markdown('x', { element_id: 'a'.repeat(21) })]) },
    ],
    code: 300301,
  },
  {
    what: 'a card entity with 201 elements',
    request: () => [
      'POST',
      '/cardkit/v1/cards',
      { type: 'card_json', data: card(Array.from({ length: 201 }, () => markdown('x'))) },
    ],
    code: 300305,
  },
  {
    what: 'a card entity with 200 elements',
    request: () => [
      'POST',
      '/cardkit/v1/cards',
      { type: 'card_json', data: card(Array.from({ length: 200 }, () => markdown('x'))) },
    ],
    code: 0,
    status: 200,
  },
  {
    what: 'a card entity with 6 tables',
    request: () => [
      'POST',
      '/cardkit/v1/cards',
      { type: 'card_json', data: card(Array.from({ length: 6 }, () => ({ tag: 'table', columns: [], rows: [] }))) },
    ],
    code: 11310,
  },
  {
    what: 'a card entity above 30 KB',
    request: () => ['POST', '/cardkit/v1/cards', { type: 'card_json', data: card([markdown('x'.repeat(31 * 1024))]) }],
    code: 200860,
  },
  {
    what: 'a write to a card that does not exist',
    request: () => ['PUT', '/cardkit/v1/cards/1/elements/a/content', { content: 'x', sequence: 1 }],
    code: 200740,
  },
  {
    what: 'an empty card content',
    request: () => ['PUT', '/cardkit/v1/cards/1/elements/a/content', { content: '', sequence: 1 }],
    code: 99992402,
  },
  {
    what: 'card content above 100000 characters',
    request: () => ['PUT', '/cardkit/v1/cards/1/elements/a/content', { content: 'x'.repeat(100_001), sequence: 1 }],
    code: 99992402,
  },
  {
    what: 'a sequence beyond 31 bits',
    request: () => ['PUT', '/cardkit/v1/cards/1/elements/a/content', { content: 'x', sequence: 2 ** 31 }],
    code: 99992402,
  },
]

const ask = async (body: unknown) => {
  const response = await fetch(`${box.url}/open-apis/auth/v3/tenant_access_token/internal`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    ...((await response.json()) as { code: number; tenant_access_token?: string; expire?: number }),
  }
}

describe('what the platform answers', () => {
  test.each(rows)('$what: $code', async ({ request, code, status = 400 }) => {
    const answer = await call(place.box, ...request(place))
    expect({ code: answer.code, status: answer.status }, answer.msg).toEqual({ code, status })
    expect(answer.headers.get('x-tt-logid')).toBeTruthy()
    if (code !== 0) expect(answer.body['error']).toMatchObject({ log_id: answer.headers.get('x-tt-logid') })
  })
})

describe('tokens', () => {
  test.each([
    { what: 'a wrong secret', body: { app_id: credentials.appId, app_secret: 'wrong' }, code: 10014 },
    { what: 'an unknown app', body: { app_id: 'cli_0000000000000000', app_secret: 'x' }, code: 10014 },
    { what: 'a missing secret', body: { app_id: credentials.appId }, code: 10003 },
  ])('$what is answered with HTTP 200 and $code', async ({ body, code }) => {
    expect(await ask(body)).toMatchObject({ status: 200, code })
  })

  test('the same token is handed out while it has more than half an hour', async () => {
    const request = { app_id: credentials.appId, app_secret: credentials.appSecret }
    const first = await ask(request)
    await box.world.advanceClock({ milliseconds: 60 * 60_000 })
    const second = await ask(request)
    await box.world.advanceClock({ milliseconds: 45 * 60_000 })
    const third = await ask(request)
    expect(second.tenant_access_token).toBe(first.tenant_access_token)
    expect(third.tenant_access_token).not.toBe(first.tenant_access_token)
    expect((await call(box, 'GET', '/bot/v3/info', undefined, first.tenant_access_token)).code).toBe(0)
    await box.world.advanceClock({ milliseconds: 20 * 60_000 })
    expect((await call(box, 'GET', '/bot/v3/info', undefined, first.tenant_access_token)).code).toBe(99991663)
  })

  test('no token, a foreign token and a revoked token each have their code', async () => {
    const missing = await fetch(`${box.url}/open-apis/bot/v3/info`)
    expect(await missing.json()).toMatchObject({ code: 99991661 })
    expect((await call(box, 'GET', '/bot/v3/info', undefined, 't-made-up')).code).toBe(99991663)
    const { tenant_access_token: token } = await ask({ app_id: credentials.appId, app_secret: credentials.appSecret })
    await box.world.revokeTokens()
    expect((await call(box, 'GET', '/bot/v3/info', undefined, token)).code).toBe(99991663)
  })
})
