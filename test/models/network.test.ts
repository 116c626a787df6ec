import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createNetwork, type Network } from '../../main/base/network.ts'
import { createModelDesk } from '../../main/models/desk.ts'
import { llm } from '../agent/harness.ts'
import { untrusted } from './certificate.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  open.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  return (server.address() as AddressInfo).port // it listens on TCP
}

function network(proxy: string): Network {
  const made = createNetwork({ proxy: () => proxy, env: {} })
  open.unshift(() => made.close())
  return made
}

/** The verdict about an address, asked through a proxy or, with `none`, directly. Nothing of it exists. */
async function verdictOn(apiBase: string, proxy = 'none') {
  const desk = createModelDesk({
    fetch: network(proxy).fetch,
    env: {},
    llm: () => llm(),
    secret: () => Promise.resolve(undefined),
    hide: () => undefined,
    publish: () => undefined,
    now: Date.now,
  })
  const wish = { provider: 'openai-compatible', apiBase, model: 'm', key: 'k', testId: 't', language: 'en' } as const
  const { signal } = new AbortController()
  const listed = await desk.list(wish, signal).catch((thrown: unknown) => thrown)
  const verdict = await desk.test(wish, signal)
  if (verdict.ok) throw new Error('nobody could have answered')
  expect(listed).toMatchObject({ code: verdict.code })
  return verdict
}

/** A proxy that answers CONNECT with this status. */
async function refusingProxy(status: string): Promise<string> {
  const server = createServer((() => undefined) satisfies RequestListener)
  server.on('connect', (_request, socket) => socket.end(`HTTP/1.1 ${status}\r\n\r\n`))
  return `http://127.0.0.1:${await listen(server)}`
}

async function closedPort(): Promise<number> {
  const server = createSocketServer()
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  await new Promise(resolve => server.close(resolve))
  return port
}

describe('a model behind trouble of the network', () => {
  test('is unreachable when its name is not known', async () => {
    const verdict = await verdictOn('https://model.invalid/v1')
    expect(verdict.code).toBe('model-unreachable')
    expect(verdict.message).toMatch(/openai-compatible could not be reached \(model\.invalid, (ENOTFOUND|EAI_AGAIN)\)/)
  })

  test('is unreachable when nothing listens there', async () => {
    const verdict = await verdictOn(`http://127.0.0.1:${await closedPort()}/v1`)
    expect(verdict).toMatchObject({ code: 'model-unreachable', message: expect.stringContaining('ECONNREFUSED') })
  })

  test('says so when the certificate is not trusted', async () => {
    const server = createSecureServer(untrusted, (_request, response) => void response.end('{}'))
    const verdict = await verdictOn(`https://127.0.0.1:${await listen(server)}/v1`)
    expect(verdict).toMatchObject({ code: 'model-certificate', message: expect.stringContaining('SELF_SIGNED') })
  })

  test.each(['407 Proxy Authentication Required', '403 Forbidden', '502 Bad Gateway'])(
    'says that it was the proxy, which answered %s',
    async status => {
      const verdict = await verdictOn('https://model.example/v1', await refusingProxy(status))
      expect(verdict).toMatchObject({ code: 'model-proxy', message: expect.stringContaining(status.slice(0, 3)) })
    },
  )

  test('says that it was the proxy, where nothing listens', async () => {
    const verdict = await verdictOn('https://model.example/v1', `http://127.0.0.1:${await closedPort()}`)
    expect(verdict).toMatchObject({ code: 'model-proxy', message: expect.stringContaining('ECONNREFUSED') })
  })

  test('says that it was the proxy, whose name is not known', async () => {
    const verdict = await verdictOn('https://model.example/v1', 'http://proxy.invalid:3128')
    expect(verdict.code).toBe('model-proxy')
  })

  test('says that it was the proxy, which speaks no SOCKS', async () => {
    const server = createSocketServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const verdict = await verdictOn('https://model.example/v1', `socks5://127.0.0.1:${await listen(server)}`)
    expect(verdict.code).toBe('model-proxy')
  })
})
