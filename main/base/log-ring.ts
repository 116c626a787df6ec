import { Emitter } from './emitter.ts'

/** A line of the log with its number; the first one of this process is 1. */
export type NumberedLine = { readonly seq: number; readonly line: string }

/** The newest lines of this process, for whoever watches. Taking one costs a push; nothing is read before somebody asks. */
export type LogRing = {
  /** Never throws. */
  readonly add: (line: string) => void
  /** The number of the oldest line that is still here, and of the newest; one more than the newest when it is empty. */
  readonly first: () => number
  readonly last: () => number
  /** In order, from the one with this number on. */
  readonly from: (seq: number) => Iterable<NumberedLine>
  /** In order, the newest first. */
  readonly backwards: () => Iterable<NumberedLine>
  /** Resolves when lines came, those of a moment together, or when the signal aborts. */
  readonly changed: (signal: AbortSignal) => Promise<void>
}

/** How much is kept. */
export type RingBounds = { readonly lines: number; readonly characters: number }

const usualBounds: RingBounds = { lines: 5000, characters: 4 * 1024 * 1024 }

/** Waiting readers are told at most so often (milliseconds): a flood of lines is one page, not a thousand. */
const GATHER_MS = 25

export function createLogRing(bounds: RingBounds = usualBounds): LogRing {
  const lines = new Map<number, string>()
  const changes = new Emitter<void>()
  let [last, characters, waiting] = [0, 0, 0]
  let timer: NodeJS.Timeout | undefined
  const first = () => last - lines.size + 1

  const forgetOldest = () => {
    characters -= lines.get(first())?.length ?? 0
    lines.delete(first())
  }
  const tellSoon = () => {
    if (waiting === 0) return
    timer ??= setTimeout(() => {
      timer = undefined
      changes.emit()
    }, GATHER_MS)
    timer.unref()
  }
  function* range(start: number, end: number, step: 1 | -1): Iterable<NumberedLine> {
    for (let seq = start; seq !== end; seq += step) {
      const line = lines.get(seq)
      if (line !== undefined) yield { seq, line }
    }
  }
  return {
    add: line => {
      lines.set(++last, line)
      characters += line.length
      while (lines.size > 1 && (lines.size > bounds.lines || characters > bounds.characters)) forgetOldest()
      tellSoon()
    },
    first,
    last: () => last,
    from: seq => range(Math.min(Math.max(seq, first()), last + 1), last + 1, 1),
    backwards: () => range(last, first() - 1, -1),
    changed: signal =>
      new Promise(resolve => {
        const done = () => {
          waiting--
          leave()
          signal.removeEventListener('abort', done)
          resolve()
        }
        waiting++
        const leave = changes.on(done)
        signal.addEventListener('abort', done, { once: true })
        if (signal.aborted) done()
      }),
  }
}
