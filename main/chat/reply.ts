import type { StepView } from '../contract/state.ts'
import type { CardView } from './message.ts'

/** What a running turn has produced so far, and what of it the sender can see. */
export type ReplyState = {
  readonly startedAt: number
  readonly answer: string
  readonly steps: readonly StepView[]
  readonly card: 'none' | 'open' | 'closed'
  /** How much of the answer the card was given, in characters, and which steps it shows. */
  readonly written: number
  readonly shownSteps: string
  /** The answer has outgrown the card: what follows comes in further messages, at the end. */
  readonly full: boolean
  readonly writes: number
  readonly lastWriteAt: number
}

export type Budget = {
  /** A turn longer than this gets a card (milliseconds). */
  readonly cardAfter: number
  /** The most content updates before the last one. */
  readonly mostWrites: number
  /** How long to wait before write number `n`, counted from 0 (milliseconds). */
  readonly gap: (write: number) => number
}

/** The monthly quota counts each write: few at first sight of the text, then ever wider apart (112 s for all 14). */
export const metered: Budget = { cardAfter: 2000, mostWrites: 14, gap: write => 600 * 1.35 ** write }
/** Eight a second stays below the 10 that the platform takes for a card. */
export const unmetered: Budget = { cardAfter: 2000, mostWrites: Number.POSITIVE_INFINITY, gap: () => 125 }

export type Move =
  | { readonly do: 'open-card' }
  | { readonly do: 'write'; readonly part: 'steps'; readonly text: string }
  /** `length`: of the answer this was made from; `full`: the card takes no more of it. */
  | {
      readonly do: 'write'
      readonly part: 'answer'
      readonly text: string
      readonly length: number
      readonly full: boolean
    }
  /** Nothing now; look again then, or at the next event when there is no time given. */
  | { readonly do: 'wait'; readonly until?: number }

/** The part of an answer that one card takes, and whether that is all of it. */
export type Head = (answer: string) => { readonly text: string; readonly whole: boolean }

export const startReply = (startedAt: number): ReplyState => ({
  startedAt,
  answer: '',
  steps: [],
  card: 'none',
  written: 0,
  shownSteps: '',
  full: false,
  writes: 0,
  lastWriteAt: 0,
})

/** What to show next. Pure; steps go before text, because they tell that something happens at all. */
export function nextMove(reply: ReplyState, now: number, budget: Budget, head: Head): Move {
  if (reply.card === 'closed') return { do: 'wait' }
  if (reply.card === 'none') {
    const due = reply.startedAt + budget.cardAfter
    return reply.steps.length > 0 || now >= due ? { do: 'open-card' } : { do: 'wait', until: due }
  }
  const steps = stepsText(reply.steps)
  const hasText = !reply.full && reply.answer.length !== reply.written
  if (reply.writes >= budget.mostWrites || (steps === reply.shownSteps && !hasText)) return { do: 'wait' }
  const due = reply.lastWriteAt + budget.gap(reply.writes)
  if (now < due) return { do: 'wait', until: due }
  if (steps !== reply.shownSteps) return { do: 'write', part: 'steps', text: steps }
  const { text, whole } = head(reply.answer)
  return { do: 'write', part: 'answer', text, length: reply.answer.length, full: !whole }
}

/** After a write the platform took; the last snapshot is what counts. */
export const afterWrite = (reply: ReplyState, move: Extract<Move, { do: 'write' }>, now: number): ReplyState => ({
  ...reply,
  ...(move.part === 'answer' ? { written: move.length, full: move.full } : { shownSteps: move.text }),
  writes: reply.writes + 1,
  lastWriteAt: now,
})

/** One line a step: state, tool, target, seconds. */
export const stepsText = (steps: readonly StepView[]): string =>
  steps
    .map(step => {
      const sign = step.endedAt === undefined ? '⏳' : step.ok ? '✅' : '⚠️'
      const took = step.endedAt === undefined ? '' : ` · ${((step.endedAt - step.startedAt) / 1000).toFixed(1)} s`
      const target = step.target === '' ? '' : ` · \`${step.target.replaceAll('`', "'").slice(0, 60)}\``
      return `${sign} ${step.tool}${target}${took}`
    })
    .join('\n')

/** The card as it would be drawn from nothing. */
export const cardView = (reply: ReplyState, status: string, head: Head): CardView => ({
  answer: head(reply.answer).text,
  steps: stepsText(reply.steps),
  status,
})

/** Folds one step into the list: a new one is added, a known one replaced. */
export const withStep = (reply: ReplyState, step: StepView): ReplyState => ({
  ...reply,
  steps: reply.steps.some(known => known.id === step.id)
    ? reply.steps.map(known => (known.id === step.id ? step : known))
    : [...reply.steps, step],
})
