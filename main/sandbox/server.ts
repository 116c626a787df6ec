import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { SandboxEnv } from './http.ts'

/** `down` resets every connection, `silent` swallows every byte as a dead network does. */
export type NetworkState = 'up' | 'down' | 'silent'

export type LoopbackServer = {
  readonly url: string
  /** How the network between clients and this server behaves. */
  network(state: NetworkState): void
  close(): Promise<void>
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** An HTTP server on a random loopback port, with a network in front of it that can fail. */
export async function startServer(http: Hono<SandboxEnv>, upgrade?: Upgrade): Promise<LoopbackServer> {
  const server = createHttpServer(getRequestListener((request, env) => http.fetch(request, env as SandboxEnv['Bindings'])))
  if (upgrade) server.on('upgrade', upgrade)
  const sockets = new Set<Socket>()
  const swallowed = new Set<Socket>()
  let state: NetworkState = 'up'
  const tcp = createTcpServer({ pauseOnConnect: true }, socket => {
    sockets.add(socket)
    // a reset by the other side is that side's business
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    if (state === 'down') socket.destroy()
    else if (state === 'silent') swallowed.add(socket)
    else accept(server, socket)
  })
  const port = await listen(tcp)
  return {
    url: `http://127.0.0.1:${port}`,
    network(next) {
      state = next
      if (next === 'down') for (const socket of sockets) socket.destroy()
      if (next === 'silent') for (const socket of sockets) socket.pause()
      if (next !== 'up') return
      for (const socket of sockets) if (!swallowed.has(socket)) socket.resume()
      for (const socket of swallowed) accept(server, socket)
      swallowed.clear()
    },
    close: () => close(tcp, sockets),
  }
}

function accept(server: Server, socket: Socket): void {
  if (socket.destroyed) return
  server.emit('connection', socket)
  socket.resume()
}

async function listen(server: TcpServer): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  // a server that listens on TCP has this address type
  return (server.address() as AddressInfo).port
}

function close(server: TcpServer, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}
