import { describe, expect, test } from 'vitest'
import type { ModelPlace } from '../../main/contract/models.ts'
import { createModelDesk } from '../../main/models/desk.ts'
import { llm } from '../agent/harness.ts'
import { StubProvider, type StubAnswer } from './stub-provider.ts'

async function listed(place: Partial<ModelPlace> & Pick<ModelPlace, 'provider'>, answer: (url: string) => StubAnswer) {
  await using stub = await StubProvider.start(({ url }) => answer(url))
  const desk = createModelDesk({
    fetch: stub.fetch,
    env: {},
    llm: () => llm(),
    secret: () => Promise.resolve(undefined),
    hide: () => undefined,
    publish: () => undefined,
    now: Date.now,
  })
  const outcome = await desk
    .list({ apiBase: '', ...place }, new AbortController().signal)
    .catch((thrown: unknown) => thrown)
  return { outcome, urls: stub.urls, asked: stub.asked }
}

const ok = (body: unknown): StubAnswer => ({ status: 200, body })

describe('the list of a provider', () => {
  test('of OpenRouter is public, newest first, the suggested one on top, with what each can do', async () => {
    const model = (id: string, created: number, more: object = {}) => ({
      id,
      name: `Name of ${id}`,
      created,
      context_length: 1000,
      architecture: { input_modalities: ['text'], output_modalities: ['text'] },
      supported_parameters: ['tools'],
      ...more,
    })
    const data = [
      model('a/old', 1),
      model('a/new', 9, { architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] } }),
      model('a/paints', 8, { architecture: { input_modalities: ['text'], output_modalities: ['image', 'text'] } }),
      model('a/no-tools', 7, { supported_parameters: ['temperature'] }),
      model('z-ai/glm-5', 2),
    ]
    const { outcome, urls, asked } = await listed({ provider: 'openrouter' }, () => ok({ data }))
    expect(outcome).toEqual({
      listed: true,
      models: [
        { id: 'z-ai/glm-5', label: 'Name of z-ai/glm-5', sees: 'no', contextTokens: 1000 },
        { id: 'a/new', label: 'Name of a/new', sees: 'yes', contextTokens: 1000 },
        { id: 'a/no-tools', label: 'Name of a/no-tools', sees: 'no', tools: false, contextTokens: 1000 },
        { id: 'a/old', label: 'Name of a/old', sees: 'no', contextTokens: 1000 },
      ],
    })
    expect(urls).toEqual(['https://openrouter.ai/api/v1/models'])
    expect(asked[0]?.headers.authorization).toBeUndefined()
  })

  test('of Anthropic has names for people, and is asked with its own headers', async () => {
    const data = [
      { type: 'model', id: 'claude-sonnet-5', display_name: 'Claude Sonnet 5', created_at: '2026-05-01T00:00:00Z' },
      { type: 'model', id: 'claude-opus-5-5', display_name: 'Claude Opus 5.5', created_at: '2026-09-01T00:00:00Z' },
    ]
    const { outcome, urls, asked } = await listed({ provider: 'anthropic', key: 'k' }, () =>
      ok({ data, has_more: false }),
    )
    expect(outcome).toEqual({
      listed: true,
      models: [
        { id: 'claude-opus-5-5', label: 'Claude Opus 5.5', sees: 'yes' },
        { id: 'claude-sonnet-5', label: 'Claude Sonnet 5', sees: 'yes' },
      ],
    })
    expect(urls).toEqual(['https://api.anthropic.com/v1/models?limit=1000'])
    expect(asked[0]?.headers).toMatchObject({ 'x-api-key': 'k', 'anthropic-version': '2023-06-01' })
  })

  test('of Google loses "models/" and what generates no content', async () => {
    const model = (name: string, methods: string[]) => ({
      name: `models/${name}`,
      displayName: name.toUpperCase(),
      inputTokenLimit: 1_048_576,
      supportedGenerationMethods: methods,
    })
    const models = [
      model('gemini-2.5-flash', ['generateContent', 'countTokens']),
      model('gemini-3.8-flash', ['generateContent']),
      model('gemini-2.5-flash-preview-tts', ['generateContent']),
      model('gemini-embedding-001', ['embedContent']),
      model('imagen-4.0-generate-001', ['predict']),
      model('gemini-2.5-flash-image', ['generateContent']),
    ]
    const { outcome, asked } = await listed({ provider: 'google', key: 'k' }, () => ok({ models }))
    expect(outcome).toEqual({
      listed: true,
      models: [
        { id: 'gemini-3.8-flash', label: 'GEMINI-3.8-FLASH', sees: 'yes', contextTokens: 1_048_576 },
        { id: 'gemini-2.5-flash', label: 'GEMINI-2.5-FLASH', sees: 'yes', contextTokens: 1_048_576 },
      ],
    })
    expect(asked[0]?.headers['x-goog-api-key']).toBe('k')
    expect(asked[0]?.url).not.toContain('key=')
  })

  test('of SiliconFlow is asked for chat models', async () => {
    const { urls } = await listed({ provider: 'siliconflow', key: 'k' }, () => ok({ data: [] }))
    expect(urls).toEqual(['https://api.siliconflow.cn/v1/models?type=text&sub_type=chat'])
  })

  test('of Ollama comes from its own list, the latest pulled first, without embeddings', async () => {
    const models = [
      { name: 'qwen3:8b', modified_at: '2026-01-01T00:00:00Z', details: { family: 'qwen3' } },
      { name: 'nomic-embed-text:latest', modified_at: '2026-09-01T00:00:00Z', details: { family: 'nomic-bert' } },
      { name: 'all-minilm:latest', modified_at: '2026-09-01T00:00:00Z', details: { family: 'bert' } },
      {
        name: 'gemma3:12b',
        modified_at: '2026-08-01T00:00:00Z',
        details: { family: 'gemma3' },
        capabilities: ['completion', 'vision'],
      },
    ]
    const { outcome, urls } = await listed({ provider: 'ollama' }, () => ok({ models }))
    expect(outcome).toEqual({
      listed: true,
      models: [
        { id: 'gemma3:12b', sees: 'yes', tools: false },
        { id: 'qwen3:8b', sees: 'no' },
      ],
    })
    expect(urls).toEqual(['http://127.0.0.1:11434/api/tags'])
  })

  test('of an Ollama behind a gateway comes from /v1/models', async () => {
    const { outcome, urls } = await listed({ provider: 'ollama', apiBase: 'https://gate.example/v1' }, url =>
      url === '/v1/models' ? ok({ data: [{ id: 'qwen3:8b' }] }) : { status: 404, body: 'nothing' },
    )
    expect(outcome).toMatchObject({ listed: true, models: [{ id: 'qwen3:8b' }] })
    expect(urls).toHaveLength(2)
  })

  test.each([
    { when: 'is not there', answer: { status: 404, body: '<html>nginx</html>' } },
    { when: 'is not allowed', answer: { status: 405, body: {} } },
    { when: 'is a web page', answer: { status: 200, body: '<html>hello</html>' } },
    { when: 'is something else', answer: { status: 200, body: { hello: 'world' } } },
  ] as const)('that $when is a value: the name has to be typed', async ({ answer }) => {
    const { outcome } = await listed(
      { provider: 'openai-compatible', apiBase: 'https://gate.example/v1' },
      () => answer,
    )
    expect(outcome).toEqual({ listed: false, models: [] })
  })

  test.each([
    { status: 401, body: { error: { message: 'bad key sk-or-1234567890' } }, code: 'model-key-refused' },
    { status: 402, body: { error: { message: 'Insufficient Balance' } }, code: 'model-no-credit' },
    { status: 429, body: { error: { message: 'slow down' } }, code: 'model-rate-limited' },
    { status: 500, body: '<html>oops</html>', code: 'model-failed' },
    { status: 302, body: '', code: 'model-unreachable' },
  ])('that is refused with $status is $code, without the key', async ({ status, body, code }) => {
    const answer = { status, body, headers: { location: 'https://evil.example/steal' } }
    const { outcome, urls } = await listed({ provider: 'deepseek', key: 'sk-or-1234567890' }, () => answer)
    expect(outcome).toMatchObject({ code })
    expect(String(outcome)).not.toContain('1234567890')
    expect(urls).toEqual(['https://api.deepseek.com/models'])
  })

  test('is not asked for without a key where one is needed', async () => {
    const { outcome, urls } = await listed({ provider: 'deepseek' }, () => ok({ data: [] }))
    expect(outcome).toMatchObject({ code: 'model-key-missing' })
    expect(urls).toEqual([])
  })

  test('ends with the one who asked', async () => {
    await using stub = await StubProvider.start(() => ({ lines: ['{"data":['], hang: true }))
    const caller = new AbortController()
    const desk = createModelDesk({
      fetch: stub.fetch,
      env: {},
      llm: () => llm(),
      secret: () => Promise.resolve(undefined),
      hide: () => undefined,
      publish: () => undefined,
      now: Date.now,
    })
    const listing = desk.list({ provider: 'ollama', apiBase: '' }, caller.signal)
    setTimeout(() => caller.abort(), 20)
    await expect(listing).rejects.toThrow('aborted')
  })
})
