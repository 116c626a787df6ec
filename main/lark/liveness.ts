import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Timing } from './timing.ts'

/** A peer that never answered so many pings does not speak them; then only the SDK's own ping is left. */
const PATIENCE = 2

/** What is known of a socket: whether it ever answered a ping, and the ping that is under way. */
export type Pulse = {
  readonly hasAnswered: boolean
  readonly unanswered: number
  /** When the ping under way was written; `undefined` when none is. */
  readonly pingedAt: number | undefined
  readonly nextPingAt: number
}

export type Move = { readonly do: 'ping' | 'give-up' | 'rest' } | { readonly do: 'wait'; readonly until: number }

/** What to do now. A socket is only given up when it answered before: then silence means death. */
export function nextMove(pulse: Pulse, now: number, timing: Timing): Move {
  if (pulse.pingedAt === undefined)
    return now < pulse.nextPingAt ? { do: 'wait', until: pulse.nextPingAt } : { do: 'ping' }
  const deadline = pulse.pingedAt + timing.answerWithin
  if (now < deadline) return { do: 'wait', until: deadline }
  if (pulse.hasAnswered) return { do: now > deadline + timing.slept ? 'ping' : 'give-up' }
  if (pulse.unanswered >= PATIENCE) return { do: 'rest' }
  return now < pulse.nextPingAt ? { do: 'wait', until: pulse.nextPingAt } : { do: 'ping' }
}

/** A masked ping of a client (RFC 6455, 5.5.2) with this payload of up to 125 bytes. */
export function pingFrame(payload: Buffer, mask: Buffer = randomBytes(4)): Buffer {
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))
  return Buffer.concat([Buffer.from([0x89, 0x80 | payload.length]), mask, masked])
}

/** The answer to it: a pong of a server is not masked and repeats the payload. */
export const pongFrame = (payload: Buffer): Buffer => Buffer.concat([Buffer.from([0x8a, payload.length]), payload])

/**
 * Watches one upgraded socket by writing WebSocket pings between the frames of its owner, which writes whole frames
 * within one tick. Any byte that arrives is a sign of life; only a pong shows that pings are answered at all.
 */
export class Liveness {
  readonly #socket: Duplex
  readonly #now: () => number
  readonly #timing: Timing
  readonly #onDead: () => void
  readonly #payload = randomBytes(4)
  #pulse: Pulse
  #tail: Buffer = Buffer.alloc(0)
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(socket: Duplex, timing: Timing, now: () => number, onDead: () => void) {
    this.#timing = timing
    this.#socket = socket
    this.#now = now
    this.#onDead = onDead
    this.#pulse = { hasAnswered: false, unanswered: 0, pingedAt: undefined, nextPingAt: now() + timing.firstPing }
    // Later than the owner's own listener, which must be the first to get a byte.
    setImmediate(() => this.#stopped || socket.on('data', this.#hear))
    this.#wait(timing.firstPing)
  }

  get isArmed(): boolean {
    return this.#pulse.hasAnswered
  }

  /** Asks at once, however recent the last sign of life is; a question under way stays the question. */
  check(): void {
    const { pingedAt } = this.#pulse
    if (pingedAt === undefined || this.#now() >= pingedAt + this.#timing.answerWithin) this.#ping()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#socket.off('data', this.#hear)
  }

  readonly #hear = (chunk: Buffer): void => {
    const isAnswer = this.#pulse.hasAnswered || this.#holdsPong(chunk)
    if (this.#pulse.pingedAt === undefined || !isAnswer) return
    this.#pulse = { ...this.#pulse, hasAnswered: true, unanswered: 0, pingedAt: undefined }
    this.#tick()
  }

  /** A pong may come in two pieces. */
  #holdsPong(chunk: Buffer): boolean {
    const pong = pongFrame(this.#payload)
    const seen = Buffer.concat([this.#tail, chunk])
    this.#tail = seen.subarray(-pong.length)
    return seen.includes(pong)
  }

  /** A timer fires before waiting bytes are read: the verdict comes after they were. */
  #wait(milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => setImmediate(() => this.#tick()), milliseconds)
  }

  #tick(): void {
    if (this.#stopped) return
    const move = nextMove(this.#pulse, this.#now(), this.#timing)
    switch (move.do) {
      case 'wait':
        return this.#wait(Math.max(0, move.until - this.#now()))
      case 'ping':
        return this.#ping()
      case 'give-up':
        this.stop()
        return this.#onDead()
      case 'rest':
        return this.stop()
      default:
        return move satisfies never
    }
  }

  #ping(): void {
    if (this.#stopped || !this.#socket.writable) return
    const now = this.#now()
    this.#pulse = {
      ...this.#pulse,
      unanswered: this.#pulse.unanswered + 1,
      pingedAt: now,
      nextPingAt: now + this.#timing.pingEvery,
    }
    this.#socket.write(pingFrame(this.#payload))
    this.#tick()
  }
}
