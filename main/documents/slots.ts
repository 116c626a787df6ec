import { AppError } from '../contract/errors.ts'

/** Lets so much work run at once; the rest waits in order. */
export class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** The wait ends with `cancelled` when the signal aborts. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#take(signal)
    try {
      return await work()
    } finally {
      this.#free++
      this.#waiting.shift()?.()
    }
  }

  #take(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener('abort', leave)
        this.#free--
        resolve()
      }
      const leave = () => {
        const place = this.#waiting.indexOf(begin)
        if (place >= 0) this.#waiting.splice(place, 1)
        reject(new AppError('cancelled', 'Stopped while waiting for its turn.'))
      }
      if (signal.aborted) return leave()
      if (this.#free > 0) return begin()
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(begin)
    })
  }
}
