import { Ring } from './ring.ts'

/** One API call: no body, no query, no token. */
export type CallRecord = {
  readonly at: number
  readonly method: string
  readonly route: string
  readonly path: string
  readonly appId: string | undefined
  readonly status: number
  /** The platform's code; -1 when the answer was dropped. */
  readonly code: number
}

const callsKept = 5_000

/** Remembers which calls were made, for tests and for the practice screen. */
export class Journal {
  readonly #calls = new Ring<CallRecord>(callsKept)
  readonly #counts = new Map<string, number>()

  add(call: CallRecord): void {
    this.#calls.push(call)
    const key = `${call.method} ${call.route}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  list(
    filter: { readonly since?: number | undefined; readonly route?: string | undefined } = {},
  ): readonly CallRecord[] {
    return this.#calls
      .list()
      .filter(
        call =>
          call.at >= (filter.since ?? 0) &&
          (filter.route === undefined || `${call.method} ${call.route}`.includes(filter.route)),
      )
  }

  /** How often each `METHOD route` was called. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts)
  }

  clear(): void {
    this.#calls.clear()
    this.#counts.clear()
  }
}
