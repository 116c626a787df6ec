import type { Duplex } from 'node:stream'
import { newId } from './identifiers.ts'

/** An address is good for one connection within so many milliseconds. */
const ticketLifetime = 10 * 60_000

export type Ticket = {
  readonly appId: string
  readonly deviceId: string
  readonly serviceId: string
  readonly expiresAt: number
}

/** The addresses that were handed out for long connections and not used yet. */
export class Tickets {
  readonly #tickets = new Map<string, Ticket>()

  /** `device_id` and `service_id` are not the first parameter: clients parse them out of the whole URL. */
  issue(base: string, appId: string, now: number): string {
    for (const [ticket, { expiresAt }] of this.#tickets) if (expiresAt <= now) this.#tickets.delete(ticket)
    const ticket = newId.ticket()
    const entry: Ticket = { appId, deviceId: newId.cardId(), serviceId: '33554678', expiresAt: now + ticketLifetime }
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

  /** Uses a ticket up; `undefined` when the address is unknown, used, expired or changed. */
  take(url: string, now: number): Ticket | undefined {
    const query = new URL(url, 'ws://127.0.0.1').searchParams
    const key = query.get('ticket') ?? ''
    const ticket = this.#tickets.get(key)
    if (!ticket || ticket.expiresAt <= now) return undefined
    if (query.get('device_id') !== ticket.deviceId || query.get('service_id') !== ticket.serviceId) return undefined
    this.#tickets.delete(key)
    return ticket
  }
}

/** Answers an upgrade with the platform's handshake headers instead of a WebSocket. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nHandshake-Status: ${status}\r\nHandshake-Msg: ${reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  )
}
