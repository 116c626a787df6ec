import type { StepView } from '../contract/state.ts'

/** What a running turn has produced so far, and what of it the sender can see. */
export type ReplyState = {
  readonly startedAt: number
  readonly answer: string
  /** When its first words came. */
  readonly begunAt?: number
  readonly steps: readonly StepView[]
  /** `closed`: no live updates any more; the end of the turn shows everything. */
  readonly card: 'none' | 'open' | 'closed'
  /** The card that is written to, counted from 0; the ones before it are finished. */
  readonly page: number
  /** Steps that earlier cards show. */
  readonly filed: number
  /** How much of the answer was shown, in characters, and which steps. */
  readonly written: number
  readonly shownSteps: string
  readonly writes: number
  readonly stepWrites: number
  readonly lastWriteAt: number
}

export type Budget = {
  /** A turn longer than this gets a card (milliseconds). */
  readonly cardAfter: number
  /** An answer that is still being written so long after its first words gets one sooner (milliseconds). */
  readonly cardAfterWords: number
  /** The most content updates before the last one, and how many of them steps may take. */
  readonly mostWrites: number
  readonly mostStepWrites: number
  /** How long to wait before write number `n`, counted from 0, of an answer of this length (milliseconds). */
  readonly gap: (write: number, length: number) => number
  /** The first words wait no longer than this, however many steps were shown before (milliseconds). */
  readonly firstWords: number
}

/** The monthly quota counts each write: few at first sight of the text, then ever wider apart (112 s for all 14). */
export const metered: Budget = {
  cardAfter: 2000,
  cardAfterWords: 600,
  mostWrites: 14,
  mostStepWrites: 7,
  gap: write => 600 * 1.35 ** write,
  firstWords: 400,
}
/**
 * Eight a second stays below the 10 that the platform takes for a card. Each write draws the whole card, so a full one
 * is written less often: other chats need the processor too.
 */
export const unmetered: Budget = {
  cardAfter: 2000,
  cardAfterWords: 600,
  mostWrites: Number.POSITIVE_INFINITY,
  mostStepWrites: Number.POSITIVE_INFINITY,
  gap: (_write, length) => Math.max(125, Math.min(length, 20_000) / 50),
  firstWords: 125,
}

export type Move =
  | { readonly do: 'open-card' }
  | { readonly do: 'write'; readonly part: 'steps'; readonly text: string }
  /** `length`: of the answer that this was made from. */
  | { readonly do: 'write'; readonly part: 'answer'; readonly text: string; readonly length: number }
  /** The card is full: finish it with its text and go on in the next one. */
  | { readonly do: 'turn-page'; readonly text: string; readonly next: string; readonly length: number }
  /** Nothing now; look again then, or at the next event when there is no time given. */
  | { readonly do: 'wait'; readonly until?: number }

/** Cuts an answer into the texts that one card each takes. */
export type Pages = (answer: string) => readonly string[]

export const startReply = (startedAt: number): ReplyState => ({
  startedAt,
  answer: '',
  steps: [],
  card: 'none',
  page: 0,
  filed: 0,
  written: 0,
  shownSteps: '',
  writes: 0,
  stepWrites: 0,
  lastWriteAt: 0,
})

/** What to show next. Pure; steps go before text, because they tell that something happens, but not before its first words. */
export function nextMove(reply: ReplyState, now: number, budget: Budget, pages: Pages): Move {
  if (reply.card === 'closed') return { do: 'wait' }
  if (reply.card === 'none') {
    const due = cardDue(reply, budget)
    return reply.steps.length > 0 || now >= due ? { do: 'open-card' } : { do: 'wait', until: due }
  }
  const steps = currentSteps(reply)
  const hasSteps = steps !== reply.shownSteps && reply.stepWrites < budget.mostStepWrites
  const hasText = reply.answer.length !== reply.written
  if (reply.writes >= budget.mostWrites || (!hasSteps && !hasText)) return { do: 'wait' }
  const isFirst = hasText && reply.written === 0
  const gap = budget.gap(reply.writes, reply.answer.length)
  const due = reply.lastWriteAt + (isFirst ? Math.min(gap, budget.firstWords) : gap)
  if (now < due) return { do: 'wait', until: due }
  return hasSteps && !isFirst ? { do: 'write', part: 'steps', text: steps } : textMove(reply, pages(reply.answer))
}

/** Less than this may well be all of it, and then a plain message is better. */
const FEW_CHARACTERS = 20

function cardDue({ startedAt, begunAt, answer }: ReplyState, { cardAfter, cardAfterWords }: Budget): number {
  const latest = startedAt + cardAfter
  return begunAt === undefined || answer.length < FEW_CHARACTERS ? latest : Math.min(latest, begunAt + cardAfterWords)
}

function textMove({ answer, page }: ReplyState, texts: readonly string[]): Move {
  const [text = '', next] = [texts[page], texts[page + 1]]
  const { length } = answer
  return next === undefined ? { do: 'write', part: 'answer', text, length } : { do: 'turn-page', text, next, length }
}

/** After something the platform took; the last snapshot is what counts. */
export function afterWrite(
  reply: ReplyState,
  move: Exclude<Move, { do: 'wait' | 'open-card' }>,
  now: number,
): ReplyState {
  const written = { ...reply, writes: reply.writes + 1, lastWriteAt: now }
  if (move.do === 'turn-page')
    return { ...written, page: reply.page + 1, filed: reply.steps.length, shownSteps: '', written: move.length }
  if (move.part === 'answer') return { ...written, written: move.length }
  return { ...written, shownSteps: move.text, stepWrites: reply.stepWrites + 1 }
}

/** The steps of the card that is written to. */
export const currentSteps = ({ steps, filed }: ReplyState): string => stepsText(steps.slice(filed))

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

/** Folds one step into the list: a new one is added, a known one replaced. */
export const withStep = (reply: ReplyState, step: StepView): ReplyState => ({
  ...reply,
  steps: reply.steps.some(known => known.id === step.id)
    ? reply.steps.map(known => (known.id === step.id ? step : known))
    : [...reply.steps, step],
})
