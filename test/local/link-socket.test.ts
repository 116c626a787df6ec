import { createConnection } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import type { Tick } from '../../main/contract/rpc.ts'
import type { LoopbackServer } from '../../main/local/loopback-server.ts'
import { linkConformance, windowConformance } from '../rpc/link-conformance.ts'
import { connectText } from '../rpc/text-link.ts'
import { enter, knock, openBrowser, outcomeOf, startLoopback, type Knock } from './loopback.ts'

describe('the WebSocket as a link', () => {
  const connect = async (server: LoopbackServer) => {
    const socket = knock(server, await openBrowser(server))
    const { link } = await connectText({
      send: text => socket.send(text),
      open: ({ opened, text, closed }) => {
        socket.on('open', opened)
        socket.on('message', (data: Buffer) => text(data.toString('utf8')))
        socket.on('close', closed)
      },
      close: () => socket.terminate(),
    })
    return { link, socket }
  }
  linkConformance(async service => {
    const server = await startLoopback({}, service)
    const { link, socket } = await connect(server)
    return { link, close: async () => (socket.terminate(), server.close()) }
  })
  windowConformance(async service => {
    const server = await startLoopback({}, service)
    const { link, socket } = await connect(server)
    return {
      link: () => link,
      say: text => socket.send(text),
      next: async () => (await connect(server)).link,
      close: server.close,
    }
  })
})

describe('who may open the link', () => {
  test('a page of this server, in the tab that exchanged the token', async () => {
    const server = await startLoopback()
    expect(await outcomeOf(knock(server, await openBrowser(server)))).toBe('open perch.v1')
  })

  const rows: (Knock & { who: string; status: number })[] = [
    { who: 'a page of another origin', origin: 'https://evil.example', status: 403 },
    { who: 'a page of another port', origin: 'http://127.0.0.1:1', status: 403 },
    { who: 'a page of the same port by another name', origin: 'http://localhost', status: 403 },
    { who: 'a sandboxed frame', origin: 'null', status: 403 },
    { who: 'a program that names no origin', origin: undefined, status: 403 },
    { who: 'a name that an attacker lets point here', headers: { host: 'evil.example' }, status: 403 },
    { who: 'a browser without the cookie', headers: { cookie: '' }, status: 401 },
    { who: 'a browser with another cookie', headers: { cookie: `perch-1=${'A'.repeat(43)}` }, status: 401 },
    { who: 'a page without the value of a tab', protocols: ['perch.v1'], status: 401 },
    { who: 'a page with another value', protocols: ['perch.v1', `perch.tab.${'A'.repeat(43)}`], status: 401 },
    { who: 'a page that speaks another protocol', protocols: ['perch.v2'], status: 403 },
    { who: 'a page that speaks no protocol', protocols: [], status: 403 },
    { who: 'whoever knocks elsewhere', path: '/api/v1/other', status: 404 },
    { who: 'whoever knocks at the page', path: '/', status: 404 },
  ]

  test.each(rows)('$who may not: $status', async ({ status, who: _who, ...over }) => {
    const server = await startLoopback()
    expect(await outcomeOf(knock(server, await openBrowser(server), over))).toBe(status)
  })

  test("another browser's tab may not, with its own cookie or mine", async () => {
    const server = await startLoopback()
    const [mine, other] = [await openBrowser(server), await openBrowser(server)]
    expect(await outcomeOf(knock(server, { ...mine, tab: other.tab }))).toBe(401)
    expect(await outcomeOf(knock(server, { ...mine, cookie: other.cookie }))).toBe(401)
    expect(await outcomeOf(knock(server, other))).toBe('open perch.v1')
  })

  test('a second tab of the same browser may, and the first one still', async () => {
    const server = await startLoopback()
    const first = await openBrowser(server)
    const second = await openBrowser(server, first.cookie)
    expect(second.cookie).toBe(first.cookie)
    expect(second.tab).not.toBe(first.tab)
    for (const tab of [first, second]) expect(await outcomeOf(knock(server, tab))).toBe('open perch.v1')
  })

  test('a window that stayed away for twelve hours may not, one that is used may', async () => {
    let now = 0
    const server = await startLoopback({ now: () => now })
    const [used, left] = [await openBrowser(server), await openBrowser(server)]
    now = 11 * 3_600_000
    expect(await outcomeOf(knock(server, used))).toBe('open perch.v1')
    now = 13 * 3_600_000
    expect(await outcomeOf(knock(server, used))).toBe('open perch.v1')
    expect(await outcomeOf(knock(server, left))).toBe(401)
  })

  test('nobody may at a public server, which has no screens', async () => {
    const server = await startLoopback({ host: '0.0.0.0', allowPublic: true })
    const nobody = { cookie: '', tab: '', origin: `http://127.0.0.1:${server.port}` }
    expect(await outcomeOf(knock(server, nobody))).toBe(404)
  })

  test('nobody is let in by garbage, and the server goes on', async () => {
    const server = await startLoopback()
    const socket = createConnection(server.port, '127.0.0.1')
    const heard: string[] = []
    socket.on('data', chunk => heard.push(chunk.toString()))
    socket.write('GET /api/v1/link HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\xfe')
    await new Promise(resolve => socket.once('close', resolve))
    expect(heard.join('')).toMatch(/^HTTP\/1\.1 403 /)
    expect((await fetch(`${server.url}/api/v1/health`)).status).toBe(200)
  })
})

