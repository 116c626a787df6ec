/** Joins a producer that pushes with one reader that pulls; keeps everything in order until it is read. */
export class EventQueue<T> {
  readonly #waiting: T[] = []
  #ended = false
  #wake: () => void = () => undefined

  push(event: T): void {
    this.#waiting.push(event)
    this.#wake()
  }

  /** The reader finishes once it has read what was pushed before. */
  end(): void {
    this.#ended = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    while (true) {
      const event = this.#waiting.shift()
      if (event !== undefined) yield event
      else if (this.#ended) return
      else await new Promise<void>(resolve => (this.#wake = resolve))
    }
  }
}
