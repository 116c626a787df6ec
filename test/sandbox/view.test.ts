import { describe, expect, test } from 'vitest'
import { describeCard } from '../../main/sandbox/card-text.ts'
import { checkCard } from '../../main/sandbox/card-rules.ts'
import { call, client, connect, sandbox } from './support.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

const old = (content: string, shared: boolean) =>
  JSON.stringify({ config: { update_multi: shared }, elements: [{ tag: 'markdown', content }] })

describe('what people say is stored as the platform stores it', () => {
  test('mentions have keys in the text, and @all is none', async () => {
    const box = await sandbox()
    const [ann, bob] = [await box.world.createPerson({ name: 'Ann' }), await box.world.createPerson({ name: 'Bob' })]
    const group = await box.world.createGroup({ name: 'g', members: [ann.openId, bob.openId] })
    const said = await box.world.say({
      person: ann.openId,
      chat: group.chatId,
      text: 'look',
      mentionBot: true,
      mentionAll: true,
      mentions: [bob.openId],
    })
    const item = await client(box).im.v1.message.get({ path: { message_id: said.messageId } })
    expect(item.data?.items?.[0]).toMatchObject({
      body: { content: JSON.stringify({ text: '@_all @_user_1 @_user_2 look' }) },
      mentions: [
        { key: '@_user_1', name: 'Perch' },
        { key: '@_user_2', id: bob.openId, name: 'Bob' },
      ],
    })
    expect((await box.world.message({ messageId: said.messageId })).text).toBe('@all @Perch @Bob look')
  })

  test.each([
    {
      what: 'a post',
      say: {
        post: {
          title: 'T',
          content: [
            [
              { tag: 'text' as const, text: 'one ' },
              { tag: 'a' as const, text: 'link', href: 'https://a.example' },
            ],
          ],
        },
      },
      type: 'post',
      text: 'T\none link',
      content: /^\{"title":"T","content":\[\[/,
    },
    {
      what: 'an image',
      say: { image: { base64: base64('x'), name: 'x.png' } },
      type: 'image',
      text: '[image: x.png]',
      content: /^\{"image_key":"img_v3_/,
    },
    {
      what: 'a file',
      say: { file: { base64: base64('x'), name: 'x.txt' } },
      type: 'file',
      text: '[file: x.txt]',
      content: /"file_name":"x.txt"/,
    },
    {
      what: 'a voice message',
      say: { audio: { base64: base64('x'), name: 'v' } },
      type: 'audio',
      text: '[audio: v]',
      content: /"duration":1000/,
    },
    {
      what: 'a video',
      say: { video: { base64: base64('x'), name: 'x.mp4' } },
      type: 'media',
      text: '[media: x.mp4]',
      content: /"image_key"/,
    },
    { what: 'a sticker', say: { sticker: 'file_x' }, type: 'sticker', text: '[sticker]', content: /file_x/ },
    {
      what: 'something unknown',
      say: { raw: { type: 'hologram', content: '{}' } },
      type: 'hologram',
      text: '[hologram]',
      content: /\{\}/,
    },
    {
      what: 'a text that is no JSON',
      say: { raw: { type: 'text', content: 'plain' } },
      type: 'text',
      text: '',
      content: /plain/,
    },
  ])('$what', async ({ say, type, text, content }) => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { messageId } = await box.world.say({ person: ann.openId, ...say })
    expect(await box.world.message({ messageId })).toMatchObject({ type, text })
    const item = await call(box, 'GET', `/im/v1/messages/${messageId}`)
    const [first] = (item.body['data'] as { items: { msg_type: string; body: { content: string } }[] }).items
    expect(first?.msg_type).toBe(type)
    expect(first?.body.content).toMatch(content)
  })

  test('a merged forward is no JSON, and its parts come with it', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { messageId, chatId } = await box.world.say({
      person: ann.openId,
      forward: [
        { name: 'Ann', text: 'one' },
        { name: 'Zed', text: 'two' },
      ],
    })
    const item = await call(box, 'GET', `/im/v1/messages/${messageId}`)
    const { items } = item.body['data'] as { items: { body: { content: string }; upper_message_id?: string }[] }
    expect(items.map(part => part.body.content)).toEqual([
      'Merged and Forwarded Message',
      '{"text":"one"}',
      '{"text":"two"}',
    ])
    expect(items.slice(1).every(part => part.upper_message_id === messageId)).toBe(true)
    expect(await box.world.look({ chat: chatId })).toMatchObject([{ text: 'Ann: one\nZed: two' }])
  })

  test('what the bot sends is read as its reader would', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { messageId } = await box.world.say({ person: ann.openId, text: 'x' })
    const reply = (msg_type: string, content: unknown) =>
      call(box, 'POST', `/im/v1/messages/${messageId}/reply`, { msg_type, content: JSON.stringify(content) })
    await reply('text', { text: `<at user_id="${ann.openId}">Ann</at> hi` })
    await reply('post', {
      zh_cn: {
        content: [
          [
            { tag: 'at', user_id: ann.openId },
            { tag: 'md', text: ' **bold**' },
          ],
        ],
      },
    })
    expect((await box.world.replies({ messageId })).map(one => one.text)).toEqual(['@Ann hi', '@Ann **bold**'])
  })

  test('a withdrawn message shows nothing', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { messageId } = await box.world.say({ person: ann.openId, text: 'secret' })
    await box.world.recall({ messageId })
    expect(await box.world.message({ messageId })).toMatchObject({ recalled: true, text: '' })
    const item = await call(box, 'GET', `/im/v1/messages/${messageId}`)
    expect((item.body['data'] as { items: unknown[] }).items[0]).toMatchObject({
      deleted: true,
      body: { content: 'This message was recalled' },
    })
  })
})

