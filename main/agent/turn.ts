import { isStepCount, streamText, type ModelMessage, type UserModelMessage } from 'ai'
import type { ErrorCode } from '../contract/errors.ts'
import { blindnessIn } from './blindness.ts'
import { estimateTokens } from './estimate.ts'
import { EventQueue } from './event-queue.ts'
import { toModelError } from './failures.ts'
import { createBench, type Bench } from './guard.ts'
import { boundHistory } from './history.ts'
import { namesPictures, questionOf, withPictures } from './pictures.ts'
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
  const first = await attempt(turn, emit)
  const { last, messages } = first.blind ? await attempt(withoutEyes(turn), emit) : first
  if (messages) emit({ type: 'messages-added', messages })
  emit(last)
}

function withoutEyes({ eyes: _eyes, ...turn }: Turn): Turn {
  return turn
}

/** How one try ended; `blind`: before anything was said, and only because it was shown pictures. */
type Attempt = { readonly last: TurnEvent; readonly messages?: readonly ModelMessage[]; readonly blind: boolean }

async function attempt(turn: Turn, emit: (event: TurnEvent) => void): Promise<Attempt> {
  const question = questionOf(turn.question, turn.pictures, turn.foreign)
  const transcript = new Transcript(question)
  const bench = createBench(turn)
  const reader = new StreamReader({ turn, bench, transcript, emit })
  try {
    for await (const part of await converse(turn, question, bench, transcript, emit)) reader.take(part)
  } catch (thrown) {
    reader.fail(thrown)
  }
  if (!transcript.hasAnswer && !turn.signal.aborted && isBlind(turn, question, reader.failure))
    return { last: { type: 'turn-ended', reason: 'stopped' }, blind: true }
  await bench.idle(STOP_GRACE)
  reader.closeTools()
  const last = reader.outcome(thrown => toModelError(thrown, turn.model))
  const kept = keepsQuestion(last, transcript) ? { messages: transcript.messages(bench.outcomes) } : {}
  return { last, ...kept, blind: false }
}

function isBlind(turn: Turn, question: UserModelMessage, failure: { readonly thrown: unknown } | undefined): boolean {
  const blindness = failure && turn.eyes && blindnessIn(failure.thrown)
  if (!blindness || !namesPictures(boundTo(turn)([...turn.history, question]))) return false
  if (blindness === 'never') turn.eyes?.blind()
  return true
}

const boundTo = (turn: Turn) => (messages: readonly unknown[]) =>
  boundHistory(messages, turn.contextTokens, estimateTokens)

/** A question that the model itself refused would make every later turn fail as well, so it is not remembered. */
const refusals: readonly ErrorCode[] = ['model-failed', 'model-context-too-long']
const keepsQuestion = (last: TurnEvent, transcript: Transcript) =>
  transcript.hasAnswer || last.type !== 'turn-failed' || !refusals.includes(last.error.code)

async function converse(
  turn: Turn,
  question: UserModelMessage,
  bench: Bench,
  transcript: Transcript,
  emit: (event: TurnEvent) => void,
) {
  const bound = boundTo(turn)
  const result = streamText({
    model: turn.model.model,
    instructions: turn.instructions,
    messages: await withPictures(bound([...turn.history, question]), turn.eyes),
    tools: bench.tools,
    toolCallConcurrency: 1, // in the order of the calls: a later one may rely on an earlier one
    stopWhen: isStepCount(turn.maxSteps),
    maxOutputTokens: turn.maxTokens,
    abortSignal: turn.signal,
    timeout: { firstChunkMs: turn.stallMilliseconds, chunkMs: turn.stallMilliseconds },
    onError: () => undefined, // the stream brings the same error; without this the SDK prints it with the request
    prepareStep: async ({ stepNumber, messages }) => {
      if (stepNumber === 0) return undefined
      const joined = await withPictures(await join(turn, stepNumber, transcript, emit), turn.eyes)
      return { messages: bound([...messages, ...joined]) }
    },
    onStepEnd: step => transcript.ended(step.stepNumber, step.response.messages),
  })
  return result.stream
}

async function join(
  turn: Turn,
  step: number,
  transcript: Transcript,
  emit: (event: TurnEvent) => void,
): Promise<readonly ModelMessage[]> {
  const waiting = await turn.steer()
  if (waiting.length === 0) return []
  const messages = waiting.map(({ text, pictures, tainted }) => questionOf(text, pictures, tainted))
  transcript.joined(step, messages)
  emit({ type: 'steered', ids: waiting.map(({ id }) => id) })
  return messages
}
