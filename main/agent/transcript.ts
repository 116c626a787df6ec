import type { AssistantModelMessage, ModelMessage, ToolModelMessage, UserModelMessage } from 'ai'
import type { Outcome } from './guard.ts'
import { pairCalls } from './pairs.ts'

type Call = { readonly toolCallId: string; readonly toolName: string; readonly input: unknown }

type Step = { joined: readonly UserModelMessage[]; text: string; calls: Call[]; ended?: readonly ModelMessage[] }

/** What a turn adds to the conversation, also when it was stopped or broke in the middle of a step. */
export class Transcript {
  readonly #question: UserModelMessage
  readonly #steps: Step[] = []

  constructor(question: UserModelMessage) {
    this.#question = question
  }

  joined(step: number, messages: readonly UserModelMessage[]): void {
    this.#at(step).joined = messages
  }

  said(step: number, text: string): void {
    this.#at(step).text += text
  }

  called(step: number, call: Call): void {
    this.#at(step).calls.push(call)
  }

  /** The SDK's own messages of a step that came to its end; they carry what a provider wants to see again. */
  ended(step: number, messages: readonly ModelMessage[]): void {
    this.#at(step).ended = messages
  }

  /** True once the model or a tool contributed anything. */
  get hasAnswer(): boolean {
    return this.#steps.some(step => step.text !== '' || step.calls.length > 0 || (step.ended?.length ?? 0) > 0)
  }

  /** Plain JSON, always a valid continuation: every call has its result. */
  messages(outcomes: ReadonlyMap<string, Outcome>): readonly ModelMessage[] {
    const added = this.#steps.flatMap(step => [...step.joined, ...(step.ended ?? unfinished(step, outcomes))])
    const all = pairCalls([this.#question, ...added])
    return JSON.parse(JSON.stringify(all)) as ModelMessage[] // the same values, without what JSON does not know
  }

  #at(index: number): Step {
    for (let next = this.#steps.length; next <= index; next++) this.#steps.push({ joined: [], text: '', calls: [] })
    const step = this.#steps[index]
    if (step === undefined) throw new RangeError(`no step ${index}`)
    return step
  }
}

function unfinished(step: Step, outcomes: ReadonlyMap<string, Outcome>): ModelMessage[] {
  const text = step.text ? [{ type: 'text' as const, text: step.text }] : []
  const calls = step.calls.map(call => ({ type: 'tool-call' as const, ...call }))
  if (text.length + calls.length === 0) return []
  const answer: AssistantModelMessage = { role: 'assistant', content: [...text, ...calls] }
  const results: ToolModelMessage['content'] = step.calls.flatMap(({ toolCallId, toolName }) => {
    const outcome = outcomes.get(toolCallId)
    if (outcome === undefined) return []
    const output = { type: outcome.ok ? ('text' as const) : ('error-text' as const), value: outcome.text }
    return [{ type: 'tool-result' as const, toolCallId, toolName, output }]
  })
  return results.length > 0 ? [answer, { role: 'tool', content: results }] : [answer]
}
