import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { SandboxEnv } from './http.ts'
import { Network, type NetworkState } from './network.ts'

export type LoopbackServer = {
  readonly url: string
  /** How the network between clients and this server behaves. */
  network(state: NetworkState): void
  close(): Promise<void>
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** An HTTP server on a random loopback port, with a network in front of it that can fail. */
export async function startServer(http: Hono<SandboxEnv>, upgrade?: Upgrade): Promise<LoopbackServer> {
  const listener = getRequestListener((request, env) => http.fetch(request, env))
  const server = createHttpServer((request, response) => void listener(request, response))
  if (upgrade) server.on('upgrade', upgrade)
  const network = new Network()
  const tcp = createTcpServer(socket => network.connect(socket.setNoDelay(), server))
  const port = await listen(tcp)
  return {
    url: `http://127.0.0.1:${port}`,
    network: state => network.set(state),
    close: () =>
      new Promise(resolve => {
        tcp.close(() => resolve())
        network.destroy()
      }),
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  // a server that listens on TCP has this address type
  return (server.address() as AddressInfo).port
}
