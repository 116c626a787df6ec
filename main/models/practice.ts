import type { ModelHandle } from '../agent/model.ts'
import { estimateTokens } from '../agent/estimate.ts'
import { planReply, type Plan } from './practice-script.ts'

type LanguageModelV4 = Extract<ModelHandle['model'], { specificationVersion: 'v4' }>
type CallOptions = Parameters<LanguageModelV4['doStream']>[0]
type StreamPart =
  Awaited<ReturnType<LanguageModelV4['doStream']>>['stream'] extends ReadableStream<infer Part> ? Part : never

/** Characters a chunk holds, and milliseconds between two: about as fast as a real model. */
const CHUNK = 5
const PAUSE = 12

/** A model that needs no network and no key: for trying everything else. It says that it is not a real one. */
export function createPracticeModel(pause: number = PAUSE): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: 'practice',
    modelId: 'practice',
    supportedUrls: {},
    doGenerate: options => Promise.resolve(answerAtOnce(options)),
    doStream: options => Promise.resolve({ stream: streamOf(partsOf(options), pause, options.abortSignal) }),
  }
}

/** Pulled one by one, so that nothing goes on once the reader left or the signal aborted. */
function streamOf(
  parts: readonly StreamPart[],
  pause: number,
  signal: AbortSignal | undefined,
): ReadableStream<StreamPart> {
  let next = 0
  return new ReadableStream<StreamPart>(
    {
      async pull(controller) {
        const part = parts[next++]
        if (part?.type.endsWith('-delta')) await sleep(pause, signal)
        if (signal?.aborted) return controller.error(signal.reason)
        if (part === undefined) return controller.close()
        controller.enqueue(part)
      },
    },
    { highWaterMark: 0 },
  )
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, signal?.aborted ? 0 : milliseconds)
    signal?.addEventListener('abort', done)
  })
}

function planFor(options: CallOptions): Plan {
  const tools = (options.tools ?? []).map(tool => tool.name)
  return planReply(options.prompt.map(toTurn), tools)
}

/** The little of the prompt that the script looks at. */
function toTurn(message: CallOptions['prompt'][number]): Parameters<typeof planReply>[0][number] {
  if (message.role === 'system') return { role: 'system', text: message.content, results: [] }
  const text = message.content.map(part => (part.type === 'text' ? part.text : '')).join('')
  const results = message.content.flatMap(part => {
    if (part.type !== 'tool-result') return []
    const { output } = part
    const failed = output.type.startsWith('error') || output.type === 'execution-denied'
    return [{ tool: part.toolName, failed, text: 'value' in output ? asText(output.value) : '' }]
  })
  return { role: message.role, text, results }
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

function partsOf(options: CallOptions): StreamPart[] {
  const plan = planFor(options)
  const reasoning = pieces(plan.reasoning).map(delta => ({ type: 'reasoning-delta', id: 'reasoning', delta }) as const)
  const text = pieces(plan.text).map(delta => ({ type: 'text-delta', id: 'text', delta }) as const)
  return [
    { type: 'stream-start', warnings: [] },
    ...wrap(reasoning, { type: 'reasoning-start', id: 'reasoning' }, { type: 'reasoning-end', id: 'reasoning' }),
    ...wrap(text, { type: 'text-start', id: 'text' }, { type: 'text-end', id: 'text' }),
    ...callsOf(plan, options),
    { type: 'finish', finishReason: finishReason(plan), usage: usage(plan, options) },
  ]
}

const wrap = (parts: readonly StreamPart[], start: StreamPart, end: StreamPart): StreamPart[] =>
  parts.length > 0 ? [start, ...parts, end] : []

/** Ids must differ over a whole conversation; its length tells the calls of two steps apart. */
const callsOf = (plan: Plan, options: CallOptions) =>
  plan.calls.map(
    ({ tool, input }, index) =>
      ({
        type: 'tool-call',
        toolCallId: `practice-${options.prompt.length}-${index}`,
        toolName: tool,
        input: JSON.stringify(input),
      }) as const,
  )

const pieces = (text: string) => text.match(new RegExp(`.{1,${CHUNK}}`, 'gsu')) ?? []

const finishReason = (plan: Plan) =>
  plan.calls.length > 0
    ? ({ unified: 'tool-calls', raw: 'tool_calls' } as const)
    : ({ unified: 'stop', raw: 'stop' } as const)

function usage(plan: Plan, options: CallOptions) {
  const input = estimateTokens(options.prompt.map(message => asText(message.content)).join(''))
  const text = estimateTokens(plan.text)
  const reasoning = estimateTokens(plan.reasoning)
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: text + reasoning, text, reasoning },
  }
}

function answerAtOnce(options: CallOptions): Awaited<ReturnType<LanguageModelV4['doGenerate']>> {
  const plan = planFor(options)
  const text = plan.text ? [{ type: 'text' as const, text: plan.text }] : []
  return {
    content: [...text, ...callsOf(plan, options)],
    finishReason: finishReason(plan),
    usage: usage(plan, options),
    warnings: [],
  }
}
