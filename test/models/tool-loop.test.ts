import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import type { ProviderId } from '../../main/contract/provider-ids.ts'
import { createModels } from '../../main/models/catalog.ts'
import { answerOf, echoTool, eventsOf, llm, messagesOf } from '../agent/harness.ts'
import { calls } from '../fakes/model-server.ts'
import { chat, gemini, messages, responses, StubProvider, type Protocol, type StubAnswer } from './stub-provider.ts'

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n`
const call = { type: 'function_call', id: 'fc', call_id: 'c1', name: 'echo', arguments: '{"word":"one"}' }
const reasoning = { type: 'reasoning', id: 'rs', encrypted_content: 'sealed', summary: [] }

/** How each protocol asks for `echo({word: 'one'})`, with a thought before it where that must be sent back. */
const asks: Readonly<Record<'chat' | 'responses' | 'messages' | 'gemini', StubAnswer>> = {
  chat: {
    lines: [
      ...calls({ id: 'c1', name: 'echo', input: { word: 'one' } }).map(data),
      data({
        id: 'c',
        object: 'chat.completion.chunk',
        created: 1,
        model: 'm',
        choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }],
      }),
      'data: [DONE]\n',
    ],
  },
  responses: {
    lines: [
      data({ type: 'response.created', response: { id: 'r', created_at: 1, model: 'm' } }),
      data({ type: 'response.output_item.added', output_index: 0, item: reasoning }),
      data({ type: 'response.output_item.done', output_index: 0, item: reasoning }),
      data({ type: 'response.output_item.added', output_index: 1, item: { ...call, arguments: '' } }),
      data({ type: 'response.output_item.done', output_index: 1, item: { ...call, status: 'completed' } }),
      data({ type: 'response.completed', response: { usage: { input_tokens: 1, output_tokens: 1 } } }),
    ],
  },
  messages: {
    lines: [
      data({ type: 'message_start', message: { id: 'm', model: 'm', role: 'assistant', usage: { input_tokens: 1 } } }),
      data({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } }),
      data({ type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } }),
      data({ type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sealed' } }),
      data({ type: 'content_block_stop', index: 0 }),
      data({
        type: 'content_block_start',
        index: 1,
        content_block: { type: 'tool_use', id: 'c1', name: 'echo', input: {} },
      }),
      data({
        type: 'content_block_delta',
        index: 1,
        delta: { type: 'input_json_delta', partial_json: '{"word":"one"}' },
      }),
      data({ type: 'content_block_stop', index: 1 }),
      data({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 1 } }),
      data({ type: 'message_stop' }),
    ],
  },
  gemini: {
    lines: [
      data({
        candidates: [
          {
            content: {
              role: 'model',
              parts: [{ functionCall: { name: 'echo', args: { word: 'one' } }, thoughtSignature: 'sealed' }],
            },
            finishReason: 'STOP',
          },
        ],
        usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
      }),
    ],
  },
}

const cases: readonly { provider: ProviderId; ask: StubAnswer; say: Protocol; sealed: boolean }[] = [
  { provider: 'openai', ask: asks.responses, say: responses, sealed: true },
  { provider: 'anthropic', ask: asks.messages, say: messages, sealed: true },
  { provider: 'google', ask: asks.gemini, say: gemini, sealed: true },
  { provider: 'deepseek', ask: asks.chat, say: chat, sealed: false },
  { provider: 'qwen', ask: asks.chat, say: chat, sealed: false },
  { provider: 'moonshot', ask: asks.chat, say: chat, sealed: false },
  { provider: 'zhipu', ask: asks.chat, say: chat, sealed: false },
]

describe.each(cases)('a conversation with $provider', ({ provider, ask, say, sealed }) => {
  test('calls a tool, and goes on from what was stored of it', async () => {
    const script = [ask, say({ text: 'It said echo one.' }), say({ text: 'Still here.' })]
    await using stub = await StubProvider.start(() => script.shift() ?? say({ text: 'too much' }))
    const model = await createModels({
      llm: () =>
        llm({
          provider,
          model: provider === 'openai' ? 'gpt-5.4' : provider === 'anthropic' ? 'claude-sonnet-5' : 'm',
        }),
      secret: () => Promise.resolve('k'),
      fetch: stub.fetch,
      log: silentLogger,
    }).current()
    const first = await eventsOf({ model, question: 'Say one.', tools: [echoTool()] })
    expect(answerOf(first)).toBe('It said echo one.')
    expect(JSON.stringify(stub.asked[1]?.body)).toContain('echo one')
    const stored: unknown[] = JSON.parse(JSON.stringify(messagesOf(first)))
    const second = await eventsOf({ model, question: 'And now?', history: stored, tools: [echoTool()] })
    expect(answerOf(second)).toBe('Still here.')
    const sent = JSON.stringify(stub.asked[2]?.body)
    for (const part of ['Say one.', 'echo one', 'It said echo one.', 'And now?']) expect(sent).toContain(part)
    if (sealed) expect(sent).toContain('sealed')
  })
})

describe('OpenAI', () => {
  test('is asked to store nothing at its own address, and by chat completions elsewhere', async () => {
    await using stub = await StubProvider.start(({ url }) =>
      (url.endsWith('/responses') ? responses : chat)({ text: 'Hi.' }),
    )
    for (const apiBase of ['', 'https://eu.api.openai.com/v1', 'https://gate.example/v1']) {
      const ports = { secret: () => Promise.resolve('k'), fetch: stub.fetch, log: silentLogger }
      const model = await createModels({
        ...ports,
        llm: () => llm({ provider: 'openai', model: 'gpt-5.4', apiBase }),
      }).current()
      expect(answerOf(await eventsOf({ model }))).toBe('Hi.')
    }
    expect(stub.urls).toEqual([
      'https://api.openai.com/v1/responses',
      'https://eu.api.openai.com/v1/responses',
      'https://gate.example/v1/chat/completions',
    ])
    expect(stub.asked[0]?.body).toMatchObject({ store: false, include: ['reasoning.encrypted_content'] })
  })
})
