import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { silentLogger } from '../../main/base/logger.ts'
import { serveLoopback, type LoopbackOptions, type LoopbackServer } from '../../main/local/loopback-server.ts'
import { dispatch } from '../../main/rpc/dispatch.ts'
import { serveSession } from '../../main/rpc/session.ts'
import { smallService, type Service } from '../rpc/service.ts'

/** What the server is told to do with a window: the service's own half. */
export const openLinkOf =
  ({ handlers, hub }: Service): LoopbackOptions['openLink'] =>
  (send, drop) =>
    serveSession({
      call: (name, input, signal) => dispatch(handlers, name, input, signal, () => undefined),
      watch: hub.watch,
      send,
      drop,
      log: silentLogger,
    })

/** A server in front of a small service, closed after the test. */
export async function startLoopback(over: Partial<LoopbackOptions> = {}, service = smallService()) {
  const server = await serveLoopback({
    host: '127.0.0.1',
    port: 0,
    version: '0.1.0',
    now: () => 0,
    log: silentLogger,
    openLink: openLinkOf(service),
    ...over,
  })
  onTestFinished(() => server.close())
  return { ...server, service }
}

export type Browser = { readonly cookie: string; readonly tab: string; readonly origin: string }

/** Exchanges the token of a fresh link, as the page does; with a cookie, in a browser that has one already. */
export async function openBrowser({ url, link }: LoopbackServer, cookie = ''): Promise<Browser> {
  const token = new URL(link()).hash.replace('#token=', '')
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    body: JSON.stringify({ token }),
    headers: { cookie },
  })
  const { tab } = (await answer.json()) as { tab: string }
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', tab, origin: url }
}

export type Knock = {
  readonly path?: string
  readonly origin?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly protocols?: readonly string[]
  /** False for a window that is there but never answers a ping. */
  readonly answersPing?: boolean
}

/** A WebSocket as this browser's page opens it, but for what the test changes. */
export function knock({ port }: LoopbackServer, browser: Browser, over: Knock = {}): WebSocket {
  const origin = 'origin' in over ? over.origin : browser.origin
  return new WebSocket(
    `ws://127.0.0.1:${port}${over.path ?? '/api/v1/link'}`,
    over.protocols ? [...over.protocols] : ['perch.v1', `perch.tab.${browser.tab}`],
    {
      headers: { cookie: browser.cookie, ...over.headers },
      autoPong: over.answersPing ?? true,
      ...(origin === undefined ? {} : { origin }),
    },
  )
}

/** `open` with its sub-protocol, or the status of the refusal. */
export function outcomeOf(socket: WebSocket): Promise<string | number | undefined> {
  return new Promise(resolve => {
    socket.on('error', () => undefined)
    socket.once('open', () => {
      resolve(`open ${socket.protocol}`)
      socket.terminate()
    })
    socket.once('unexpected-response', (_request, answer) => {
      resolve(answer.statusCode)
      answer.destroy()
    })
    socket.once('close', () => resolve('closed'))
  })
}

/** An open WebSocket of a browser that was let in, and what it hears. */
export async function enter(server: LoopbackServer): Promise<{ socket: WebSocket; heard: unknown[] }> {
  const socket = knock(server, await openBrowser(server))
  const heard: unknown[] = []
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString('utf8'))))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  return { socket, heard }
}
