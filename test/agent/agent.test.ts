import { MockLanguageModelV4, simulateReadableStream } from 'ai/test'
import { z } from 'zod'
import { describe, expect, test } from 'vitest'
import { createAgent, type AgentRequest, type AgentSettings } from '../../main/agent/agent.ts'
import type { ModelHandle } from '../../main/agent/model.ts'
import { defineTool, type Access } from '../../main/agent/tool.ts'
import type { TurnEvent } from '../../main/agent/turn.ts'
import { silentLogger } from '../../main/base/logger.ts'
import { AppError } from '../../main/contract/errors.ts'
import { llm } from './harness.ts'

type Parts = Parameters<typeof simulateReadableStream>[0]['chunks']

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
}
const text = (delta: string) => [
  { type: 'text-start', id: 't' },
  { type: 'text-delta', id: 't', delta },
  { type: 'text-end', id: 't' },
  { type: 'finish', usage, finishReason: { unified: 'stop', raw: 'stop' } },
]
const calling = (toolName: string) => [
  { type: 'tool-call', toolCallId: 'c1', toolName, input: '{}' },
  { type: 'finish', usage, finishReason: { unified: 'tool-calls', raw: 'tool_calls' } },
]

/** A model that recites one list of parts per call. */
function recite(...rounds: Parts[]) {
  let round = 0
  const model = new MockLanguageModelV4({
    doStream: () =>
      Promise.resolve({
        stream: simulateReadableStream({
          chunks: (rounds[round++] ?? []) as never[],
          chunkDelayInMs: null,
          initialDelayInMs: null,
        }),
      }),
  })
  const handle: ModelHandle = { model, provider: 'mock', name: 'mock', keyed: true, redact: text => text }
  return { handle, calls: model.doStreamCalls }
}

const settings: AgentSettings = {
  agent: { id: 'main', default: true, workspace: '', agentDir: '', systemPrompt: 'Be kind.', maxSteps: 5 },
  llm: llm(),
  workspace: '/home/ann/perch',
}
const request: AgentRequest = {
  session: 's1',
  account: 'default',
  chatId: 'oc_1',
  senderId: 'ou_1',
  senderName: 'Ann',
  role: 'owner',
  chatType: 'p2p',
  text: 'Hello',
  groupPrompt: '',
  history: [],
  signal: new AbortController().signal,
}
const toolNamed = (name: string, access: Access, run: () => void) =>
  defineTool({
    name,
    describe: name,
    access,
    input: z.object({}),
    target: () => '',
    run: (_input, scene) => {
      run()
      return Promise.resolve(scene.workspace)
    },
  })

const collect = async (events: AsyncIterable<TurnEvent>) => {
  const all: TurnEvent[] = []
  for await (const event of events) all.push(event)
  return all
}
const agentOf = (
  model: () => Promise<ModelHandle>,
  tools = [] as ReturnType<typeof toolNamed>[],
  live = () => settings,
) => createAgent({ model, tools, settings: live, now: () => 0, log: silentLogger })

describe('the agent', () => {
  test('tells the model who it is, and shows it the conversation so far', async () => {
    const { handle, calls } = recite(text('Hi Ann'))
    const history = [{ role: 'user', content: 'Earlier' }, { role: 'assistant', content: 'Yes' }, { nonsense: true }]
    await collect(agentOf(() => Promise.resolve(handle)).run({ ...request, history }))
    const [system, ...rest] = calls[0]?.prompt ?? []
    expect(system).toMatchObject({ role: 'system', content: expect.stringContaining('Be kind.') })
    expect(rest.map(message => message.role)).toEqual(['user', 'assistant', 'user'])
    expect(calls[0]?.maxOutputTokens).toBe(500)
  })

  test('names the speaker in a group, also for what joins', async () => {
    const { handle, calls } = recite(calling('look'), text('ok'))
    const waiting = [{ id: 7, text: 'quick' }]
    const agent = agentOf(() => Promise.resolve(handle), [toolNamed('look', 'read', () => undefined)])
    const events = await collect(
      agent.run({ ...request, chatType: 'group', groupPrompt: 'Tea only.', steer: () => waiting.splice(0) }),
    )
    expect(JSON.stringify(calls[1]?.prompt)).toMatch(/Tea only.*Ann: Hello.*Ann: quick/s)
    expect(events).toContainEqual({ type: 'steered', ids: [7] })
  })

  test('lets only the owner in private use a tool that changes something', async () => {
    const ran: string[] = []
    for (const [role, chatType] of [
      ['guest', 'p2p'],
      ['trusted', 'p2p'],
      ['owner', 'group'],
      ['owner', 'p2p'],
    ] as const) {
      const { handle } = recite(calling('erase'), text('ok'))
      const agent = agentOf(
        () => Promise.resolve(handle),
        [toolNamed('erase', 'write', () => ran.push(`${role} in ${chatType}`))],
      )
      const events = await collect(agent.run({ ...request, role, chatType }))
      expect(events.at(-1)).toEqual({ type: 'turn-ended', reason: 'done' })
    }
    expect(ran).toEqual(['owner in p2p'])
  })

  test('reads its settings at each turn', async () => {
    const { handle, calls } = recite(text('one'), text('two'))
    let live = settings
    const agent = agentOf(
      () => Promise.resolve(handle),
      [],
      () => live,
    )
    await collect(agent.run(request))
    live = { ...settings, agent: { ...settings.agent, systemPrompt: 'Be short.' } }
    await collect(agent.run(request))
    expect(JSON.stringify(calls.map(call => call.prompt[0]))).toMatch(/Be kind.*Be short/s)
  })

  test('without a key fails with a sentence, keeps the question, and says so when asked', async () => {
    let fails = true
    const model = () =>
      fails
        ? Promise.reject(new AppError('model-key-missing', 'No API key found for openrouter.'))
        : Promise.resolve(recite(text('x')).handle)
    const agent = agentOf(model)
    expect(agent.describe()).toMatchObject({ ready: true })
    const events = await collect(agent.run(request))
    expect(events).toMatchObject([
      { type: 'messages-added', messages: [{ role: 'user', content: 'Hello' }] },
      { type: 'turn-failed', error: { code: 'model-key-missing' } },
    ])
    expect(agent.describe()).toMatchObject({ ready: false, reason: 'No API key found for openrouter.' })
    fails = false
    expect(await agent.check()).toEqual({ provider: 'openai-compatible', model: 'stub-model', ready: true })
  })

  test('never rejects, whatever the catalog throws, and keeps that to itself', async () => {
    const agent = agentOf(() => Promise.reject(new Error('secret sk-123')))
    const events = await collect(agent.run(request))
    expect(events.at(-1)).toMatchObject({ type: 'turn-failed', error: { code: 'model-failed' } })
    expect(JSON.stringify(events)).not.toContain('sk-123')
  })
})
