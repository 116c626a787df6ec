import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { pong, readAcknowledgement, shuffled, type ClientConfig } from './client-frames.ts'
import type { SandboxClock } from './clock.ts'
import type { Acknowledgement, PlatformEvent } from './deliveries.ts'
import type { Faults } from './faults.ts'
import { decodeFrame, encodeFrame, eventFrames, method, type Frame } from './frames.ts'
import { newId } from './identifiers.ts'
import { refuseUpgrade, Tickets, type Ticket } from './tickets.ts'

const connectionsPerApp = 50

type Connection = {
  readonly id: string
  readonly appId: string
  readonly service: number
  readonly openedAt: number
  readonly socket: Duplex
  readonly client: WebSocket
  frozen: boolean
  pings: number
}

export type ConnectionView = {
  readonly id: string
  readonly appId: string
  readonly openedAt: number
  /** True while the connection is half-open: nothing is read, nothing is answered. */
  readonly frozen: boolean
  /** How many pings the client sent on it. */
  readonly pings: number
}

type Options = {
  readonly clock: SandboxClock
  readonly faults: Faults
  readonly random: () => number
  readonly pieceBytes: number
  readonly onAcknowledge: (ack: Acknowledgement) => void
}

/** The long connections of all apps. */
export class Connections {
  readonly #options: Options
  readonly #tickets = new Tickets()
  readonly #connections = new Map<string, Connection>()
  readonly #hanging = new Set<Duplex>()
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 })
  config: ClientConfig

  constructor(config: ClientConfig, options: Options) {
    this.config = config
    this.#options = options
  }

  list(appId?: string): readonly ConnectionView[] {
    return this.#of(appId).map(({ id, appId: owner, openedAt, frozen, pings }) => ({
      id,
      appId: owner,
      openedAt,
      frozen,
      pings,
    }))
  }

  isFull(appId: string): boolean {
    return this.#of(appId).length >= connectionsPerApp
  }

  /** The address for one new connection. */
  address(base: string, appId: string): string {
    return this.#tickets.issue(base, appId, this.#options.clock.now())
  }

  /** Checks the ticket of an upgrade and takes the connection, or refuses it as the platform does. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // a socket that dies before it is a WebSocket needs no further word
    socket.on('error', () => socket.destroy())
    const fault = this.#options.faults.nextHandshake()
    if (fault === 'hang') return this.#hang(socket)
    if (fault === 'cut') return void socket.destroy()
    if (fault === 'refuse') return refuseUpgrade(socket, 503, 'refused')
    const ticket = this.#tickets.take(request.url ?? '', this.#options.clock.now())
    if (!ticket) return refuseUpgrade(socket, 401, 'invalid ticket')
    if (this.isFull(ticket.appId)) return refuseUpgrade(socket, 403, 'too many connections')
    this.#server.handleUpgrade(request, socket, head, client => this.#open(client, socket, ticket))
  }

  #hang(socket: Duplex): void {
    this.#hanging.add(socket)
    socket.on('close', () => this.#hanging.delete(socket))
  }

  #open(client: WebSocket, socket: Duplex, ticket: Ticket): void {
    const id = newId.ticket()
    const { appId, serviceId } = ticket
    const openedAt = this.#options.clock.now()
    const connection: Connection = {
      id,
      appId,
      service: Number(serviceId),
      openedAt,
      socket,
      client,
      frozen: false,
      pings: 0,
    }
    this.#connections.set(id, connection)
    client.on('close', () => this.#connections.delete(id))
    client.on('error', () => client.terminate())
    client.on('message', (data: Buffer) => this.#receive(connection, data))
  }

  #receive(connection: Connection, data: Buffer): void {
    const frame = decodeFrame(data)
    if (!frame) return connection.client.close(1007, 'not a frame')
    const type = frame.headers['type']
    if (frame.method === method.control && type === 'ping') this.#ping(connection, frame)
    if (frame.method === method.data && type === 'event') this.#acknowledged(connection, frame)
  }

  #ping(connection: Connection, ping: Frame): void {
    connection.pings += 1
    if (ping.service !== connection.service) return connection.client.close(1008, 'wrong service')
    this.#send(connection, pong(ping, this.config))
  }

  #acknowledged(connection: Connection, frame: Frame): void {
    const ack = readAcknowledgement(frame, connection.id)
    if (ack) this.#options.onAcknowledge(ack)
  }

  /** Sends the event to one connection of its app, picked at random; its ID, or `undefined` when there is none. */
  sendEvent(event: PlatformEvent, frameId: string): string | undefined {
    const candidates = this.#alive(event.appId)
    const chosen = candidates[Math.floor(this.#options.random() * candidates.length)]
    if (!chosen) return undefined
    // a half-open connection takes the event, and nobody ever sees it
    if (chosen.frozen) return chosen.id
    const payload = Buffer.from(JSON.stringify(event.body))
    const { pieceBytes, clock } = this.#options
    const frames = eventFrames({ payload, frameId, service: chosen.service, at: clock.now(), pieceBytes })
    for (const frame of shuffled(frames, this.#options.random)) this.#send(chosen, frame)
    return chosen.id
  }

  /** Bytes as they stand, to every connection of the app. */
  sendBytes(bytes: Uint8Array, appId?: string): number {
    const targets = this.#of(appId)
    for (const { client } of targets) client.send(bytes)
    return targets.length
  }

  #send(connection: Connection, frame: Frame): void {
    connection.client.send(encodeFrame(frame))
  }

  /** Cuts the connections without a farewell. */
  cut(appId?: string): number {
    const targets = this.#of(appId)
    for (const { socket } of targets) socket.destroy()
    return targets.length
  }

  /** Closes them politely, as the platform does before maintenance. */
  close(code: number, appId?: string): number {
    const targets = this.#of(appId)
    for (const { client } of targets) client.close(code)
    return targets.length
  }

  /** Half-open: the sockets stay, but nothing is read from them and no ping is answered. `false` undoes it. */
  freeze(frozen: boolean, appId?: string): number {
    const targets = this.#of(appId)
    for (const connection of targets) {
      connection.frozen = frozen
      if (frozen) connection.socket.pause()
      else connection.socket.resume()
    }
    return targets.length
  }

  stop(): void {
    for (const socket of this.#hanging) socket.destroy()
    for (const { socket } of this.#connections.values()) socket.destroy()
    this.#server.close()
  }

  /** Half-open connections are picked only while there is no other, so that a test knows where its events go. */
  #alive(appId: string): readonly Connection[] {
    const all = this.#of(appId)
    const alive = all.filter(connection => !connection.frozen)
    return alive.length > 0 ? alive : all
  }

  #of(appId: string | undefined): readonly Connection[] {
    return [...this.#connections.values()].filter(connection => appId === undefined || connection.appId === appId)
  }
}