describe('a card as it shows', () => {
  test('folded panels hide their inside, controls carry what they give back', () => {
    const card = {
      schema: '2.0',
      header: { title: { tag: 'plain_text', content: 'Title' }, template: 'blue' },
      body: {
        elements: [
          { tag: 'markdown', element_id: 'answer', content: '**hi**' },
          {
            tag: 'collapsible_panel',
            header: { title: { tag: 'plain_text', content: 'Steps' } },
            elements: [{ tag: 'markdown', content: 'hidden' }],
          },
          { tag: 'table', columns: [{ name: 'a', display_name: 'A' }, { name: 'b' }], rows: [{ a: 'x', b: 1 }] },
          {
            tag: 'column_set',
            columns: [
              {
                tag: 'column',
                elements: [
                  {
                    tag: 'button',
                    name: 'ok',
                    text: { tag: 'plain_text', content: 'OK' },
                    behaviors: [{ type: 'callback', value: { a: 1 } }],
                  },
                ],
              },
            ],
          },
        ],
      },
    }
    const checked = checkCard(JSON.stringify(card))
    if ('violation' in checked) throw new Error(checked.violation.message)
    const seen = describeCard(checked.document)
    expect(seen).toMatchObject({ title: 'Title', template: 'blue', elements: { answer: '**hi**' } })
    expect(seen.text).toBe('**hi**\nSteps\nA | b\nx | 1\n[OK]')
    expect(seen.fullText).toContain('hidden')
    expect(seen.controls).toEqual([{ tag: 'button', text: 'OK', name: 'ok', value: { a: 1 } }])
  })

  test('an old card shows its actions and notes', () => {
    const card = {
      elements: [
        { tag: 'div', text: { tag: 'lark_md', content: 'old' } },
        {
          tag: 'action',
          actions: [{ tag: 'button', text: { tag: 'plain_text', content: 'Go' }, value: { go: true } }],
        },
        { tag: 'note', elements: [{ tag: 'plain_text', content: 'small' }] },
      ],
    }
    const checked = checkCard(JSON.stringify(card))
    if ('violation' in checked) throw new Error(checked.violation.message)
    expect(describeCard(checked.document)).toMatchObject({
      text: 'old\n[Go]\nsmall',
      controls: [{ text: 'Go', value: { go: true } }],
    })
  })

  test('a patched card replaces the old one; a v1 card needs update_multi before and after', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { messageId } = await box.world.say({ person: ann.openId, text: 'x' })
    const sendCard = async (content: string) => {
      const answer = await call(box, 'POST', `/im/v1/messages/${messageId}/reply`, { msg_type: 'interactive', content })
      return (answer.body['data'] as { message_id: string }).message_id
    }
    const patch = async (id: string, content: string) =>
      (await call(box, 'PATCH', `/im/v1/messages/${id}`, { content })).code
    const shared = await sendCard(old('a', true))
    expect([await patch(shared, old('b', false)), await patch(shared, old('c', true))]).toEqual([230001, 0])
    expect((await box.world.message({ messageId: shared })).text).toBe('c')
    expect(await patch(await sendCard(old('a', false)), old('b', true))).toBe(230001)
  })

  test('a callback token changes the card twice within half an hour', async () => {
    const box = await sandbox({ ackTimeout: 50 })
    const { platformToken, update } = await pressOnce(box)
    expect([await update(platformToken), await update(platformToken), await update(platformToken)]).toEqual([
      0, 0, 300090,
    ])
    expect(await update('c-made-up')).toBe(300090)
  })
})

async function pressOnce(box: Awaited<ReturnType<typeof sandbox>>) {
  const ann = await box.world.createPerson({ name: 'Ann' })
  const card = {
    schema: '2.0',
    body: {
      elements: [
        { tag: 'button', text: { tag: 'plain_text', content: 'Go' }, behaviors: [{ type: 'callback', value: 1 }] },
      ],
    },
  }
  const body = { receive_id: ann.openId, msg_type: 'interactive', content: JSON.stringify(card) }
  const sent = await call(box, 'POST', '/im/v1/messages?receive_id_type=open_id', body)
  const { message_id: messageId } = sent.body['data'] as { message_id: string }
  const tokens: string[] = []
  await connect(box, { 'card.action.trigger': (event: { token?: string }) => void tokens.push(event.token ?? '') })
  await box.world.press({ person: ann.openId, messageId, control: 'Go' })
  const update = async (token: string) => (await call(box, 'POST', '/interactive/v1/card/update', { token, card })).code
  return { platformToken: tokens[0] ?? '', update }
}
