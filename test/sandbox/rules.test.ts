import { describe, expect, test } from 'vitest'
import { call, client, sandbox, token } from './support.ts'

const text = (value: string) => JSON.stringify({ text: value })

describe('sending', () => {
  test('the same uuid gives the same message for an hour', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const send = async () => {
      const body = { receive_id: ann.openId, msg_type: 'text', content: text('once'), uuid: 'u1' }
      const answer = await call(box, 'POST', '/im/v1/messages?receive_id_type=open_id', body)
      return (answer.body['data'] as { message_id: string }).message_id
    }
    const first = await send()
    expect(await send()).toBe(first)
    await box.world.advanceClock({ milliseconds: 60 * 60_000 })
    expect(await send()).not.toBe(first)
  })

  test('a message can be edited 20 times', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const said = await box.world.say({ person: ann.openId, text: 'x' })
    const sent = await call(box, 'POST', `/im/v1/messages/${said.messageId}/reply`, {
      msg_type: 'text',
      content: text('0'),
    })
    const { message_id } = sent.body['data'] as { message_id: string }
    const codes: number[] = []
    for (let edit = 1; edit <= 21; edit++)
      codes.push(
        (await call(box, 'PUT', `/im/v1/messages/${message_id}`, { msg_type: 'text', content: text(String(edit)) }))
          .code,
      )
    expect(codes.slice(0, 20).every(code => code === 0)).toBe(true)
    expect(codes[20]).toBe(230072)
    expect(await box.world.message({ messageId: message_id })).toMatchObject({ text: '20', edits: 20 })
  })

  test.each([
    { how: 'withdrawn', act: 'recall', code: 230011 },
    { how: 'deleted', act: 'deleteMessage', code: 230110 },
  ] as const)('a reply to a $how message: $code', async ({ act, code }) => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { messageId } = await box.world.say({ person: ann.openId, text: 'x' })
    await box.world[act]({ messageId })
    expect(
      (await call(box, 'POST', `/im/v1/messages/${messageId}/reply`, { msg_type: 'text', content: text('x') })).code,
    ).toBe(code)
  })

  test.each([
    { standing: 'unavailable', code: 230013 },
    { standing: 'resigned', code: 230029 },
    { standing: 'stopped', code: 230053 },
  ] as const)('a message to somebody who is $standing: $code', async ({ standing, code }) => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann', standing })
    const body = { receive_id: ann.openId, msg_type: 'text', content: text('x') }
    expect((await call(box, 'POST', '/im/v1/messages?receive_id_type=open_id', body)).code).toBe(code)
  })

  test('open IDs differ per app, and one of another app is refused as such', async () => {
    const second = { appId: 'cli_00000000000000bb', appSecret: 'b' }
    const box = await sandbox({ apps: [{ appId: 'cli_a1b2c3d4e5f60718', appSecret: 'practice-secret' }, second] })
    const ann = await box.world.createPerson({ name: 'Ann' })
    const other = ann.openIds[second.appId] ?? ''
    expect(other).not.toBe(ann.openId)
    const body = { receive_id: other, msg_type: 'text', content: text('x') }
    expect((await call(box, 'POST', '/im/v1/messages?receive_id_type=open_id', body)).code).toBe(99992361)
  })

  test('a reply opens a thread when asked, and stays in one', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const group = await box.world.createGroup({ name: 'team', members: [ann.openId] })
    const said = await box.world.say({ person: ann.openId, chat: group.chatId, text: 'x', mentionBot: true })
    await call(box, 'POST', `/im/v1/messages/${said.messageId}/reply`, {
      msg_type: 'text',
      content: text('1'),
      reply_in_thread: true,
    })
    const [question, first] = await box.world.look({ chat: group.chatId })
    expect(first?.threadId).toMatch(/^omt_/)
    expect(question?.threadId).toBe(first?.threadId)
    await call(box, 'POST', `/im/v1/messages/${first?.messageId ?? ''}/reply`, { msg_type: 'text', content: text('2') })
    expect(await box.world.look({ chat: group.chatId, thread: first?.threadId })).toMatchObject([
      { text: '@Perch x' },
      { text: '1' },
      { text: '2', rootId: said.messageId },
    ])
  })
})

