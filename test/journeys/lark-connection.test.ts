import { createHash } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Logger } from '../../main/base/logger.ts'
import { createNetwork } from '../../main/base/network.ts'
import type { ChannelSink } from '../../main/chat/channel.ts'
import type { Arrival } from '../../main/contract/arrival.ts'
import type { ConnectionStatus } from '../../main/contract/state.ts'
import { createLarkChannel, type LarkOptions } from '../../main/lark/channel.ts'
import { usualTiming, type Timing } from '../../main/lark/timing.ts'
import { encodeFrame } from '../../main/sandbox/frames.ts'
import { practiceApp, type SandboxOptions } from '../../main/sandbox/platform.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'

/** Everything that takes seconds in life, so that a test need not wait for it. */
const quick: Timing = {
  ...usualTiming,
  handshake: 400,
  readyWithin: 3_000,
  firstPing: 20,
  pingEvery: 150,
  answerWithin: 300,
  slept: 5_000,
  firstPause: 40,
  longestPause: 200,
  settle: 0,
}

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function sandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const started = await createSandbox(options)
  cleanups.push(() => started.close())
  return started
}

type Noted = Parameters<ChannelSink['noted']>[0]

/** A channel that is started, and all that it tells. */
function start(baseUrl: string, options: Partial<LarkOptions> = {}, message?: (arrival: Arrival) => Promise<void>) {
  const told = {
    arrivals: [] as Arrival[],
    noted: [] as Noted[],
    recalled: [] as string[],
    statuses: [] as ConnectionStatus[],
    steps: [] as string[],
    bots: [] as string[],
    calls: [] as string[],
    log: [] as string[],
  }
  const sink: ChannelSink = {
    pressed: async () => ({ kind: 'info', text: { en: 'Noted.', zh: '已收到。' } }),
    message: async arrival => {
      await message?.(arrival)
      told.arrivals.push(arrival)
    },
    noted: event => void told.noted.push(event),
    reacted: () => Promise.resolve(),
    recalled: id => void told.recalled.push(id),
    connection: status => void told.statuses.push(status),
    identified: bot => void told.bots.push(bot.name),
    step: (step, reason) => void told.steps.push(reason === undefined ? step : `${step}: ${reason}`),
  }
  const write = (text: string, fields?: object): void => void told.log.push(`${text} ${JSON.stringify(fields)}`)
  const log: Logger = { debug: write, info: write, warn: write, error: write, child: () => log }
  const network = createNetwork({ proxy: () => 'none', env: {} })
  const channel = createLarkChannel({
    account: 'default',
    appId: practiceApp.appId,
    appSecret: practiceApp.appSecret,
    baseUrl,
    network,
    countCall: kind => void told.calls.push(kind),
    log,
    now: Date.now,
    timing: quick,
    ...options,
  })
  channel.start(sink)
  cleanups.push(async () => {
    await channel.stop()
    await network.close()
  })
  const state = (): string | undefined => told.statuses.at(-1)?.state
  return { channel, told, state }
}

async function until<T>(what: string, check: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + 15_000
  for (;;) {
    const found = await check()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

async function online(options: SandboxOptions = {}, larkOptions: Partial<LarkOptions> = {}) {
  const box = await sandbox(options)
  const started = start(box.url, larkOptions)
  await until('the connection', () => started.state() === 'online')
  return { box, ...started }
}

/** A platform that writes an event right behind the answer to the handshake, in the same segment. */
async function startEagerPlatform(event: object): Promise<string> {
  const payload = Buffer.from(JSON.stringify(event))
  const headers = { type: 'event', message_id: 'm1', sum: '1', seq: '0' }
  const frame = Buffer.from(encodeFrame({ sequenceId: 1, service: 2, method: 1, headers, payload }))
  const length = Buffer.from([0x82, 126, frame.length >> 8, frame.length & 0xff])
  const answers: Record<string, () => object> = {
    '/open-apis/auth/v3/tenant_access_token/internal': () => ({ tenant_access_token: 't', expire: 7200 }),
    '/open-apis/bot/v3/info': () => ({ bot: { open_id: 'ou_bot', app_name: 'Bot' } }),
    '/callback/ws/endpoint': () => ({
      data: { URL: `${url().replace('http', 'ws')}/ws?a=1&device_id=1&service_id=2` },
    }),
  }
  const server = createHttpServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ code: 0, msg: 'ok', ...answers[request.url ?? '']?.() }))
  })
  server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
    socket.on('error', () => undefined)
    socket.write(Buffer.concat([Buffer.from(head), length, frame]))
    cleanups.push(async () => void socket.destroy())
  })
  const url = (): string => {
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  cleanups.push(async () => {
    server.close()
    server.closeAllConnections()
  })
  return url()
}

