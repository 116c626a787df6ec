import { WebSocket } from 'ws'
import { describe, expect, test } from 'vitest'
import type { Sandbox } from '../../main/sandbox/sandbox.ts'
import { connect, credentials, sandbox, until } from './support.ts'

const fast = { clientConfig: { PingInterval: 0.05, ReconnectInterval: 0.05, ReconnectNonce: 0 } }

async function endpoint(box: Sandbox, secret = credentials.appSecret, appId = credentials.appId) {
  const response = await fetch(`${box.url}/callback/ws/endpoint`, {
    method: 'POST',
    body: JSON.stringify({ AppID: appId, AppSecret: secret }),
  })
  return (await response.json()) as { code: number; data?: { URL: string; ClientConfig: object } }
}

const opened = (url: string) =>
  new Promise<WebSocket | number>(resolve => {
    const socket = new WebSocket(url)
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => resolve(0))
  })

describe('asking for an address', () => {
  test('gives one that needs all of its parameters and works once', async () => {
    const box = await sandbox()
    const { code, data } = await endpoint(box)
    expect({ code, config: data?.ClientConfig }).toEqual({
      code: 0,
      config: { PingInterval: 120, ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30 },
    })
    const url = data?.URL ?? ''
    expect(await opened(url.replace(/ticket=[^&]+/, 'ticket=x'))).toBe(401)
    expect(await opened(url.replace(/service_id=\d+/, 'service_id=1'))).toBe(401)
    const socket = await opened(url)
    expect(socket).toBeInstanceOf(WebSocket)
    expect(await opened(url)).toBe(401)
    if (socket instanceof WebSocket) socket.terminate()
  })

  test.each([
    { what: 'a wrong secret', secret: 'wrong', appId: credentials.appId, code: 514 },
    { what: 'an unknown app', secret: 'x', appId: 'cli_0000000000000000', code: 1000040346 },
  ])('$what: $code', async ({ secret, appId, code }) => {
    expect((await endpoint(await sandbox(), secret, appId)).code).toBe(code)
  })

  test('the 51st connection: 1000040350', async () => {
    const box = await sandbox()
    for (let count = 0; count < 50; count++) await opened((await endpoint(box)).data?.URL ?? '')
    expect((await endpoint(box)).code).toBe(1000040350)
    await box.world.cutConnections()
  })

  test('faults come in order and end', async () => {
    const box = await sandbox()
    await box.world.failEndpoint({ fault: { kind: 'code', code: 1 } })
    await box.world.failEndpoint({ fault: { kind: 'no-data' } })
    expect((await endpoint(box)).code).toBe(1)
    expect((await endpoint(box)).data).toBeUndefined()
    expect((await endpoint(box)).code).toBe(0)
  })
})

