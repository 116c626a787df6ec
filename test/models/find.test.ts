import { describe, expect, test } from 'vitest'
import { findModels, keyOffers, ollamaOrigin } from '../../main/models/find.ts'
import { StubProvider } from './stub-provider.ts'

const { signal } = new AbortController()
const nobody: typeof globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'))

describe('what this computer offers', () => {
  test('is a running Ollama with its models, then the keys by the names of their variables', async () => {
    await using stub = await StubProvider.start(() => ({
      status: 200,
      body: { models: [{ name: 'qwen3:8b', modified_at: '2026-01-01T00:00:00Z' }] },
    }))
    const env = { DEEPSEEK_API_KEY: 'sk-secret', ZAI_API_KEY: 'zai-secret', MOONSHOT_API_KEY: '  ', HOME: '/home/x' }
    const offers = await findModels({ env, fetch: stub.fetch }, signal)
    expect(offers).toEqual([
      { provider: 'ollama', apiBase: '', models: [{ id: 'qwen3:8b', sees: 'no' }] },
      { provider: 'deepseek', apiBase: '', variable: 'DEEPSEEK_API_KEY' },
      { provider: 'zhipu', apiBase: 'https://api.z.ai/api/paas/v4', variable: 'ZAI_API_KEY' },
    ])
    expect(JSON.stringify(offers)).not.toContain('secret')
    expect(stub.urls).toEqual(['http://127.0.0.1:11434/api/tags'])
  })

  test('is nothing where nothing runs and no key is set', async () => {
    expect(await findModels({ env: {}, fetch: nobody }, signal)).toEqual([])
  })

  test('is not an Ollama where something else answers', async () => {
    await using stub = await StubProvider.start(() => ({ status: 200, body: '<html>hello</html>' }))
    expect(await findModels({ env: {}, fetch: stub.fetch }, signal)).toEqual([])
  })

  test('does not wait long for an Ollama that hangs', async () => {
    await using stub = await StubProvider.start(() => ({ lines: ['{'], hang: true }))
    expect(await findModels({ env: {}, fetch: stub.fetch }, signal)).toEqual([])
  })

  test('is an Ollama elsewhere with its address', async () => {
    await using stub = await StubProvider.start(() => ({ status: 200, body: { models: [] } }))
    const offers = await findModels({ env: { OLLAMA_HOST: 'box:1234' }, fetch: stub.fetch }, signal)
    expect(offers).toEqual([{ provider: 'ollama', apiBase: 'http://box:1234/v1', models: [] }])
  })

  test('ends with the one who asked', async () => {
    await expect(findModels({ env: {}, fetch: nobody }, AbortSignal.abort())).rejects.toThrow('aborted')
  })
})

describe('a key in the environment', () => {
  test.each([
    { env: { OPENAI_API_KEY: 'k' }, offer: { provider: 'openai', apiBase: '', variable: 'OPENAI_API_KEY' } },
    {
      env: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'https://gate.example/v1/' },
      offer: { provider: 'openai-compatible', apiBase: 'https://gate.example/v1', variable: 'OPENAI_API_KEY' },
    },
    {
      env: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'https://api.openai.com/v1' },
      offer: { provider: 'openai', apiBase: '', variable: 'OPENAI_API_KEY' },
    },
    {
      env: { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'https://gate.example' },
      offer: { provider: 'anthropic', apiBase: 'https://gate.example/v1', variable: 'ANTHROPIC_API_KEY' },
    },
    {
      env: { GEMINI_API_KEY: 'k', GOOGLE_API_KEY: 'k' },
      offer: { provider: 'google', apiBase: '', variable: 'GEMINI_API_KEY' },
    },
    {
      env: { DASHSCOPE_API_KEY: 'k' },
      offer: { provider: 'qwen', apiBase: '', variable: 'DASHSCOPE_API_KEY' },
    },
    { env: { OPENAI_API_KEY: '' }, offer: undefined },
  ])('$env is for $offer.provider at "$offer.apiBase"', ({ env, offer }) => {
    expect(keyOffers(env)).toEqual(offer === undefined ? [] : [offer])
  })
})

describe('OLLAMA_HOST', () => {
  test.each([
    [undefined, 'http://127.0.0.1:11434'],
    ['', 'http://127.0.0.1:11434'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:9999', 'http://127.0.0.1:9999'],
    ['[::]:9999', 'http://127.0.0.1:9999'],
    [':9999', 'http://127.0.0.1:9999'],
    ['box', 'http://box:11434'],
    ['box:80', 'http://box'],
    ['http://box:8080/', 'http://box:8080'],
    ['https://box', 'https://box'],
    ['"box:1"', 'http://box:1'],
    ['???', 'http://127.0.0.1:11434'],
  ])('%s means %s', (told, origin) => {
    expect(ollamaOrigin(told)).toBe(origin)
  })
})
