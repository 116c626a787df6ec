import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Method, Output, Parsed } from '../../main/contract/calls.ts'
import { AppError } from '../../main/contract/errors.ts'
import { methods } from '../../main/contract/calls.ts'
import type { AppState } from '../../main/contract/state.ts'
import { dispatch } from '../../main/rpc/dispatch.ts'
import type { Handlers } from '../../main/rpc/handlers.ts'
import { createHub, type Hub } from '../../main/rpc/hub.ts'

/** What a test answers to the calls it expects; every other call fails as `not-found`. */
export type Answers = { readonly [M in Method]?: (input: Parsed<M>) => Output<M> | Promise<Output<M>> }

export type ScreenServer = {
  /** The address with a token that works once. */
  readonly url: string
  readonly hub: Hub
  /** Every call that arrived, in order. */
  readonly calls: readonly { readonly call: string; readonly input: unknown }[]
  /** Sends a text as it is, for what no honest service would say. */
  readonly say: (text: string) => void
  /** Drops every connection; the next are refused until `answer(true)`. */
  readonly cut: () => void
  /** Whether new connections are taken, and whether sessions still count. */
  readonly answer: (how: { readonly connects?: boolean; readonly sessions?: boolean }) => void
  readonly close: () => Promise<void>
}

/** Where the built screens lie; another build can be named by a variable. */
const FOLDER = process.env['PERCH_SCREENS'] ?? join(import.meta.dirname, '..', '..', 'dist', 'renderer')

/** The strictest policy that the screens must live with. */
const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data:`,
  `connect-src 'self' ws:`,
  `font-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

const TOKEN = 'token-of-the-test'
const TAB = 'tab-of-the-test'

/** Serves the built screens and speaks the service's side of the link with a state and answers of the test's own. */
export async function screenServer(state: AppState, answers: Answers = {}): Promise<ScreenServer> {
  const hub = createHub(state)
  const sockets = new Set<WebSocket>()
  const calls: { call: string; input: unknown }[] = []
  const open = { connects: true, sessions: true, token: true }

  const server = createServer((request, response) => void serve(request, response, open))
  const doors = new WebSocketServer({
    noServer: true,
    handleProtocols: offered => (offered.has('perch.v1') ? 'perch.v1' : false),
  })
  server.on('upgrade', (request, socket, head) => {
    const isKnown = request.headers['sec-websocket-protocol']?.includes(`perch.tab.${TAB}`)
    if (!open.connects || !isKnown || request.url !== '/api/v1/link') {
      socket.destroy()
      return
    }
    doors.handleUpgrade(request, socket, head, window => {
      sockets.add(window)
      window.on('close', () => sockets.delete(window))
      talk(window, hub, handlersOf(answers), calls)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP

  return {
    url: `http://127.0.0.1:${port}/#token=${TOKEN}`,
    hub,
    calls,
    say: text => {
      for (const window of sockets) window.send(text)
    },
    cut: () => {
      for (const window of sockets) window.terminate()
    },
    answer: how => void Object.assign(open, how),
    close: async () => {
      for (const window of sockets) window.terminate()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  open: { connects: boolean; sessions: boolean; token: boolean },
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://host')
  if (pathname === '/api/v1/session') return session(request, response, open)
  const file = normalize(pathname === '/' ? '/index.html' : pathname)
  const content = await readFile(join(FOLDER, file)).catch(() => undefined)
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  response.writeHead(content ? 200 : 404, { 'content-type': type, 'content-security-policy': POLICY })
  response.end(content)
}

async function session(
  request: IncomingMessage,
  response: ServerResponse,
  open: { sessions: boolean; token: boolean },
) {
  if (request.method === 'GET') {
    response.writeHead(open.sessions && request.headers['x-perch-tab'] === TAB ? 204 : 401).end()
    return
  }
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const isRight = open.sessions && open.token && body === JSON.stringify({ token: TOKEN })
  open.token = false
  response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' })
  response.end(JSON.stringify(isRight ? { tab: TAB } : { error: 'expired' }))
}

/** One window's connection: the wire as the service speaks it. */
function talk(window: WebSocket, hub: Hub, handlers: Handlers, calls: { call: string; input: unknown }[]): void {
  const running = new Map<number, AbortController>()
  let stop = () => {}
  const send = (message: unknown) => window.readyState === window.OPEN && window.send(JSON.stringify(message))
  window.on('close', () => stop())
  window.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as {
      id?: number
      call?: string
      input?: unknown
      cancel?: true
      watch?: boolean
    }
    if (message.watch !== undefined) {
      stop()
      stop = message.watch
        ? hub.watch(
            snapshot => send({ snapshot }),
            tick => send({ tick }),
          )
        : () => {}
    }
    if (message.id === undefined) return
    if (message.cancel) {
      running.get(message.id)?.abort()
      return
    }
    const stopping = new AbortController()
    running.set(message.id, stopping)
    calls.push({ call: String(message.call), input: message.input })
    void dispatch(handlers, message.call, message.input, stopping.signal, () => {}).then(reply =>
      send({ id: message.id, ...reply }),
    )
  })
}

function handlersOf(answers: Answers): Handlers {
  const missing = Object.keys(methods).map(name => [
    name,
    () => Promise.reject(new AppError('not-found', `The test has no answer to ${name}.`)),
  ])
  const given = Object.entries(answers).map(([name, answer]) => [
    name,
    (input: unknown) => Promise.resolve().then(() => (answer as (input: unknown) => unknown)(input)),
  ])
  return Object.fromEntries([...missing, ...given]) as Handlers // each answer has the type of its call
}
