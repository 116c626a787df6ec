import type { Logger } from '../base/logger.ts'
import { storeError } from './failures.ts'

type Options<T> = {
  readonly name: string
  /** Milliseconds that the first item of a batch waits at most. */
  readonly within: number
  /** Writes all of them or throws. */
  readonly write: (items: readonly T[]) => void
  readonly log: Logger
}

/** Items that nobody waits for, written together. `flush` throws when they can't be written, and keeps them. */
export type Batch<T> = {
  readonly add: (item: T) => void
  readonly flush: () => void
  /** Writes what is left; what can't be written is told to the log. */
  readonly close: () => void
}

/** How long to wait after a failed write, in milliseconds, and how many items are kept for then. */
const RETRY_MS = 5000
const MOST_KEPT = 10_000

export function createBatch<T>({ name, within, write, log }: Options<T>): Batch<T> {
  let items: T[] = []
  let timer: NodeJS.Timeout | undefined
  const schedule = (delay: number) => {
    timer ??= setTimeout(flushLater, delay)
    timer.unref() // whoever stops the store writes what is left
  }
  const flush = () => {
    if (items.length === 0) return
    write(items)
    items = []
  }
  const flushOrTell = (): boolean => {
    try {
      flush()
      return true
    } catch (thrown) {
      const dropped = Math.max(0, items.length - MOST_KEPT)
      items.splice(0, dropped)
      log.error(`${name} could not be written`, { code: storeError(thrown).code, kept: items.length, dropped })
      return false
    }
  }
  const flushLater = () => {
    timer = undefined
    if (!flushOrTell()) schedule(RETRY_MS)
  }
  return {
    add: item => {
      items.push(item)
      schedule(within)
    },
    flush,
    close: () => {
      clearTimeout(timer)
      flushOrTell()
    },
  }
}
