import type { TurnEvent } from '../agent/turn.ts'
import type { Logger } from '../base/logger.ts'
import type { AppError } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'
import type { Language } from '../contract/words.ts'
import type { LiveReply } from './live-reply.ts'
import type { InboxItem, UsagePort } from './ports.ts'
import { withStep } from './reply.ts'
import { failureText, words } from './words.ts'

/** What the events of a turn have told so far, beside what the reply shows. */
export type Progress = {
  failure?: AppError
  ended?: 'done' | 'step-limit' | 'length' | 'stopped'
  joined: number[]
  messages: readonly unknown[]
}

type Ports = {
  readonly usage: UsagePort
  readonly publish: (fact: Fact) => void
  readonly now: () => number
  readonly log: Logger
}
type Turn = { readonly item: InboxItem; readonly session: string }

/** How the turn counts in the log. */
export function verdictOf({ failure, ended }: Progress): { state: 'answered' | 'failed' | 'stopped'; reason: string } {
  if (failure) return { state: 'failed', reason: failure.message }
  if (ended === 'stopped') return { state: 'stopped', reason: 'Stopped on request.' }
  return { state: 'answered', reason: ended === 'done' ? '' : `The turn ended early: ${ended ?? 'unknown'}.` }
}

/** Takes one event of the agent: to the reply, to the windows, into the progress. */
export function apply(event: TurnEvent, entry: Turn, reply: LiveReply, progress: Progress, ports: Ports): void {
  switch (event.type) {
    case 'reasoning-added':
      return
    case 'text-added':
      return reply.change(state => ({ ...state, answer: state.answer + event.text }))
    case 'tool-started':
      return showStep(entry, reply, ports, {
        id: event.id,
        tool: event.tool,
        target: event.target,
        startedAt: event.at,
      })
    case 'tool-ended': {
      const begun = reply.state.steps.find(step => step.id === event.id)
      const startedAt = begun?.startedAt ?? ports.now() - event.milliseconds
      const step = {
        id: event.id,
        tool: event.tool,
        target: begun?.target ?? '',
        startedAt,
        endedAt: startedAt + event.milliseconds,
      }
      return showStep(entry, reply, ports, { ...step, ok: event.ok })
    }
    case 'steered':
      progress.joined.push(...event.ids)
      return
    case 'usage-reported': {
      const { model, input, output } = event
      const usage = {
        account: entry.item.arrival.account,
        session: entry.session,
        model,
        input,
        output,
        at: ports.now(),
      }
      ports.usage.tokens(usage).catch((error: unknown) => ports.log.warn('token usage could not be stored', { error }))
      return
    }
    case 'messages-added':
      progress.messages = event.messages
      return
    case 'turn-ended':
      progress.ended = event.reason
      return
    case 'turn-failed':
      progress.failure = event.error
      ports.log.error('a turn failed', { inboxId: entry.item.id, code: event.error.code, error: event.error })
      return
    default:
      return event satisfies never
  }
}

function showStep(entry: Turn, reply: LiveReply, ports: Ports, step: Parameters<typeof withStep>[1]): void {
  reply.change(state => withStep(state, step))
  ports.publish({ type: 'turn-step-changed', turnId: String(entry.item.id), step })
}

/** The answer as it will stand in the chat, with one sentence when the turn did not end well. */
export function finalText(text: string, progress: Progress, language: Language, hasCard: boolean): string {
  const parts = [text.trim()]
  if (progress.failure) parts.push(failureText(progress.failure, language))
  if (progress.ended === 'step-limit') parts.push(words.stepLimit[language])
  if (progress.ended === 'length') parts.push(words.cutShort[language])
  if (progress.ended === 'stopped' && (hasCard || text !== '')) parts.push(words.stopped[language])
  const whole = parts.filter(part => part !== '').join('\n\n')
  return whole === '' && hasCard ? words.doneSilently[language] : whole
}
