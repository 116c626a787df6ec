import type { Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'
import { duplexPair, type Duplex } from 'node:stream'

/** `down` resets every connection, `silent` swallows every byte as a dead network does. */
export type NetworkState = 'up' | 'down' | 'silent'

type Bridge = { readonly socket: Socket; readonly near: Duplex }

/** The wire between clients and the platform: it can be cut, and it can go silent without anybody noticing. */
export class Network {
  readonly #bridges = new Set<Bridge>()
  #state: NetworkState = 'up'

  /** Joins a client's socket to the server through the wire. */
  connect(socket: Socket, server: HttpServer): void {
    // a reset by the client is the client's business
    socket.on('error', () => socket.destroy())
    if (this.#state === 'down') return void socket.destroy()
    const [near, far] = duplexPair()
    const bridge = { socket, near }
    this.#bridges.add(bridge)
    far.on('error', () => far.destroy())
    far.on('close', () => socket.destroy())
    near.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.#bridges.delete(bridge)
      near.destroy()
      far.destroy()
    })
    server.emit('connection', far)
    if (this.#state === 'up') join(bridge)
  }

  set(state: NetworkState): void {
    this.#state = state
    for (const bridge of this.#bridges) {
      if (state === 'down') bridge.socket.destroy()
      part(bridge)
      if (state === 'up') join(bridge)
    }
  }

  destroy(): void {
    for (const { socket } of this.#bridges) socket.destroy()
  }
}

function join({ socket, near }: Bridge): void {
  socket.pipe(near)
  near.pipe(socket)
}

/** Unread bytes stay where they are, as in a network that only delays. */
function part({ socket, near }: Bridge): void {
  socket.unpipe(near)
  near.unpipe(socket)
}
