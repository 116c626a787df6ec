import { isStepCount, streamText, type ModelMessage, type UserModelMessage } from 'ai'
import { estimateTokens } from './estimate.ts'
import { EventQueue } from './event-queue.ts'
import { toModelError } from './failures.ts'
import { createBench, type Bench } from './guard.ts'
import { boundHistory } from './history.ts'
import { StreamReader } from './stream-reader.ts'
import { Transcript } from './transcript.ts'
import type { Turn, TurnEvent } from './turn-types.ts'

export type { Turn, TurnEvent } from './turn-types.ts'

/** A stopped tool has this long to let go of what it holds, before "stopped" is said. */
const STOP_GRACE = 5000

/**
 * Asks the model and runs its tools until it has nothing left to call. Never throws: trouble is an event.
 * Leaving the loop early, or the signal, ends the model's call and the running tool.
 */
export async function* runTurn(turn: Turn): AsyncGenerator<TurnEvent, void, undefined> {
  const left = new AbortController()
  const events = new EventQueue<TurnEvent>()
  const signal = AbortSignal.any([turn.signal, left.signal])
  const work = drive({ ...turn, signal }, event => events.push(event)).finally(() => events.end())
  try {
    yield* events
  } finally {
    left.abort()
    await work
  }
}

/** Tells everything through `emit`; the order at the end is: open tools, messages, the one last event. */
async function drive(turn: Turn, emit: (event: TurnEvent) => void): Promise<void> {
  const question: UserModelMessage = { role: 'user', content: turn.question }
  const transcript = new Transcript(question)
  const bench = createBench(turn)
  const reader = new StreamReader({ turn, bench, transcript, emit })
  try {
    for await (const part of converse(turn, question, bench, transcript, emit)) reader.take(part)
  } catch (thrown) {
    reader.fail(thrown)
  }
  await bench.idle(STOP_GRACE)
  reader.closeTools()
  const last = reader.outcome(thrown => toModelError(thrown, turn.model))
  if (keepsQuestion(last, transcript)) emit({ type: 'messages-added', messages: transcript.messages(bench.outcomes) })
  emit(last)
}

/** A question that the model itself refused would make every later turn fail as well, so it is not remembered. */
const keepsQuestion = (last: TurnEvent, transcript: Transcript) =>
  transcript.hasAnswer || last.type !== 'turn-failed' || last.error.code !== 'model-failed'

function converse(
  turn: Turn,
  question: UserModelMessage,
  bench: Bench,
  transcript: Transcript,
  emit: (event: TurnEvent) => void,
) {
  const bound = (messages: readonly unknown[]) => boundHistory(messages, turn.contextTokens, estimateTokens)
  const result = streamText({
    model: turn.model.model,
    instructions: turn.instructions,
    messages: bound([...turn.history, question]),
    tools: bench.tools,
    toolCallConcurrency: 1, // in the order of the calls: a later one may rely on an earlier one
    stopWhen: isStepCount(turn.maxSteps),
    maxOutputTokens: turn.maxTokens,
    abortSignal: turn.signal,
    timeout: { firstChunkMs: turn.stallMilliseconds, chunkMs: turn.stallMilliseconds },
    onError: () => undefined, // the stream brings the same error; without this the SDK prints it with the request
    prepareStep: ({ stepNumber, messages }) => {
      if (stepNumber === 0) return undefined
      return { messages: bound([...messages, ...join(turn, stepNumber, transcript, emit)]) }
    },
    onStepEnd: step => transcript.ended(step.stepNumber, step.response.messages),
  })
  return result.stream
}

function join(turn: Turn, step: number, transcript: Transcript, emit: (event: TurnEvent) => void): ModelMessage[] {
  const waiting = turn.steer()
  if (waiting.length === 0) return []
  const messages = waiting.map(({ text }): UserModelMessage => ({ role: 'user', content: text }))
  transcript.joined(step, messages)
  emit({ type: 'steered', ids: waiting.map(({ id }) => id) })
  return messages
}
