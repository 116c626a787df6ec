import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Logger } from '../base/logger.ts'
import type { Bound } from './guard.ts'
import { judgeLink, LINK_PROTOCOL, type LinkRequest } from './link-door.ts'
import type { ScreenSession } from './screen-token.ts'

/** The service's half of one window. */
export type LinkSession = { readonly receive: (text: string) => void; readonly close: () => void }

/** Opens it. `drop` ends the connection of a window that speaks nonsense. */
export type OpenLink = (send: (text: string) => void, drop: () => void) => LinkSession

export type LinkOptions = {
  readonly bound: () => Bound
  readonly isOpen: (session: ScreenSession) => boolean
  readonly open: OpenLink
  readonly log: Logger
  /** How often a window must show that it is still there, in milliseconds. */
  readonly pulse?: number
}

/** The longest message of a window, in bytes. */
const LONGEST = 1024 * 1024
/** A window that does not read is dropped when this much waits for it, in bytes. */
const MOST_WAITING = 8 * 1024 * 1024
const MOST_LINKS = 64
const PULSE_MS = 30_000

type Peer = { readonly session: ScreenSession; isAlive: boolean }

/** Lets the windows of this server in by WebSocket. The returned function cuts all of them. */
export function serveLink(server: Server, options: LinkOptions): { close(): void } {
  const { bound, isOpen, log } = options
  const peers = new Map<WebSocket, Peer>()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST,
    perMessageDeflate: false,
    handleProtocols: () => LINK_PROTOCOL,
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const verdict = judgeLink(requestOf(request), bound(), isOpen)
    if (!verdict.admit) {
      log.warn('a link was refused', { reason: verdict.reason })
      return refuse(socket, verdict.status)
    }
    if (peers.size >= MOST_LINKS) return refuse(socket, 503)
    return sockets.handleUpgrade(request, socket, head, peer => {
      peers.set(peer, { session: verdict.session, isAlive: true })
      peer.once('close', () => peers.delete(peer))
      peer.on('pong', () => peers.set(peer, { session: verdict.session, isAlive: true }))
      join(peer, options)
    })
  })
  const pulse = setInterval(() => feel(peers, isOpen), options.pulse ?? PULSE_MS)
  pulse.unref()
  return {
    close: () => {
      clearInterval(pulse)
      for (const peer of peers.keys()) peer.terminate()
      sockets.close()
    },
  }
}

/** Cuts who did not answer the last ping; asking whether a session is open keeps it so while its window is. */
function feel(peers: Map<WebSocket, Peer>, isOpen: LinkOptions['isOpen']): void {
  for (const [peer, known] of peers) {
    if (!known.isAlive || !isOpen(known.session)) {
      peer.terminate()
      continue
    }
    known.isAlive = false
    peer.ping()
  }
}

function join(peer: WebSocket, { open, log }: LinkOptions): void {
  const send = (text: string) => {
    if (peer.bufferedAmount > MOST_WAITING) {
      log.warn('a window that does not read was dropped')
      peer.terminate()
    }
    if (peer.readyState === peer.OPEN) peer.send(text)
  }
  const session = open(send, () => peer.close(1008, 'not this protocol'))
  peer.on('message', (data, isBinary) => {
    if (isBinary || !Buffer.isBuffer(data)) return peer.close(1003, 'text only')
    return session.receive(data.toString('utf8'))
  })
  peer.on('error', error => log.debug('a link broke', { code: 'code' in error ? String(error.code) : error.name }))
  peer.once('close', () => session.close())
}

const requestOf = ({ url, headers }: IncomingMessage): LinkRequest => ({
  path: (url ?? '').split('?')[0] ?? '',
  host: headers.host,
  origin: headers.origin,
  cookie: headers.cookie,
  protocols: headers['sec-websocket-protocol'],
})

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n` +
      `X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n`,
  )
}
