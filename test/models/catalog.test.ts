import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import type { LlmConfig } from '../../main/contract/config.ts'
import { isAppError } from '../../main/contract/errors.ts'
import { createModels } from '../../main/models/catalog.ts'
import { llm } from '../agent/harness.ts'

const catalog = (
  change: Partial<LlmConfig>,
  secrets: Readonly<Record<string, string>> = {},
  live = () => llm(change),
) => {
  const asked: string[] = []
  const secret = (host: string) => {
    asked.push(host)
    return Promise.resolve(secrets[host])
  }
  return { asked, secrets, models: createModels({ llm: live, secret, fetch: globalThis.fetch, log: silentLogger }) }
}

const problemOf = async (change: Partial<LlmConfig>, secrets: Readonly<Record<string, string>> = {}) => {
  const thrown = await catalog(change, secrets)
    .models.current()
    .catch((thrown: unknown) => thrown)
  return isAppError(thrown) ? `${thrown.code}: ${thrown.message}` : 'none'
}

describe('the model that the settings name', () => {
  test.each([
    { provider: 'openrouter', apiBase: '', host: 'openrouter.ai' },
    { provider: 'openrouter', apiBase: 'https://gate.example:8443/v1/', host: 'gate.example:8443' },
    { provider: 'ollama', apiBase: '', host: '127.0.0.1:11434' },
    { provider: 'openai-compatible', apiBase: 'https://api.deepseek.com', host: 'api.deepseek.com' },
  ] as const)('of $provider at "$apiBase" gets the key of $host, of no other', async ({ provider, apiBase, host }) => {
    const { models, asked } = catalog({ provider, apiBase }, { [host]: 'k' })
    expect(await models.current()).toMatchObject({ provider, name: 'stub-model', keyed: true })
    expect(asked).toEqual([host])
  })

  test.each([
    { change: { provider: 'openrouter' }, problem: 'model-key-missing: No API key found for openrouter.' },
    { change: { provider: 'openai-compatible' }, problem: 'config-invalid: llm.apiBase is empty' },
    { change: { provider: 'ollama' }, problem: 'none' },
    { change: { apiBase: 'https://api.example.com/v1' }, problem: 'none' },
    { change: { apiBase: 'https://ann:hunter2@api.example.com' }, problem: 'config-invalid' },
    { change: { apiBase: 'https://[bad' }, problem: 'config-invalid' },
    { change: { provider: 'ollama', model: '' }, problem: 'model-not-chosen' },
    { change: { provider: 'practice', model: '' }, problem: 'none' },
  ] as const)('with $change has the problem: $problem', async ({ change, problem }) => {
    const found = await problemOf(change)
    expect(found).toContain(problem)
    expect(found).not.toContain('hunter2')
  })

  test('is made once, and anew when a setting or the key changes', async () => {
    const secrets: Record<string, string> = { '127.0.0.1:11434': 'one' }
    let live = llm({ provider: 'ollama' })
    const { models } = catalog({}, secrets, () => live)
    const first = await models.current()
    expect(await models.current()).toBe(first)
    secrets['127.0.0.1:11434'] = 'two'
    const second = await models.current()
    expect(second).not.toBe(first)
    live = llm({ provider: 'ollama', model: 'other' })
    expect((await models.current()).name).toBe('other')
  })

  test('takes its own key out of a text, and shows it nowhere', async () => {
    const key = 'sk-very-secret-key'
    const model = await catalog({ provider: 'openrouter' }, { 'openrouter.ai': key }).models.current()
    expect(model.redact(`Bad key ${key}, twice ${key}`)).toBe('Bad key …, twice …')
    expect(JSON.stringify(model)).not.toContain(key)
  })

  test('needs a new word from the secret store when the host changed', async () => {
    const refused = createModels({
      llm: () => llm({ provider: 'openrouter', apiBase: 'https://evil.example/v1' }),
      secret: host => Promise.resolve(host === 'openrouter.ai' ? 'k' : undefined),
      fetch: globalThis.fetch,
      log: silentLogger,
    })
    await expect(refused.current()).rejects.toMatchObject({ code: 'model-key-missing' })
  })
})
