import type { SandboxClock } from './clock.ts'
import { newId } from './identifiers.ts'

/** An event as it travels: the JSON that the client parses. */
export type PlatformEvent = {
  readonly eventId: string
  readonly appId: string
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
  /** The message it is about, for the logs. */
  readonly messageId?: string | undefined
}

/** How one try to deliver an event ended. */
type AttemptOutcome = 'waiting' | 'acknowledged' | 'refused' | 'timeout' | 'late' | 'no-connection'

export type Attempt = {
  readonly at: number
  readonly frameId: string
  readonly connectionId: string | undefined
  outcome: AttemptOutcome
  acknowledgedAt: number | undefined
  /** What the client answered: 200, or 500 when its handler threw. */
  code: number | undefined
}

type DeliveryState = 'waiting' | 'acknowledged' | 'retrying' | 'given-up'

export type Delivery = { readonly event: PlatformEvent; readonly attempts: Attempt[]; state: DeliveryState }

export type Acknowledgement = {
  readonly frameId: string
  readonly code: number
  readonly data: string | undefined
  readonly connectionId: string
}

/** What became of an event that is delivered once and needs an answer. */
export type Answer =
  | { readonly kind: 'answered'; readonly code: number; readonly data: string | undefined }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'no-connection' }

type Options = {
  readonly clock: SandboxClock
  /** Sends to one connection of the app and tells which; `undefined` without a connection. */
  readonly send: (event: PlatformEvent, frameId: string) => string | undefined
  readonly ackTimeout: number
  /** Waits between the tries, milliseconds: about 5 min, 1 h, 6 h on the platform. */
  readonly redelivery: readonly number[]
  /** Whether an acknowledgement may come through another connection than the event went out on. */
  readonly acceptForeignAcks: boolean
}

type Flight = {
  readonly delivery: Delivery
  readonly attempt: Attempt
  readonly again: boolean
  settle: (answer: Answer) => void
  cancel: () => void
}

const deliveriesKept = 2_000

/** Delivers events, waits for their acknowledgement, and delivers again what was not acknowledged in time. */
export class Deliveries {
  readonly #options: Options
  readonly #deliveries = new Map<string, Delivery>()
  readonly #flights = new Map<string, Flight>()
  readonly #retries = new Map<Delivery, () => void>()

  constructor(options: Options) {
    this.#options = options
  }

  list(): readonly Delivery[] {
    return [...this.#deliveries.values()]
  }

  find(eventId: string): Delivery | undefined {
    return this.#deliveries.get(eventId)
  }

  /** Delivers until acknowledged or given up. */
  post(event: PlatformEvent): void {
    void this.#attempt(this.#remember(event), true)
  }

  /** Delivers once and waits for the answer; card callbacks are never delivered again. */
  ask(event: PlatformEvent): Promise<Answer> {
    return this.#attempt(this.#remember(event), false)
  }

  /** Delivers now whatever still waits for its next try. */
  redeliverNow(): number {
    const due = [...this.#retries.keys()]
    for (const delivery of due) this.#retry(delivery)
    return due.length
  }

  acknowledge(ack: Acknowledgement): void {
    const flight = this.#flights.get(ack.frameId)
    if (!flight || !this.#mayAcknowledge(flight, ack)) return
    const { attempt, delivery } = flight
    const late = attempt.outcome !== 'waiting'
    attempt.acknowledgedAt = this.#options.clock.now()
    attempt.code = ack.code
    attempt.outcome = late ? 'late' : ack.code === 200 ? 'acknowledged' : 'refused'
    this.#flights.delete(ack.frameId)
    flight.cancel()
    flight.settle({ kind: 'answered', code: ack.code, data: ack.data })
    if (attempt.outcome === 'acknowledged') return this.#done(delivery)
    if (!late) this.#planNext(delivery, flight.again)
  }

  #mayAcknowledge(flight: Flight, ack: Acknowledgement): boolean {
    return this.#options.acceptForeignAcks || flight.attempt.connectionId === ack.connectionId
  }

  #done(delivery: Delivery): void {
    delivery.state = 'acknowledged'
    this.#retries.get(delivery)?.()
    this.#retries.delete(delivery)
  }

  #remember(event: PlatformEvent): Delivery {
    const known = this.#deliveries.get(event.eventId)
    if (known) return known
    const delivery: Delivery = { event, attempts: [], state: 'waiting' }
    this.#deliveries.set(event.eventId, delivery)
    if (this.#deliveries.size > deliveriesKept) this.#forgetOldest()
    return delivery
  }

  #forgetOldest(): void {
    const [oldest] = this.#deliveries.values()
    if (!oldest) return
    this.#deliveries.delete(oldest.event.eventId)
    this.#retries.get(oldest)?.()
    this.#retries.delete(oldest)
  }

  #attempt(delivery: Delivery, again: boolean): Promise<Answer> {
    const frameId = newId.frameId()
    delivery.state = 'waiting'
    const connectionId = this.#options.send(delivery.event, frameId)
    const outcome = connectionId === undefined ? 'no-connection' : 'waiting'
    const at = this.#options.clock.now()
    const attempt: Attempt = { at, frameId, connectionId, outcome, acknowledgedAt: undefined, code: undefined }
    delivery.attempts.push(attempt)
    if (connectionId === undefined) {
      this.#planNext(delivery, again)
      return Promise.resolve({ kind: 'no-connection' })
    }
    return new Promise(settle => this.#flights.set(frameId, this.#fly(delivery, attempt, again, settle)))
  }

  #fly(delivery: Delivery, attempt: Attempt, again: boolean, settle: (answer: Answer) => void): Flight {
    const { clock, ackTimeout } = this.#options
    const cancel = clock.after(ackTimeout, () => {
      attempt.outcome = 'timeout'
      settle({ kind: 'timeout' })
      // a late acknowledgement is still worth a line in the log, for a while
      flight.cancel = clock.after(ackTimeout * 20, () => this.#flights.delete(attempt.frameId))
      this.#planNext(delivery, again)
    })
    const flight: Flight = { delivery, attempt, again, settle, cancel }
    return flight
  }

  #planNext(delivery: Delivery, again: boolean): void {
    const wait = this.#options.redelivery[delivery.attempts.length - 1]
    if (!again || wait === undefined) {
      delivery.state = 'given-up'
      return
    }
    delivery.state = 'retrying'
    this.#retries.set(
      delivery,
      this.#options.clock.after(wait, () => this.#retry(delivery)),
    )
  }

  #retry(delivery: Delivery): void {
    this.#retries.get(delivery)?.()
    this.#retries.delete(delivery)
    void this.#attempt(delivery, true)
  }
}