describe('a window that was let in', () => {
  const closeOf = (socket: { once(event: 'close', done: (code: number) => void): unknown }) =>
    new Promise<number>(resolve => socket.once('close', resolve))

  test.each([
    { what: 'speaks nonsense', message: 'hello', code: 1008 },
    { what: 'sends bytes', message: Buffer.from('{"watch":true}'), code: 1003 },
    { what: 'sends more than a megabyte', message: `"${'x'.repeat(1024 * 1024)}"`, code: 1009 },
  ])('is cut off when it $what, with all that runs for it', async ({ message, code }) => {
    const server = await startLoopback()
    const { socket } = await enter(server)
    socket.send('{"id":1,"call":"message.send","input":{}}')
    const closed = closeOf(socket)
    socket.send(message)
    expect(await closed).toBe(code)
    await vi.waitFor(() => expect(server.service.aborted).toEqual(['message.send']))
  })

  test('leaves nothing running when it goes', async () => {
    const server = await startLoopback()
    const { socket, heard } = await enter(server)
    socket.send('{"id":1,"call":"message.send","input":{}}')
    socket.send('{"id":2,"call":"people.list"}')
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    socket.terminate()
    await vi.waitFor(() => expect(server.service.aborted).toEqual(['message.send']))
  })

  test('is dropped when it watches and never reads', async () => {
    const tell: ((text: string) => void)[] = []
    const close = vi.fn()
    const server = await startLoopback({
      openLink: send => {
        tell.push(send)
        return { receive: () => undefined, close }
      },
    })
    const { socket } = await enter(server)
    socket.pause()
    const tick: Tick = { seq: 1, fact: { type: 'notice-cleared', id: 'x'.repeat(100_000) } }
    const text = JSON.stringify({ tick })
    await vi.waitFor(
      () => {
        for (let times = 0; times < 100; times++) tell[0]?.(text)
        expect(close).toHaveBeenCalled()
      },
      { timeout: 10_000 },
    )
  })

  test('is cut off when it no longer answers a ping, and stays when it does', async () => {
    const server = await startLoopback({ pulse: 40 })
    const { socket: alive } = await enter(server)
    const deaf = knock(server, await openBrowser(server), { answersPing: false })
    expect(await closeOf(deaf)).toBe(1006)
    expect(alive.readyState).toBe(alive.OPEN)
  })

  test('is told the end when the server closes', async () => {
    const server = await startLoopback()
    const { socket } = await enter(server)
    const closed = closeOf(socket)
    await server.close()
    expect(await closed).toBe(1006)
  })
})
