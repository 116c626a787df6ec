import { z } from 'zod'
import { silentLogger } from '../../main/base/logger.ts'
import type { LlmConfig } from '../../main/contract/config.ts'
import { createModels } from '../../main/models/catalog.ts'
import { defineTool, type Tool } from '../../main/agent/tool.ts'
import { runTurn, type Turn, type TurnEvent } from '../../main/agent/turn.ts'
import type { ModelServer } from '../fakes/model-server.ts'

export const KEY = 'sk-or-v1-5f0c2d7e9b1a4c3d8e6f'

export const llm = (change: Partial<LlmConfig> = {}): LlmConfig => ({
  provider: 'openai-compatible',
  apiBase: '',
  model: 'stub-model',
  apiKey: '',
  apiKeyEnv: '',
  apiKeyFile: '',
  maxTokens: 500,
  contextTokens: 8000,
  ...change,
})

/** The handle through which the real provider reaches the stub. */
export const modelOf = (
  server: ModelServer,
  provider: LlmConfig['provider'] = 'openai-compatible',
  key: string = KEY,
) =>
  createModels({
    llm: () => llm({ provider, apiBase: server.url }),
    secret: host => Promise.resolve(host === server.host ? key : undefined),
    fetch: globalThis.fetch,
    log: silentLogger,
  }).current()

export const echoTool = (
  run: (word: string, signal: AbortSignal) => Promise<string> = word => Promise.resolve(`echo ${word}`),
): Tool =>
  defineTool({
    name: 'echo',
    describe: 'Says it again.',
    access: 'read',
    input: z.object({ word: z.string() }),
    target: input => input.word,
    run: ({ word }, _scene, signal) => run(word, signal),
  })

export type TurnSketch = Partial<Turn> & Pick<Turn, 'model'>

export const turnOf = (sketch: TurnSketch): Turn => ({
  instructions: 'Be brief.',
  history: [],
  question: 'Hello?',
  tools: [],
  scene: { account: 'default', chatId: 'oc_1', senderId: 'ou_1', workspace: '/nowhere' },
  permit: () => 'allow',
  steer: () => [],
  maxSteps: 8,
  maxTokens: 500,
  contextTokens: 8000,
  stallMilliseconds: 10_000,
  signal: new AbortController().signal,
  now: () => 1000,
  ...sketch,
})

export async function eventsOf(
  sketch: TurnSketch,
  watch: (event: TurnEvent) => void = () => undefined,
): Promise<TurnEvent[]> {
  const events: TurnEvent[] = []
  for await (const event of runTurn(turnOf(sketch))) {
    events.push(event)
    watch(event)
  }
  return events
}

export const answerOf = (events: readonly TurnEvent[]) =>
  events.map(event => (event.type === 'text-added' ? event.text : '')).join('')

export const messagesOf = (events: readonly TurnEvent[]): readonly unknown[] =>
  events.flatMap(event => (event.type === 'messages-added' ? event.messages : []))

export function failureOf(events: readonly TurnEvent[]) {
  const last = events.at(-1)
  if (last?.type !== 'turn-failed') throw new Error(`the turn ended with ${JSON.stringify(last)}`)
  return last.error
}
