import { AppError } from '../contract/errors.ts'

/** At most `most` calls in any window of this length, as the platform counts them; `own` to one chat or card. */
export type Limit = { readonly key: string; readonly most: number; readonly windowMs: number; readonly own?: true }

/** A clock that never goes back, and a timer; tests bring their own. */
export type Timing = { now(): number; after(milliseconds: number, run: () => void): () => void }

type Bucket = { running: number; readonly endings: number[]; busyUntil: number; pausedUntil: number }
type Waiter = { readonly limits: readonly Limit[]; readonly start: () => void }

/** The platform's clock is not ours: a window lasts a little longer here than there. */
const MARGIN_MS = 25

const systemTiming: Timing = {
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
}

/**
 * Sliding windows over several limits at once. The platform counts a call when it arrives, somewhere between our start
 * and our end of it; so a place is free again one window after the *end*, and no delay of the network breaks a limit.
 */
export class Limiter {
  readonly #timing: Timing
  readonly #buckets = new Map<string, Bucket>()
  #waiters: readonly Waiter[] = []
  #cancelTimer = () => {}

  constructor(timing: Timing = systemTiming) {
    this.#timing = timing
  }

  /** How many limits are kept in memory; idle ones are forgotten. */
  get size(): number {
    return this.#buckets.size
  }

  /** Waits in order until all limits leave room, then runs the work. The wait ends when the signal aborts. */
  async run<T>(limits: readonly Limit[], work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(limits, signal)
    try {
      return await work()
    } finally {
      this.#giveBack(limits)
    }
  }

  /** Lets nothing through these limits for a while: the platform said so. */
  pause(limits: readonly Limit[], milliseconds: number): void {
    const until = this.#timing.now() + milliseconds
    for (const { key } of limits) {
      const bucket = this.#bucket(key)
      bucket.pausedUntil = Math.max(bucket.pausedUntil, until)
    }
    this.#pump()
  }

  #turn(limits: readonly Limit[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const waiter: Waiter = { limits, start }
      const leave = () => {
        this.#waiters = this.#waiters.filter(other => other !== waiter)
        reject(new AppError('cancelled', 'Stopped while waiting for the rate limit.', { cause: signal.reason }))
        this.#pump()
      }
      if (signal.aborted) return leave()
      signal.addEventListener('abort', leave, { once: true })
      this.#waiters = [...this.#waiters, waiter]
      this.#pump()
    })
  }

  /** Starts, in the order they came, all whose limits have room. A limit that is full for one is full for those behind. */
  #pump(): void {
    this.#cancelTimer()
    const now = this.#timing.now()
    const waiting: Waiter[] = []
    const starting: Waiter[] = []
    let wake = Number.POSITIVE_INFINITY
    for (const waiter of this.#waiters) {
      const blocking = waiter.limits.filter(limit => this.#freeAt(limit) > now)
      if (blocking.length > 0) wake = Math.min(wake, Math.max(...blocking.map(limit => this.#freeAt(limit))))
      else for (const { key } of waiter.limits) this.#bucket(key).running++
      ;(blocking.length > 0 ? waiting : starting).push(waiter)
    }
    this.#waiters = waiting
    this.#forgetIdle(now)
    if (Number.isFinite(wake))
      this.#cancelTimer = this.#timing.after(Math.max(1, Math.ceil(wake - now)), () => this.#pump())
    for (const waiter of starting) waiter.start()
  }

  /** The moment from which this limit has room; infinite while only the end of a running call can make it. */
  #freeAt({ key, most, windowMs }: Limit): number {
    const bucket = this.#bucket(key)
    const spare = most - bucket.running
    if (spare <= 0) return Number.POSITIVE_INFINITY
    const ending = bucket.endings.at(-spare)
    return Math.max(bucket.pausedUntil, ending === undefined ? 0 : ending + windowMs + MARGIN_MS)
  }

  #giveBack(limits: readonly Limit[]): void {
    const now = this.#timing.now()
    for (const { key, most, windowMs } of limits) {
      const bucket = this.#bucket(key)
      bucket.running--
      bucket.endings.push(now)
      bucket.busyUntil = now + windowMs + MARGIN_MS
      if (bucket.endings.length > most) bucket.endings.shift()
    }
    this.#pump()
  }

  #forgetIdle(now: number): void {
    const wanted = new Set(this.#waiters.flatMap(waiter => waiter.limits.map(limit => limit.key)))
    for (const [key, bucket] of this.#buckets) {
      const idle = bucket.running === 0 && Math.max(bucket.busyUntil, bucket.pausedUntil) <= now
      if (idle && !wanted.has(key)) this.#buckets.delete(key)
    }
  }

  #bucket(key: string): Bucket {
    const known = this.#buckets.get(key)
    if (known) return known
    const fresh: Bucket = { running: 0, endings: [], busyUntil: 0, pausedUntil: 0 }
    this.#buckets.set(key, fresh)
    return fresh
  }
}

/** What the platform allows one app on one kind of call: 50 a second, 1000 a minute. */
export const appLimits = (kind: 'send' | 'card' | 'reaction' | 'upload' | 'read'): readonly Limit[] => [
  { key: `${kind}:second`, most: 50, windowMs: 1000 },
  { key: `${kind}:minute`, most: 1000, windowMs: 60_000 },
]

/** Sends: 5 a second to one chat or person, and what all chats share. */
export const sendLimits = (chat: string): readonly Limit[] => [
  { key: `chat:${chat}`, most: 5, windowMs: 1000, own: true },
  ...appLimits('send'),
]

/** Writes of one card: 10 a second, and what all cards share. */
export const cardLimits = (cardId: string): readonly Limit[] => [
  { key: `card:${cardId}`, most: 10, windowMs: 1000, own: true },
  ...appLimits('card'),
]
