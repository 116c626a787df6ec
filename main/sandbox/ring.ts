/** Keeps the latest entries up to a limit, so that a long-lived sandbox does not grow for ever. */
export class Ring<T> {
  readonly #limit: number
  #entries: T[] = []
  #dropped = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  push(entry: T): void {
    this.#entries.push(entry)
    if (this.#entries.length <= this.#limit * 2) return
    this.#dropped += this.#entries.length - this.#limit
    this.#entries = this.#entries.slice(-this.#limit)
  }

  /** Oldest first. */
  list(): readonly T[] {
    return this.#entries.slice(-this.#limit)
  }

  /** How many were ever pushed. */
  get total(): number {
    return this.#dropped + this.#entries.length
  }

  clear(): void {
    this.#entries = []
    this.#dropped = 0
  }
}
