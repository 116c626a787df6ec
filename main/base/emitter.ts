/** Tells every listener of each value, in the order they subscribed; a listener leaves by the function it got. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>()

  readonly on = (listener: (value: T) => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  emit(value: T): void {
    // A copy: a listener may leave, or bring another one, while it is told.
    for (const listener of Array.from(this.#listeners)) listener(value)
  }
}