describe('limits', () => {
  test('the sixth message to a chat within a second: 230020', async () => {
    const box = await sandbox({ now: () => 1_700_000_000_000 })
    const ann = await box.world.createPerson({ name: 'Ann' })
    const bearer = await token(box)
    const send = async () =>
      (
        await call(
          box,
          'POST',
          '/im/v1/messages?receive_id_type=open_id',
          { receive_id: ann.openId, msg_type: 'text', content: text('x') },
          bearer,
        )
      ).code
    const codes = []
    for (let sent = 0; sent < 6; sent++) codes.push(await send())
    expect(codes).toEqual([0, 0, 0, 0, 0, 230020])
    await box.world.advanceClock({ milliseconds: 1_000 })
    expect(await send()).toBe(0)
  })

  test('too many calls of one API: 429 with the headers that say how long', async () => {
    const box = await sandbox({ now: () => 1_700_000_000_000, limits: { apiSecond: { calls: 2, per: 1_000 } } })
    const bearer = await token(box)
    const ask = () => call(box, 'GET', '/bot/v3/info', undefined, bearer)
    await ask()
    await ask()
    const refused = await ask()
    expect(refused).toMatchObject({ status: 429, code: 99991400 })
    expect(refused.headers.get('x-ogw-ratelimit-limit')).toBe('2')
    expect(Number(refused.headers.get('x-ogw-ratelimit-reset'))).toBeGreaterThan(0)
  })

  test('the quota of the month ends with 99991403', async () => {
    const box = await sandbox()
    await box.world.setQuota({ left: 1 })
    expect((await call(box, 'GET', '/bot/v3/info')).code).toBe(0)
    expect((await call(box, 'GET', '/bot/v3/info')).code).toBe(99991403)
  })
})

describe('scopes', () => {
  test('a missing scope names what is missing and where to grant it', async () => {
    const box = await sandbox()
    await box.world.revokeScopes({ scopes: ['im:chat:readonly'] })
    const answer = await call(box, 'GET', '/im/v1/chats')
    expect(answer).toMatchObject({ status: 400, code: 99991672 })
    expect(answer.msg).toContain('https://open.feishu.cn/app/cli_a1b2c3d4e5f60718/auth?q=')
    expect(answer.body['error']).toMatchObject({
      permission_violations: expect.arrayContaining([{ type: 'action_scope_required', subject: 'im:chat:readonly' }]),
    })
    await box.world.grantScopes({ scopes: ['im:chat:readonly'] })
    expect((await call(box, 'GET', '/im/v1/chats')).code).toBe(0)
  })

  test('names are absent without the scope for them, and nothing is said about it', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const ask = () =>
      client(box).contact.v3.user.get({ path: { user_id: ann.openId }, params: { user_id_type: 'open_id' } })
    expect((await ask()).data?.user?.name).toBe('Ann')
    await box.world.revokeScopes({ scopes: ['contact:user.base:readonly'] })
    expect(await ask()).toMatchObject({ code: 0, data: { user: { open_id: ann.openId } } })
    expect((await ask()).data?.user?.name).toBeUndefined()
  })

  test.each([
    { what: 'a direct message', scope: 'im:message.p2p_msg:readonly', group: false, mention: false },
    { what: 'a group message without a mention', scope: 'im:message.group_msg', group: true, mention: false },
  ])('$what without $scope is silence', async ({ scope, group, mention }) => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const chat = group ? (await box.world.createGroup({ name: 'g', members: [ann.openId] })).chatId : undefined
    await box.world.revokeScopes({ scopes: [scope] })
    const said = await box.world.say({
      person: ann.openId,
      text: 'x',
      mentionBot: mention,
      ...(chat === undefined ? {} : { chat }),
    })
    expect(said.eventId).toBeUndefined()
  })

  test("a group's history needs the scope for all its messages: 230027", async () => {
    const box = await sandbox()
    const group = await box.world.createGroup({ name: 'g' })
    const path = `/im/v1/messages?container_id_type=chat&container_id=${group.chatId}`
    expect((await call(box, 'GET', path)).code).toBe(0)
    await box.world.revokeScopes({ scopes: ['im:message.group_msg'] })
    expect((await call(box, 'GET', path)).code).toBe(230027)
  })
})

describe('history', () => {
  test('comes in pages, in either order, between two seconds', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const start = 1_700_000_000
    let chat = ''
    for (let at = 0; at < 5; at++)
      chat = (await box.world.say({ person: ann.openId, text: String(at), at: (start + at) * 1_000 })).chatId
    const list = async (more: string) => {
      const answer = await call(box, 'GET', `/im/v1/messages?container_id_type=chat&container_id=${chat}${more}`)
      const { items, has_more, page_token } = answer.body['data'] as {
        items: { body: { content: string } }[]
        has_more: boolean
        page_token: string
      }
      return {
        texts: items.map(item => (JSON.parse(item.body.content) as { text: string }).text).join(''),
        has_more,
        page_token,
      }
    }
    expect((await list('')).texts).toBe('01234')
    expect((await list('&sort_type=ByCreateTimeDesc')).texts).toBe('43210')
    expect((await list(`&start_time=${start + 1}&end_time=${start + 3}`)).texts).toBe('123')
    const first = await list('&page_size=2')
    expect(first).toMatchObject({ texts: '01', has_more: true })
    expect((await list(`&page_size=2&page_token=${first.page_token}`)).texts).toBe('23')
  })

  test('a plain group shows a thread only by its first message', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const group = await box.world.createGroup({ name: 'g', members: [ann.openId] })
    const first = await box.world.say({ person: ann.openId, chat: group.chatId, text: 'a' })
    const inside = await box.world.say({
      person: ann.openId,
      chat: group.chatId,
      text: 'b',
      replyTo: first.messageId,
      thread: true,
    })
    const ids = async (kind: string, id: string) => {
      const answer = await call(box, 'GET', `/im/v1/messages?container_id_type=${kind}&container_id=${id}`)
      return (answer.body['data'] as { items: { message_id: string }[] }).items.map(item => item.message_id)
    }
    expect(await ids('chat', group.chatId)).toEqual([first.messageId])
    expect(await ids('thread', inside.threadId ?? '')).toEqual([first.messageId, inside.messageId])
  })
})

