import { reduce } from '../main/contract/reduce.ts'
import type { Link, Snapshot, Tick } from '../main/contract/rpc.ts'
import { initialState, type AppState } from '../main/contract/state.ts'

/** A read-only copy of the service's state: one snapshot, then every fact since. */
export class Mirror {
  readonly #link: Link
  readonly #listeners = new Set<() => void>()
  #seq = -1
  #state: AppState = initialState
  #isComplete = false
  #stop = () => {}

  constructor(link: Link) {
    this.#link = link
  }

  readonly get = (): AppState => this.#state

  /** False until the first snapshot: before that there is nothing to show. */
  readonly isFilled = (): boolean => this.#seq >= 0

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Begins to watch; the returned function ends it. */
  start(): () => void {
    this.#watch()
    return () => this.#stop()
  }

  /** The first load, a reconnect and a gap all come through here. */
  #watch(): void {
    this.#stop()
    this.#isComplete = false
    this.#stop = this.#link.watch(
      snapshot => this.#restart(snapshot),
      tick => this.#apply(tick),
    )
  }

  #restart({ seq, state }: Snapshot): void {
    this.#isComplete = true
    this.#show(seq, state)
  }

  #apply({ seq, fact }: Tick): void {
    if (!this.#isComplete || seq <= this.#seq) return // a snapshot is on its way, or already holds it
    if (seq > this.#seq + 1) return this.#watch() // one was missed: start over
    const next = reduced(this.#state, fact)
    if (next === undefined) return this.#watch() // a fact this window doesn't understand: the whole state will do
    this.#show(seq, next)
  }

  #show(seq: number, state: AppState): void {
    this.#seq = seq
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

/** The service may be of another version than this window, so a fact can be unknown or of another form. */
function reduced(state: AppState, fact: Tick['fact']): AppState | undefined {
  try {
    const next: unknown = reduce(state, fact)
    return next !== fact ? (next as AppState) : undefined // `reduce` hands an unknown fact back
  } catch {
    return undefined // reading a malformed fact; the next snapshot repairs it
  }
}