const { signal } = new AbortController()
/** Long enough for a first ping and its answer. */
const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 300))

describe('a connection through the real SDK', () => {
  test('it comes up once, tells who the bot is, and then makes no API call', async () => {
    const { told } = await online()
    expect(told.steps).toEqual(['starting', 'connected', 'ready'])
    expect(told.statuses.map(status => status.state)).toEqual(['connecting', 'online'])
    expect(told.bots).toEqual(['Perch'])
    expect(told.calls).toEqual(['read'])
  })

  test('a message is handed over, and read once the bot is known', async () => {
    const { box, told, channel } = await online()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const said = await box.world.say({ person: ann.openId, text: 'hello' })
    const arrival = await until('the arrival', () => told.arrivals[0])
    expect(arrival).toMatchObject({
      account: 'default',
      messageId: said.messageId,
      chatType: 'p2p',
      senderId: ann.openId,
    })
    expect(await channel.read(arrival, signal)).toMatchObject({
      kind: 'text',
      text: 'hello',
      supported: true,
      fromSelf: false,
    })
  })

  test('an event that comes in one piece with the answer to the handshake is not lost', async () => {
    const event = {
      schema: '2.0',
      header: { event_id: 'e1', event_type: 'im.message.receive_v1', create_time: '1690000000000' },
      event: {
        sender: { sender_id: { open_id: 'ou_ann' }, sender_type: 'user' },
        message: { message_id: 'om_first', chat_id: 'oc_1', chat_type: 'p2p', message_type: 'text', content: '{}' },
      },
    }
    const { told } = start(await startEagerPlatform(event))
    await until('the arrival', () => told.arrivals[0]?.messageId === 'om_first')
  })

  test('a message that could not be kept is not acknowledged, and comes again', async () => {
    const box = await sandbox({ redelivery: [50] })
    let tries = 0
    const { told, state } = start(box.url, {}, async () => {
      if (++tries === 1) throw new Error('disk full')
    })
    await until('the connection', () => state() === 'online')
    const ann = await box.world.createPerson({ name: 'Ann' })
    await box.world.say({ person: ann.openId, text: 'keep me' })
    await until('the second delivery', () => told.arrivals.length === 1)
    expect(tries).toBe(2)
  })

  test('garbage in frames and events is survived and noted', async () => {
    const { box, told, state } = await online()
    await box.world.sendBytes({ base64: Buffer.from('no frame at all').toString('base64') })
    const headers = { type: 'event', message_id: 'm', sum: '1', seq: '0' }
    await box.world.sendFrame({ headers, payload: 'no json' })
    await box.world.sendFrame({ headers, payload: '{"schema":"2.0","header":{}}' })
    await box.world.sendFrame({ headers: { ...headers, sum: '-1' }, payload: '{}' })
    await box.world.deliver({ type: 'im.message.receive_v1', event: { message: 5 } })
    await box.world.deliver({ type: 'something.new_v9', event: {} })
    await until('three rows', () => told.noted.length >= 3)
    expect(told.noted.map(({ kind, reason }) => `${kind} ${reason}`).join('\n')).toMatch(
      /unknown .*event_type[\s\S]*im\.message\.receive_v1 .*sender[\s\S]*something\.new_v9/,
    )
    expect(state()).toBe('online')
  })

  test.each(['cutConnections', 'closeConnections'] as const)('%s: it is noticed at once and mended', async how => {
    const { box, told, state } = await online()
    await box.world[how]({})
    await until('the loss', () => state() === 'reconnecting')
    await until('the new connection', () => state() === 'online')
    expect(told.steps.filter(step => step === 'ready').length).toBe(2)
    expect(await box.world.connections({})).toHaveLength(1)
  })

  test('a half-open socket is found by its silence, and replaced', async () => {
    const { box, told, state } = await online()
    await settled()
    await box.world.freezeConnections({})
    await until('the discovery', () => told.statuses.some(status => status.reason?.includes('no answer to a ping')))
    await until('the new connection', () => state() === 'online')
  })

  test('an idle connection that answers pings stays', async () => {
    const { box, told } = await online()
    await new Promise(resolve => setTimeout(resolve, 1_200))
    expect(told.steps).toEqual(['starting', 'connected', 'ready'])
    expect(await box.world.connections({})).toHaveLength(1)
  })

  test.each(['refuse', 'cut', 'hang'] as const)('a handshake that fails (%s) is tried again', async how => {
    const box = await sandbox()
    await box.world.failHandshake({ how, times: 2 })
    const { told, state } = start(box.url)
    await until('the connection', () => state() === 'online')
    const expected = { refuse: /HTTP 503/, cut: /ECONNRESET/, hang: /handshake failed/ }[how]
    expect(told.steps.find(step => step.startsWith('failed'))).toMatch(expected)
  })

  type Fault = Parameters<Sandbox['world']['failEndpoint']>[0]['fault']
  const faults: { fault: Fault; code: string }[] = [
    { fault: { kind: 'code', code: 1, message: 'busy' }, code: 'lark-busy' },
    { fault: { kind: 'code', code: 514, message: 'auth failed' }, code: 'lark-connection-refused' },
    { fault: { kind: 'code', code: 1000040345, message: 'app_id or app_secret is invalid' }, code: 'lark-busy' },
    { fault: { kind: 'code', code: 1000040350, message: 'too many' }, code: 'lark-too-many-connections' },
    { fault: { kind: 'code', code: 1000040351, message: 'wrong domain' }, code: 'lark-wrong-domain' },
    { fault: { kind: 'no-data', code: 0 }, code: 'lark-answer-invalid' },
    { fault: { kind: 'garbage' }, code: 'lark-answer-invalid' },
    { fault: { kind: 'status', status: 502 }, code: 'lark-busy' },
  ]
  test.each(faults)(
    'the endpoint answers $fault at a reconnect: $code, and it is tried again',
    async ({ fault, code }) => {
      const { box, told, state } = await online()
      await box.world.failEndpoint({ fault, times: 2 })
      await box.world.cutConnections({})
      await until('the trouble', () => told.statuses.some(status => status.code === code))
      await until('the new connection', () => state() === 'online')
    },
  )

  test('a pong with mad settings does not make it ping without end', async () => {
    const { told, state } = await online({ clientConfig: { PingInterval: 0.001 } })
    await until('the discovery', () => told.statuses.some(status => status.reason?.includes('make no sense')))
    await until('the new connection', () => state() === 'online')
  })

  test('a wrong secret stops it, and a wake tries once more', async () => {
    const box = await sandbox()
    const { told, state, channel } = start(box.url, { appSecret: 'not-the-secret' })
    await until('the end', () => state() === 'failed')
    expect(told.statuses.at(-1)).toMatchObject({ code: 'lark-bad-secret' })
    expect(told.steps.at(-1)).toMatch(/^failed: /)
    channel.wake()
    await until('the second end', () => told.statuses.filter(status => status.state === 'failed').length === 2)
    expect(told.log.join('\n')).not.toContain('not-the-secret')
  })

  test('a wrong secret that only the endpoint speaks of is confirmed by the token API first', async () => {
    const { box, told, state } = await online()
    await box.world.failRoute({ route: 'tenant_access_token/internal', code: 10014, message: 'app secret invalid' })
    await box.world.failEndpoint({ fault: { kind: 'code', code: 514 }, times: 1 })
    await box.world.cutConnections({})
    await until('the end', () => state() === 'failed')
    expect(told.statuses.at(-1)).toMatchObject({ code: 'lark-bad-secret' })
  })

  test('an App ID that the SDK would ignore in silence fails with a reason', async () => {
    const { told } = start('http://127.0.0.1:9', { appId: 'my-app' })
    expect(told.statuses.at(-1)).toMatchObject({ state: 'failed', code: 'lark-app-id-invalid' })
  })

  test('an app without a bot connects, and says what is missing', async () => {
    const box = await sandbox()
    await box.world.failRoute({ route: 'bot/v3/info', code: 11205, message: 'app do not have bot', times: 50 })
    const { told, state } = start(box.url)
    await until('the connection', () => state() === 'online')
    expect(told.statuses.at(-1)).toMatchObject({ code: 'lark-no-bot' })
  })

  test('a token that was revoked is renewed within the call', async () => {
    const { box, channel, told } = await online()
    await box.world.revokeTokens({})
    expect(await channel.probe(signal)).toMatchObject({ name: 'Perch' })
    await box.world.revokeTokens({})
    const ann = await box.world.createPerson({ name: 'Ann' })
    expect(await channel.person(ann.openId, signal)).toMatchObject({ name: 'Ann' })
    expect(told.calls.length).toBeGreaterThan(3)
  })

  test('a network that is gone and comes back: a wake connects at once', async () => {
    const { box, told, state, channel } = await online(
      {},
      { timing: { ...quick, firstPause: 60_000, longestPause: 60_000 } },
    )
    await box.world.setNetwork({ state: 'down' })
    await until('the loss', () => state() === 'reconnecting')
    await box.world.setNetwork({ state: 'up' })
    channel.wake()
    await until('the new connection', () => state() === 'online')
    expect(told.steps.at(-1)).toBe('ready')
  })

  test('a network that swallows everything is found, and the wait ends', async () => {
    const { box, state } = await online()
    await settled()
    await box.world.setNetwork({ state: 'silent' })
    await until('the loss', () => state() === 'reconnecting')
    await box.world.setNetwork({ state: 'up' })
    await until('the new connection', () => state() === 'online')
  })

  test('nobody listens: it says so and keeps trying', async () => {
    const { told, state } = start('http://127.0.0.1:9')
    await until('a reason', () => told.statuses.some(status => status.code === 'lark-unreachable'))
    expect(state()).toBe('connecting')
    expect(told.steps.filter(step => step.startsWith('failed'))).toHaveLength(1)
  })

  test('stop ends what hangs, and leaves no socket', async () => {
    const sockets = new Set<object>()
    const silent = createServer(socket => {
      sockets.add(socket)
      socket.resume()
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    })
    await new Promise<void>(resolve => void silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const { channel, state } = start(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    await until('a call under way', () => sockets.size > 0)
    await channel.stop()
    expect(state()).toBe('offline')
    await until('the sockets to close', () => sockets.size === 0)
    silent.close()
  })

  test('stop during a handshake that hangs leaves no connection', async () => {
    const box = await sandbox()
    await box.world.failHandshake({ how: 'hang', times: 5 })
    const { channel, told } = start(box.url, { timing: { ...quick, handshake: 60_000, readyWithin: 60_000 } })
    await until('the bot', () => told.bots.length > 0)
    await channel.stop()
    expect(told.statuses.at(-1)?.state).toBe('offline')
    expect(await box.world.connections({})).toHaveLength(0)
  })

  test('no secret, ticket or message text reaches the log', async () => {
    const { box, told } = await online()
    const ann = await box.world.createPerson({ name: 'Ann' })
    await box.world.say({ person: ann.openId, text: 'a very private sentence' })
    await until('the arrival', () => told.arrivals[0])
    expect(told.log.join('\n')).not.toMatch(/practice-secret|very private|ticket=|access_key=/)
  })
})
