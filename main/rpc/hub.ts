import type { Fact } from '../contract/facts.ts'
import { reduce } from '../contract/reduce.ts'
import type { Snapshot, Tick } from '../contract/rpc.ts'
import type { AppState } from '../contract/state.ts'

/** The one place where the state changes, and where everybody learns of it. */
export type Hub = {
  readonly publish: (fact: Fact) => void
  readonly state: () => AppState
  readonly snapshot: () => Snapshot
  /** One snapshot at once, then every later fact in order, until the returned function is called. */
  readonly watch: (onSnapshot: (snapshot: Snapshot) => void, onTick: (tick: Tick) => void) => () => void
}

/** `since` is the number of the snapshot that this watcher has seen. */
type Watcher = { readonly since: number; readonly onTick: (tick: Tick) => void }

/** A watcher that throws is dropped and told to `report`; the others and the publisher never notice. */
export function createHub(initial: AppState, report: (thrown: unknown) => void = throwLater): Hub {
  const watchers = new Set<Watcher>()
  const untold: Tick[] = []
  let telling = false
  let [seq, state] = [0, initial]

  const tell = (watcher: Watcher, tick: Tick) => {
    if (tick.seq <= watcher.since || !watchers.has(watcher)) return
    try {
      watcher.onTick(tick)
    } catch (thrown) {
      watchers.delete(watcher)
      report(thrown)
    }
  }
  const tellAll = () => {
    if (telling) return // a watcher published: the loop that called it goes on with that one, in order
    telling = true
    try {
      for (let tick = untold.shift(); tick; tick = untold.shift()) for (const watcher of watchers) tell(watcher, tick)
    } finally {
      telling = false
    }
  }
  return {
    publish: fact => {
      state = reduce(state, fact)
      seq += 1
      untold.push({ seq, fact })
      tellAll()
    },
    state: () => state,
    snapshot: () => ({ seq, state }),
    watch: (onSnapshot, onTick) => {
      const watcher: Watcher = { since: seq, onTick }
      watchers.add(watcher)
      onSnapshot({ seq, state })
      return () => void watchers.delete(watcher)
    },
  }
}

/** To the process handler: such a fault is ours and must be seen. */
const throwLater = (thrown: unknown): void =>
  queueMicrotask(() => {
    throw thrown
  })
