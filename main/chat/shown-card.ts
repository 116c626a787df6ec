/** A card of a turn: made by this run, or left by one before a crash. */
export class ShownCard {
  readonly cardId: string
  /** Its place among the cards of the answer, from 0. */
  readonly page: number
  readonly #createdAt: number
  readonly #now: () => number
  #sequence = 0
  /** What it was finished with; nothing while it is open. */
  finishedWith: string | undefined
  /** The steps that it was finished with. */
  steps = ''
  /** Its text goes another way: it must not hold it as well. */
  isGivenUp = false

  constructor(card: { cardId: string; page: number; createdAt: number }, now: () => number) {
    this.cardId = card.cardId
    this.page = card.page
    this.#createdAt = card.createdAt
    this.#now = now
  }

  /**
   * Grows with every write, and with time: after a crash nobody knows the last number, but it was smaller than what the
   * age of the card gives: 100 a second, while ten writes of at most four numbers each are allowed.
   */
  nextSequence(): number {
    this.#sequence = Math.max(this.#sequence + 4, Math.floor((this.#now() - this.#createdAt) / 10) + 1)
    return this.#sequence
  }
}

/** The name under which the card's message is stored and sent once. */
export const cardPart = (page: number): string => (page === 0 ? 'card' : `card-${page}`)

/** Which card of an answer a stored part is, if it is one. */
export function pageOf(part: string): number | undefined {
  const [, number] = /^card(?:-(\d+))?$/.exec(part) ?? ['', undefined]
  return part === 'card' ? 0 : number === undefined ? undefined : Number(number)
}
