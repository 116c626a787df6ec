/** So many pings within so many milliseconds are no interval that anybody set. */
const MOST = 50
const WITHIN_MS = 10_000

/**
 * Notices when the SDK pings without a pause. A pong with incomplete settings makes its interval NaN (WSClient
 * .handleControlData, 1.74), which no option prevents; but it tells its logger of each ping, and a new connection mends it.
 */
export class PingFlood {
  readonly #now: () => number
  readonly #onFlood: () => void
  #since = Number.NEGATIVE_INFINITY
  #count = 0

  constructor(now: () => number, onFlood: () => void) {
    this.#now = now
    this.#onFlood = onFlood
  }

  onLine(line: string): void {
    if (!line.includes('ping success')) return
    if (this.#now() - this.#since > WITHIN_MS) {
      this.#since = this.#now()
      this.#count = 0
    }
    if (++this.#count === MOST) this.#onFlood()
  }
}