describe('events', () => {
  test('large ones travel in pieces, out of order, and arrive whole', async () => {
    const box = await sandbox({ pieceBytes: 100 })
    const { events } = await connect(box)
    const ann = await box.world.createPerson({ name: 'Ann' })
    const text = '大'.repeat(2_000)
    await box.world.say({ person: ann.openId, text })
    await until('the event', () => events.length > 0)
    expect(events[0]).toMatchObject({ message: { content: JSON.stringify({ text }) } })
  })

  test('one that is not acknowledged comes again with the same event ID', async () => {
    const box = await sandbox({ ackTimeout: 100, redelivery: [50, 50] })
    const seen: unknown[] = []
    await connect(box, {
      'im.message.receive_v1': (event: { event_id?: string }) => {
        seen.push(event.event_id)
        if (seen.length === 1) throw new Error('not yet')
        if (seen.length === 2) return new Promise(resolve => setTimeout(resolve, 300))
        return undefined
      },
    })
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { eventId } = await box.world.say({ person: ann.openId, text: 'x' })
    await until(
      'the acknowledgement',
      async () => (await box.world.deliveries({ eventId }))[0]?.state === 'acknowledged',
    )
    expect(seen).toEqual([eventId, eventId, eventId])
    const [delivery] = await box.world.deliveries({ eventId })
    expect(delivery?.attempts.map(({ outcome }) => outcome)).toEqual([
      expect.stringMatching(/refused/),
      expect.stringMatching(/timeout|late/),
      'acknowledged',
    ])
    expect((await box.world.acknowledgements()).map(({ code }) => code)).toEqual(expect.arrayContaining([500, 200]))
  })

  test('one that finds no connection waits for its next try, which can be had at once', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { eventId } = await box.world.say({ person: ann.openId, text: 'x' })
    expect(await box.world.deliveries({ eventId })).toMatchObject([
      { state: 'retrying', attempts: [{ outcome: 'no-connection' }] },
    ])
    const { events } = await connect(box)
    expect(await box.world.redeliverNow()).toEqual({ events: 1 })
    await until('the event', () => events.length > 0)
    expect(events[0]).toMatchObject({ event_id: eventId })
  })

  test('the same event can be delivered again, as it was or under a new ID', async () => {
    const box = await sandbox()
    const { events } = await connect(box)
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { eventId, messageId } = await box.world.say({ person: ann.openId, text: 'x' })
    await box.world.deliver({ eventId })
    const again = await box.world.deliver({ eventId, newEventId: true })
    await until('three events', () => events.length === 3)
    const ids = events.map(event => event['event_id'])
    expect(ids.filter(id => id === eventId)).toHaveLength(2)
    expect(ids.filter(id => id === again.eventId)).toHaveLength(1)
    expect(events.every(event => (event['message'] as { message_id: string }).message_id === messageId)).toBe(true)
  })

  test('go to one of several connections each', async () => {
    const box = await sandbox()
    const [first, second] = [await connect(box), await connect(box)]
    const ann = await box.world.createPerson({ name: 'Ann' })
    for (let count = 0; count < 30; count++) await box.world.say({ person: ann.openId, text: String(count) })
    await until('all of them', () => first.events.length + second.events.length === 30)
    expect(first.events.length).toBeGreaterThan(0)
    expect(second.events.length).toBeGreaterThan(0)
  })

  test('of every other kind arrive in their shapes', async () => {
    const box = await sandbox()
    const { events } = await connect(box)
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { openId } = ann
    const group = await box.world.createGroup({ name: 'team', members: [openId] })
    const { messageId } = await box.world.say({ person: openId, text: 'x' })
    await box.world.react({ person: openId, messageId, emoji: 'DONE' })
    await box.world.unreact({ person: openId, messageId, emoji: 'DONE' })
    await box.world.recall({ messageId })
    await box.world.read({ person: openId, messageIds: [messageId] })
    await box.world.enterChat({ person: openId })
    await box.world.pressMenu({ person: openId, eventKey: 'help' })
    await box.world.changeChat({ chat: group.chatId, by: openId, name: 'crew' })
    await box.world.removeBot({ chat: group.chatId, by: openId })
    await box.world.addBot({ chat: group.chatId, by: openId })
    await box.world.disbandChat({ chat: group.chatId, by: openId })
    await until('ten events', () => events.length === 11)
    const byType = new Map(events.map(event => [event['event_type'], event]))
    expect(byType.get('im.message.reaction.created_v1')).toMatchObject({
      message_id: messageId,
      operator_type: 'user',
      user_id: { open_id: openId },
    })
    expect(byType.get('im.message.recalled_v1')).toMatchObject({ message_id: messageId, recall_type: 'message_owner' })
    expect(byType.get('im.message.message_read_v1')).toMatchObject({ message_id_list: [messageId] })
    expect(byType.get('im.chat.access_event.bot_p2p_chat_entered_v1')).toMatchObject({
      operator_id: { open_id: openId },
    })
    expect(byType.get('application.bot.menu_v6')).toMatchObject({ event_key: 'help' })
    expect(byType.get('im.chat.updated_v1')).toMatchObject({
      before_change: { name: 'team' },
      after_change: { name: 'crew' },
    })
    expect(byType.get('im.chat.member.bot.added_v1')).toMatchObject({ chat_id: group.chatId, name: 'crew' })
    expect([...byType.keys()]).toEqual(
      expect.arrayContaining([
        'im.chat.member.bot.deleted_v1',
        'im.chat.disbanded_v1',
        'im.message.reaction.deleted_v1',
      ]),
    )
  })
})

