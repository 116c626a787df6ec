import type { TextStreamPart, ToolSet } from 'ai'
import { AppError } from '../contract/errors.ts'
import { brokeOff, stalled } from './failures.ts'
import type { Bench } from './guard.ts'
import { Paragraphs } from './paragraphs.ts'
import type { Transcript } from './transcript.ts'
import type { Turn, TurnEvent } from './turn-types.ts'

type Part = TextStreamPart<ToolSet>
/** The parts that matter to us; the SDK has many more, and adds some with each version. */
const told = [
  'start-step',
  'text-delta',
  'reasoning-delta',
  'tool-call',
  'tool-result',
  'tool-error',
  'finish-step',
  'error',
  'abort',
] as const
type ToldPart = Extract<Part, { type: (typeof told)[number] }>
const isTold = (part: Part): part is ToldPart => told.some(type => type === part.type)

type Finish = { readonly reason: string; readonly raw: string | undefined }

type Ports = {
  readonly turn: Turn
  readonly bench: Bench
  readonly transcript: Transcript
  readonly emit: (event: TurnEvent) => void
}

const MOST_TARGET = 200

/** Reads the SDK's stream into our events and remembers what decides how the turn ended. */
export class StreamReader {
  readonly #ports: Ports
  readonly #paragraphs = new Paragraphs()
  readonly #open = new Map<string, string>()
  #step = -1
  #called = false
  #stepCalled = false
  #aborted = false
  #finish: Finish | undefined
  #failure: { readonly thrown: unknown } | undefined

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Only the first failure is the cause; later ones follow from it. */
  fail(thrown: unknown): void {
    this.#failure ??= { thrown }
  }

  /** What broke the stream, if something did. */
  get failure(): { readonly thrown: unknown } | undefined {
    return this.#failure
  }

  take(part: Part): void {
    if (isTold(part)) this.#read(part)
  }

  #read(part: ToldPart): void {
    const { emit, transcript } = this.#ports
    switch (part.type) {
      case 'start-step':
        this.#step += 1
        this.#stepCalled = false
        return this.#paragraphs.next()
      case 'text-delta':
        transcript.said(this.#step, part.text)
        return this.#say(this.#paragraphs.add(part.text))
      case 'reasoning-delta':
        return part.text ? emit({ type: 'reasoning-added', text: part.text }) : undefined
      case 'tool-call':
        return this.#start(part)
      case 'tool-result':
        return this.#end(part.toolCallId, true)
      case 'tool-error':
        return this.#end(part.toolCallId, false, messageOf(part.error))
      case 'finish-step':
        return this.#finishStep(part)
      case 'error':
        return this.fail(part.error)
      case 'abort':
        this.#aborted = true
        return
      default:
        part satisfies never
    }
  }

  /** Tools whose end the stream did not bring: it was cut, or they were stopped. */
  closeTools(): void {
    for (const id of this.#open.keys()) {
      const outcome = this.#ports.bench.outcomes.get(id)
      this.#end(id, outcome?.ok ?? false, outcome?.text ?? 'Stopped.')
    }
  }

  /** The one last event. */
  outcome(explain: (thrown: unknown) => AppError): TurnEvent {
    const { turn } = this.#ports
    const isComplete = this.#finish !== undefined && this.#failure === undefined && !this.#aborted && !this.#stepCalled
    if (turn.signal.aborted && !isComplete) return { type: 'turn-ended', reason: 'stopped' }
    if (this.#failure !== undefined) return { type: 'turn-failed', error: explain(this.#failure.thrown) }
    if (this.#aborted) return { type: 'turn-failed', error: stalled(turn.model, turn.stallMilliseconds) }
    return this.#judge(this.#finish)
  }

  #judge(finish: Finish | undefined): TurnEvent {
    const { model, maxSteps } = this.#ports.turn
    if (finish === undefined || (finish.reason === 'other' && finish.raw === undefined)) return failed(brokeOff(model))
    if (finish.reason === 'interrupted') return failed(brokeOff(model))
    if (finish.reason === 'error') return failed(new AppError('model-failed', `${model.provider} could not answer.`))
    if (this.#stepCalled && this.#step + 1 >= maxSteps) return { type: 'turn-ended', reason: 'step-limit' }
    if (!this.#paragraphs.started && !this.#called) return failed(nothingSaid(finish.reason))
    return { type: 'turn-ended', reason: finish.reason === 'length' ? 'length' : 'done' }
  }

  #say(text: string): void {
    if (text) this.#ports.emit({ type: 'text-added', text })
  }

  #start(call: { toolCallId: string; toolName: string; input: unknown }): void {
    const { turn, transcript, emit } = this.#ports
    const tool = turn.tools.find(tool => tool.name === call.toolName)
    this.#called = true
    this.#stepCalled = true
    this.#open.set(call.toolCallId, call.toolName)
    const input = typeof call.input === 'object' && call.input !== null ? call.input : {}
    transcript.called(this.#step, { toolCallId: call.toolCallId, toolName: call.toolName, input })
    const target = (tool?.target(call.input) ?? '').slice(0, MOST_TARGET)
    const access = tool?.access ?? 'read' // a tool that does not exist touches nothing
    emit({ type: 'tool-started', id: call.toolCallId, tool: call.toolName, target, access, at: turn.now() })
  }

  #end(id: string, ok: boolean, problem = ''): void {
    const tool = this.#open.get(id)
    if (tool === undefined) return
    this.#open.delete(id)
    const milliseconds = this.#ports.bench.outcomes.get(id)?.milliseconds ?? 0
    const ended = { type: 'tool-ended', id, tool, ok, milliseconds } as const
    this.#ports.emit(ok ? ended : { ...ended, problem: problem.slice(0, MOST_TARGET) })
  }

  #finishStep(part: Extract<Part, { type: 'finish-step' }>): void {
    this.#finish = { reason: part.finishReason, raw: part.rawFinishReason }
    const { inputTokens: input = 0, outputTokens: output = 0 } = part.usage
    if (input + output > 0)
      this.#ports.emit({ type: 'usage-reported', model: this.#ports.turn.model.name, input, output })
  }
}

function nothingSaid(reason: string): AppError {
  if (reason === 'length')
    return new AppError('model-empty', 'The model used up the longest answer before it said anything.')
  if (reason === 'content-filter') return new AppError('model-failed', 'The model declined to answer this.')
  return new AppError('model-empty', 'The model gave no answer.')
}

const failed = (error: AppError): TurnEvent => ({ type: 'turn-failed', error })

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
