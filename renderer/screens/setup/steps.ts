import type { GuideView } from '../../../main/contract/setup.ts'
import type { AccountView, FateView, LlmView } from '../../../main/contract/state.ts'

export const stepIds = ['connect', 'console', 'model', 'hello'] as const
export type StepId = (typeof stepIds)[number]

export const isStep = (text: string): text is StepId => stepIds.some(id => id === text)

/** How a step stands, from what the service knows; nothing about it is kept in the window. */
export type Standing = 'done' | 'failed' | 'running' | 'open'

export type Facts = {
  readonly account: AccountView | undefined
  readonly guide: Pick<GuideView, 'steps'> | undefined
  readonly llm: Pick<LlmView, 'ready'>
  readonly isGreeted: boolean
}

export function standingOfStep(step: StepId, facts: Facts): Standing {
  switch (step) {
    case 'connect':
      return connectStanding(facts.account)
    case 'console':
      return consoleStanding(facts.guide)
    case 'model':
      return facts.llm.ready ? 'done' : 'open'
    case 'hello':
      return facts.isGreeted ? 'done' : 'open'
    default:
      return step satisfies never
  }
}

function connectStanding(account: AccountView | undefined): Standing {
  if (account?.state === 'online') return 'done'
  if (account?.state === 'failed') return 'failed'
  return account === undefined || account.state === 'offline' ? 'open' : 'running'
}

/** What can't be known from here keeps nobody from being done. */
function consoleStanding(guide: Facts['guide']): Standing {
  if (!guide) return 'open'
  if (guide.steps.some(({ tick }) => tick === 'failed')) return 'failed'
  return guide.steps.some(({ tick }) => tick === 'open') ? 'open' : 'done'
}

/** Where to go on: the first step that needs somebody. A console that only waits for the first message does not. */
export function nextStep(facts: Facts): StepId | undefined {
  const standing = (step: StepId) => standingOfStep(step, facts)
  if (standing('connect') !== 'done') return 'connect'
  if (standing('console') === 'failed') return 'console'
  if (standing('model') !== 'done') return standing('console') === 'done' ? 'model' : 'console'
  return standing('hello') === 'done' ? undefined : 'hello'
}

export const verifiedOf = ({ steps }: Pick<GuideView, 'steps'>): { done: number; all: number; failed: number } => ({
  done: steps.filter(({ tick }) => tick === 'done').length,
  failed: steps.filter(({ tick }) => tick === 'failed').length,
  all: steps.filter(({ tick }) => tick !== 'unknown').length,
})

/** Somebody got an answer: in what arrived lately, or earlier, as the guide has verified it. */
export const isGreeted = (account: string, recent: readonly FateView[], guide: Facts['guide']): boolean =>
  recent.some(entry => entry.account === account && (entry.fate === 'answered' || entry.fate === 'command')) ||
  (guide?.steps.some(({ id, tick }) => id === 'first-reply' && tick === 'done') ?? false)