describe('reactions and files', () => {
  test('a bot removes its own reaction, not that of a person', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { messageId } = await box.world.say({ person: ann.openId, text: 'x' })
    const hers = await box.world.react({ person: ann.openId, messageId, emoji: 'THUMBSUP' })
    const mine = await call(box, 'POST', `/im/v1/messages/${messageId}/reactions`, {
      reaction_type: { emoji_type: 'Typing' },
    })
    const { reaction_id } = mine.body['data'] as { reaction_id: string }
    const listed = await call(box, 'GET', `/im/v1/messages/${messageId}/reactions?reaction_type=Typing`)
    expect(listed.body['data']).toMatchObject({
      items: [{ reaction_id, operator: { operator_type: 'app' } }],
      has_more: false,
    })
    expect((await call(box, 'DELETE', `/im/v1/messages/${messageId}/reactions/${hers.reactionId}`)).code).toBe(231007)
    expect((await call(box, 'DELETE', `/im/v1/messages/${messageId}/reactions/${reaction_id}`)).code).toBe(0)
    expect((await box.world.message({ messageId })).reactions).toMatchObject([{ emoji: 'THUMBSUP' }])
  })

  test('files go up and down through the SDK; those of people only with their message', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const api = client(box)
    const image = await api.im.v1.image.create({ data: { image_type: 'message', image: Buffer.from('picture') } })
    const file = await api.im.v1.file.create({
      data: { file_type: 'pdf', file_name: 'a.pdf', file: Buffer.from('paper') },
    })
    const said = await box.world.say({
      person: ann.openId,
      file: { name: '报告.txt', base64: Buffer.from('report').toString('base64') },
    })
    await api.im.v1.message.reply({
      path: { message_id: said.messageId },
      data: { msg_type: 'image', content: JSON.stringify({ image_key: image?.image_key }) },
    })
    const [theirs, mine] = await box.world.look({ chat: said.chatId })
    expect(mine).toMatchObject({ type: 'image', file: { bytes: 7 } })
    const audio = { msg_type: 'audio', content: JSON.stringify({ file_key: file?.file_key }) }
    expect((await call(box, 'POST', `/im/v1/messages/${said.messageId}/reply`, audio)).code).toBe(230055)
    const key = theirs?.file?.key ?? ''
    expect((await call(box, 'GET', `/im/v1/files/${key}`)).code).toBe(234008)
    const stream = await api.im.v1.messageResource.get({
      path: { message_id: said.messageId, file_key: key },
      params: { type: 'file' },
    })
    const chunks: Buffer[] = []
    for await (const chunk of stream.getReadableStream()) chunks.push(Buffer.from(chunk))
    expect(Buffer.concat(chunks).toString()).toBe('report')
  })

  test.each([
    {
      what: 'an empty image',
      path: 'images',
      field: 'image',
      bytes: 0,
      extra: { image_type: 'message' },
      code: 234010,
    },
    {
      what: 'an image above 10 MB',
      path: 'images',
      field: 'image',
      bytes: 10 * 1024 * 1024 + 1,
      extra: { image_type: 'message' },
      code: 234006,
    },
    {
      what: 'a file of an unknown type',
      path: 'files',
      field: 'file',
      bytes: 1,
      extra: { file_type: 'zip', file_name: 'a.zip' },
      code: 99992402,
    },
    {
      what: 'a file without a name',
      path: 'files',
      field: 'file',
      bytes: 1,
      extra: { file_type: 'stream' },
      code: 99992402,
    },
  ])('$what: $code', async ({ path, field, bytes, extra, code }) => {
    const box = await sandbox()
    const form = new FormData()
    for (const [name, value] of Object.entries(extra)) form.set(name, value)
    form.set(field, new Blob([new Uint8Array(bytes)]), 'x')
    const response = await fetch(`${box.url}/open-apis/im/v1/${path}`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${await token(box)}` },
    })
    expect(await response.json()).toMatchObject({ code })
  })
})
