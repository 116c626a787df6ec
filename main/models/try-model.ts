import { APICallError, wrapLanguageModel } from 'ai'
import { z } from 'zod'
import { toModelError } from '../agent/failures.ts'
import { defineTool } from '../agent/tool.ts'
import { runTurn, type Turn, type TurnEvent } from '../agent/turn.ts'
import type { AppError } from '../contract/errors.ts'
import { seesImages } from '../contract/model-sight.ts'
import type { ModelVerdict } from '../contract/models.ts'
import type { ProviderId } from '../contract/provider-ids.ts'
import type { Language, Words } from '../contract/words.ts'
import type { OpenHandle } from './open.ts'

/** Enough for a model that thinks before it speaks; one that does not stops after its sentence. */
const MOST_TOKENS = 1024
/** A local model is first read from disk, which takes its time. */
const STALL = 60_000
const MOST_SHOWN = 500

const question: Words = {
  en: 'Say hello in one short sentence. Use no tool.',
  zh: '请用一句简短的中文打个招呼，不要使用工具。',
}

const instructions: Words = { en: 'Your owner tries you out.', zh: '你的主人正在测试你。' }

/** In the request as in every real one: a model or an address that refuses tools is of no use to the agent. */
const idle = defineTool({
  name: 'do_nothing',
  describe: 'Does nothing.',
  access: 'read',
  input: z.object({}),
  target: () => '',
  run: () => Promise.resolve('Nothing done.'),
})

export type Trial = {
  readonly handle: OpenHandle
  readonly language: Language
  /** Told what was said so far, each time it grows. */
  readonly onText: (text: string) => void
  readonly now: () => number
}

/**
 * Has the model say a sentence, by the way that real turns go. A failure is a value; only the signal makes it reject. It
 * does not try again: whoever watches wants to know.
 */
export async function testModel(trial: Trial, signal: AbortSignal): Promise<ModelVerdict> {
  const began = trial.now()
  let first: number | undefined
  let text = ''
  let isAlive = false
  for await (const event of runTurn(turnOf(trial, signal))) {
    if (event.type === 'reasoning-added' || event.type === 'text-added') first ??= trial.now()
    isAlive ||= event.type === 'reasoning-added' || (event.type === 'usage-reported' && event.output > 0)
    if (event.type === 'text-added' && text.length < MOST_SHOWN) {
      text = (text + event.text).slice(0, MOST_SHOWN)
      trial.onText(text)
    }
    const failure = failureOf(event, isAlive)
    if (failure !== undefined) return failedVerdict(failure)
  }
  signal.throwIfAborted()
  const ended = trial.now()
  const sees = seesImages(trial.handle.provider as ProviderId, trial.handle.name) // the catalog makes handles with these ids only
  return { ok: true, text, firstMilliseconds: (first ?? ended) - began, milliseconds: ended - began, sees }
}

/** Thinking until the tokens were used up proves as much as a sentence. */
function failureOf(event: TurnEvent, isAlive: boolean): AppError | undefined {
  if (event.type !== 'turn-failed') return undefined
  return event.error.code === 'model-empty' && isAlive ? undefined : event.error
}

export const failedVerdict = (error: AppError): Extract<ModelVerdict, { ok: false }> => ({
  ok: false,
  code: error.code,
  message: error.message,
  ...(error.says && { says: error.says }),
  hint: { en: error.hint('en'), zh: error.hint('zh') },
})

function turnOf({ handle, language, now }: Trial, signal: AbortSignal): Turn {
  return {
    model: { ...handle, model: withoutRetries(handle) },
    instructions: instructions[language],
    history: [],
    question: question[language],
    tools: [idle],
    scene: { account: '', chatId: '', senderId: '', workspace: '' },
    permit: () => 'allow',
    steer: () => [],
    maxSteps: 2,
    maxTokens: MOST_TOKENS,
    contextTokens: 4000,
    stallMilliseconds: STALL,
    signal,
    now,
  }
}

/** The SDK repeats what its own errors call worth repeating; ours it does not. */
const withoutRetries = (handle: OpenHandle): OpenHandle['model'] =>
  wrapLanguageModel({
    model: handle.model,
    middleware: {
      wrapStream: async ({ doStream }) => {
        try {
          return await doStream()
        } catch (thrown) {
          throw APICallError.isInstance(thrown) ? toModelError(thrown, handle) : thrown
        }
      },
    },
  })
