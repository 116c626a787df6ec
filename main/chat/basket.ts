import type { Picture, Taint } from '../agent/turn-types.ts'

/** More files of one message are named, not fetched. */
export const MOST_FILES = 10
/** Pictures that one message shows to the model. */
const MOST_PICTURES = 5
/** A larger picture is named only: providers refuse it, or make it small themselves at a price. */
const LARGEST_PICTURE = 5_000_000
/** Characters of one document, and of all documents of a message, that the model is given at once. */
const TEXT_AT_ONCE = 20_000
const TEXT_OF_ALL = 60_000

/** What one question gathers beside its words, each within its limit. */
export class Basket {
  readonly pictures: Picture[] = []
  readonly #tainted = new Set<Taint>()
  #files = 0
  #room = TEXT_OF_ALL

  get tainted(): readonly Taint[] {
    return [...this.#tainted]
  }

  taint(by: Taint): void {
    this.#tainted.add(by)
  }

  /** True when one more file may be fetched; it then counts. */
  takesFile(): boolean {
    this.#files++
    return this.#files <= MOST_FILES
  }

  /** How many files were beyond the limit. */
  get refused(): number {
    return Math.max(0, this.#files - MOST_FILES)
  }

  /** Why a picture is not shown, or `undefined` when it is. */
  show(picture: Picture, bytes: number): string | undefined {
    if (bytes > LARGEST_PICTURE) return `too large to be shown (the limit is ${LARGEST_PICTURE / 1_000_000} MB)`
    if (this.pictures.length >= MOST_PICTURES) return `not shown: a message shows ${MOST_PICTURES} pictures at most`
    this.pictures.push(picture)
    return undefined
  }

  /** The beginning of a text, as long as there is room; never half a character. */
  cut(text: string): string {
    const given = text.slice(0, Math.min(TEXT_AT_ONCE, this.#room)).replace(/[\uD800-\uDBFF]$/, '')
    this.#room -= given.length
    return given
  }
}