describe('a connection that breaks', () => {
  test('comes back after a cut, and events flow again', async () => {
    const box = await sandbox(fast)
    const { events } = await connect(box)
    await until('a ping', async () => ((await box.world.connections())[0]?.pings ?? 0) > 0)
    expect(await box.world.cutConnections()).toEqual({ connections: 1 })
    await until('the reconnect', async () => (await box.world.connections()).length === 1)
    const ann = await box.world.createPerson({ name: 'Ann' })
    await new Promise(resolve => setTimeout(resolve, 50))
    await box.world.say({ person: ann.openId, text: 'again' })
    await until('the event', () => events.length > 0)
  })

  test('half-open answers neither kind of ping, and nothing arrives', async () => {
    const box = await sandbox()
    const socket = await opened((await endpoint(box)).data?.URL ?? '')
    if (!(socket instanceof WebSocket)) throw new Error('no connection')
    const heard: string[] = []
    socket.on('pong', () => heard.push('pong'))
    socket.on('message', () => heard.push('message'))
    socket.ping()
    await until('the answer to a ping', () => heard.length === 1)
    await box.world.freezeConnections()
    socket.ping()
    const ann = await box.world.createPerson({ name: 'Ann' })
    await box.world.say({ person: ann.openId, text: 'x' })
    await new Promise(resolve => setTimeout(resolve, 80))
    expect(heard).toEqual(['pong'])
    await box.world.thawConnections()
    await until('the late answer', () => heard.length === 2)
    socket.terminate()
  })

  test('frames that make no sense reach the client and do it no harm', async () => {
    const box = await sandbox()
    const { events } = await connect(box)
    const ann = await box.world.createPerson({ name: 'Ann' })
    const headers = { type: 'event', message_id: 'm', sum: '1', seq: '0', trace_id: 't' }
    await box.world.sendBytes({ base64: Buffer.from('garbage').toString('base64') })
    await box.world.sendFrame({ headers, payload: 'no json' })
    await box.world.sendFrame({ headers: { ...headers, sum: '3' }, payload: '{"half":' })
    await box.world.sendFrame({ headers: { ...headers, sum: 'x', seq: '-1' }, payload: '{}' })
    await box.world.sendFrame({ headers: { ...headers, type: 'card' }, payload: '{}' })
    await box.world.deliver({ type: 'im.made_up_v1', event: { any: 'thing' } })
    await box.world.say({ person: ann.openId, text: 'still there' })
    await until('the event', () => events.length === 1)
    expect((await box.world.connections()).length).toBe(1)
  })

  test.each([
    { how: 'refuse', sees: 503 },
    { how: 'cut', sees: 0 },
  ] as const)('a handshake can be made to $how', async ({ how, sees }) => {
    const box = await sandbox()
    await box.world.failHandshake({ how })
    expect(await opened((await endpoint(box)).data?.URL ?? '')).toBe(sees)
    const socket = await opened((await endpoint(box)).data?.URL ?? '')
    expect(socket).toBeInstanceOf(WebSocket)
    if (socket instanceof WebSocket) socket.terminate()
  })

  test('a handshake can hang', async () => {
    const box = await sandbox()
    await box.world.failHandshake({ how: 'hang' })
    const socket = opened((await endpoint(box)).data?.URL ?? '')
    const first = await Promise.race([socket, new Promise(resolve => setTimeout(resolve, 80, 'nothing'))])
    expect(first).toBe('nothing')
  })
})

describe('the network', () => {
  test('down refuses everything, silent answers nothing, up delivers what waited', async () => {
    const box = await sandbox()
    const ask = () => fetch(`${box.url}/open-apis/bot/v3/info`).then(response => response.status)
    await box.world.setNetwork({ state: 'down' })
    await expect(ask()).rejects.toThrow()
    await box.world.setNetwork({ state: 'silent' })
    const waiting = ask()
    expect(await Promise.race([waiting, new Promise(resolve => setTimeout(resolve, 80, 'nothing'))])).toBe('nothing')
    await box.world.setNetwork({ state: 'up' })
    expect(await waiting).toBe(400)
  })
})
