/** Joins the texts of several steps into one answer: a blank line between them, none at the beginning of a step. */
export class Paragraphs {
  #started = false
  #stepSpoke = false
  #blank = ''

  /** True once there is any text worth showing. */
  get started(): boolean {
    return this.#started
  }

  next(): void {
    this.#stepSpoke = false
    this.#blank = ''
  }

  /** The part of the answer that this text adds; white space waits until words follow. */
  add(text: string): string {
    if (this.#stepSpoke) return text
    const waiting = this.#blank + text
    if (waiting.trim() === '') {
      this.#blank = waiting
      return ''
    }
    const gap = this.#started ? '\n\n' : ''
    this.#started = true
    this.#stepSpoke = true
    return gap + waiting.replace(/^\s*\n/, '')
  }
}
