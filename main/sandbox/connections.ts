import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import type { SandboxClock } from './clock.ts'
import type { Acknowledgement, PlatformEvent } from './deliveries.ts'
import type { Faults } from './faults.ts'
import { decodeFrame, encodeFrame, eventFrames, method, type Frame } from './frames.ts'
import { newId } from './identifiers.ts'

/** What every pong carries, in seconds; all four are required. */
export type ClientConfig = {
  readonly PingInterval: number
  readonly ReconnectCount: number
  readonly ReconnectInterval: number
  readonly ReconnectNonce: number
}

/** An address is good for one connection within so many milliseconds. */
const ticketLifetime = 10 * 60_000
const connectionsPerApp = 50

type Ticket = { readonly appId: string; readonly deviceId: string; readonly serviceId: string; readonly expiresAt: number }

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

const ackPayload = z.object({ code: z.number(), data: z.string().optional() })

/** The long connections of all apps. */
export class Connections {
  readonly #options: Options
  readonly #tickets = new Map<string, Ticket>()
  readonly #connections = new Map<string, Connection>()
  readonly #hanging = new Set<Duplex>()
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 })
  config: ClientConfig

  constructor(config: ClientConfig, options: Options) {
    this.config = config
    this.#options = options
  }

  list(appId?: string): readonly ConnectionView[] {
    return this.#of(appId).map(({ id, appId: owner, openedAt, frozen, pings }) => ({ id, appId: owner, openedAt, frozen, pings }))
  }

  isFull(appId: string): boolean {
    return this.#of(appId).length >= connectionsPerApp
  }

  /** The address for one new connection. `device_id` and `service_id` are not the first parameter: clients parse them out. */
  address(base: string, appId: string): string {
    const now = this.#options.clock.now()
    for (const [ticket, { expiresAt }] of this.#tickets) if (expiresAt <= now) this.#tickets.delete(ticket)
    const ticket = newId.ticket()
    const entry: Ticket = { appId, deviceId: String(newId.cardId()), serviceId: '33554678', expiresAt: now + ticketLifetime }
    this.#tickets.set(ticket, entry)
    const query = new URLSearchParams({
      fpid: '493',
      aid: '552564',
      device_id: entry.deviceId,
      access_key: newId.ticket(),
      service_id: entry.serviceId,
      ticket,
    })
    return `${base.replace(/^http/, 'ws')}/ws/v2?${query.toString()}`
  }

  /** Checks the ticket of an upgrade and takes the connection, or refuses it as the platform does. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // a socket that dies before it is a WebSocket needs no further word
    socket.on('error', () => socket.destroy())
    const fault = this.#options.faults.nextHandshake()
    if (fault === 'hang') return this.#hang(socket)
    if (fault === 'cut') return void socket.destroy()
    if (fault === 'refuse') return refuse(socket, 503, 'refused')
    const ticket = this.#takeTicket(request.url ?? '')
    if (!ticket) return refuse(socket, 401, 'invalid ticket')
    if (this.isFull(ticket.appId)) return refuse(socket, 403, 'too many connections')
    this.#server.handleUpgrade(request, socket, head, client => this.#open(client, socket, ticket))
  }

  #hang(socket: Duplex): void {
    this.#hanging.add(socket)
    socket.on('close', () => this.#hanging.delete(socket))
  }

  #takeTicket(url: string): Ticket | undefined {
    const query = new URL(url, 'ws://127.0.0.1').searchParams
    const key = query.get('ticket') ?? ''
    const ticket = this.#tickets.get(key)
    if (!ticket || ticket.expiresAt <= this.#options.clock.now()) return undefined
    if (query.get('device_id') !== ticket.deviceId || query.get('service_id') !== ticket.serviceId) return undefined
    this.#tickets.delete(key)
    return ticket
  }

  #open(client: WebSocket, socket: Duplex, ticket: Ticket): void {
    const id = newId.ticket()
    const { appId, serviceId } = ticket
    const openedAt = this.#options.clock.now()
    const connection: Connection = { id, appId, service: Number(serviceId), openedAt, socket, client, frozen: false, pings: 0 }
    this.#connections.set(id, connection)
    client.on('close', () => this.#connections.delete(id))
    client.on('error', () => client.terminate())
    client.on('message', (data: Buffer) => this.#receive(connection, data))
  }

  #receive(connection: Connection, data: Buffer): void {
    const frame = decodeFrame(data)
    if (!frame) return connection.client.close(1007, 'not a frame')
    const type = frame.headers['type']
    if (frame.method === method.control && type === 'ping') this.#pong(connection, frame)
    if (frame.method === method.data && type === 'event') this.#acknowledged(connection, frame)
  }

  #pong(connection: Connection, ping: Frame): void {
    connection.pings += 1
    if (ping.service !== connection.service) return connection.client.close(1008, 'wrong service')
    const payload = Buffer.from(JSON.stringify(this.config))
    this.#send(connection, { ...ping, headers: { type: 'pong' }, payload })
  }

  #acknowledged(connection: Connection, frame: Frame): void {
    const frameId = frame.headers['message_id']
    const parsed = ackPayload.safeParse(parseJson(frame.payload))
    if (frameId === undefined || !parsed.success) return
    this.#options.onAcknowledge({ frameId, connectionId: connection.id, code: parsed.data.code, data: parsed.data.data })
  }

  /** Sends the event to one connection of its app, picked at random; its ID, or `undefined` when there is none. */
  sendEvent(event: PlatformEvent, frameId: string): string | undefined {
    const candidates = this.#of(event.appId)
    const chosen = candidates[Math.floor(this.#options.random() * candidates.length)]
    if (!chosen) return undefined
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

  #of(appId: string | undefined): readonly Connection[] {
    return [...this.#connections.values()].filter(connection => appId === undefined || connection.appId === appId)
  }
}

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nHandshake-Status: ${status}\r\nHandshake-Msg: ${reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  )
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    // an acknowledgement that is no JSON counts as none
    return undefined
  }
}

function shuffled<T>(values: readonly T[], random: () => number): readonly T[] {
  return values.map(value => ({ value, place: random() })).sort((a, b) => a.place - b.place).map(({ value }) => value)
}
