import { cardMarkdown } from './card-text.ts'
import type { WorldMessage } from './world.ts'

type Card = NonNullable<WorldMessage['card']>

/** A card of Perch by its parts; any other card is all answer. */
export type CardParts = {
  /** What its steps are called, and one line for each. */
  readonly steps: { readonly title: string; readonly lines: readonly string[]; readonly isFolded: boolean } | undefined
  readonly answer: string
  /** What it says of itself: that it thinks, or how it ended. */
  readonly status: string
  /** True when `answer` is what shows of a card that has folded parts of another kind. */
  readonly isForeign: boolean
}

/** Perch names the parts of its cards; a card without these names was sent by hand or by another program. */
export function partsOf(card: Card): CardParts {
  const { elements = {} } = card
  const isOurs = 'answer' in elements || 'steps' in elements
  if (!isOurs) return { steps: undefined, answer: cardMarkdown(card.text, card), status: '', isForeign: true }
  const plain = (name: string) => cardMarkdown(elements[name] ?? '', card)
  const lines = plain('steps')
    .split('\n')
    .filter(line => line.trim() !== '')
  const [title = ''] = plain('steps_panel').split('\n')
  const isFolded = 'steps_panel' in elements
  return {
    steps: lines.length === 0 ? undefined : { title, lines, isFolded },
    answer: plain('answer'),
    status: plain('status'),
    isForeign: false,
  }
}
