import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { modelHost, modelProviders } from '../../main/contract/model-providers.ts'
import { seesImages } from '../../main/contract/model-sight.ts'
import { providerIds } from '../../main/contract/provider-ids.ts'

const rows = {
  yes: [
    'gpt-4o',
    'gpt-4o-mini',
    'gpt-4.1-nano',
    'gpt-4-turbo',
    'gpt-5.4-mini',
    'gpt-6-sol',
    'o3',
    'o4-mini',
    'openai/gpt-5',
    'claude-3-haiku-20240307',
    'claude-sonnet-5-5',
    'anthropic/claude-opus-5',
    'claude-fable-5',
    'gemini-2.5-pro',
    'models/gemini-flash-latest',
    'google/gemma-3-27b-it',
    'gemma3:4b',
    'deepseek-flash',
    'deepseek-v4-flash-vision-exp',
    'deepseek-vl2',
    'kimi-k2.5',
    'kimi-k2.6',
    'kimi-k3',
    'moonshot-v1-8k-vision-preview',
    'moonshotai/kimi-k2.5',
    'qwen-vl-max',
    'qwen3-vl-plus',
    'qwen2.5vl:7b',
    'qwen3.5-plus',
    'qwen3.7-plus',
    'Qwen/Qwen2.5-VL-72B-Instruct',
    'qvq-max',
    'qwen3-omni-flash',
    'glm-4v',
    'glm-4.5v',
    'glm-4.6v-flash',
    'zai-org/GLM-4.5V',
    'glm-5v-turbo',
    'doubao-seed-1-6-250615',
    'doubao-seed-2-0-mini-260428',
    'doubao-1.5-vision-pro-250328',
    'llama3.2-vision',
    'llava:13b',
    'minicpm-v',
    'pixtral-large-latest',
    'meta-llama/llama-4-maverick',
  ],
  no: [
    'gpt-3.5-turbo',
    'gpt-4',
    'gpt-4-32k',
    'o1-mini',
    'o3-mini',
    'gpt-oss:20b',
    'openai/gpt-oss-120b',
    'deepseek-chat',
    'deepseek-reasoner',
    'deepseek-v4-pro',
    'deepseek-r1:7b',
    'deepseek-ai/DeepSeek-V3.2',
    'kimi-k2-thinking',
    'moonshot-v1-128k',
    'qwen-max',
    'qwen3-max',
    'qwen3.7-max',
    'qwen-plus',
    'qwen3-coder-plus',
    'qwq-32b',
    'qwen3:8b',
    'qwen2.5:7b',
    'Qwen/Qwen3-235B-A22B',
    'glm-4',
    'glm-4.6',
    'glm-5',
    'z-ai/glm-5',
    'glm-4.5-air',
    'doubao-pro-32k',
    'doubao-1-5-pro-32k-250115',
    'llama3.1:8b',
    'mistral',
    'phi4',
    'gemma2:9b',
    'gemma3:1b',
  ],
  unknown: ['my-own-model', 'ep-20250101-abcde', '', 'step-3', 'hunyuan-turbos'],
} as const

describe('whether a model sees', () => {
  for (const [sees, names] of Object.entries(rows)) {
    test.each(names)(`%s: ${sees}`, name => {
      expect(seesImages('openai-compatible', name)).toBe(sees)
    })
  }

  test('is never guessed for the practice model, and whatever the name, it answers', () => {
    expect(seesImages('practice', 'gpt-4o')).toBe('no')
    fc.assert(
      fc.property(fc.constantFrom(...providerIds), fc.string({ unit: 'grapheme' }), (provider, name) => {
        expect(['yes', 'no', 'unknown']).toContain(seesImages(provider, name))
      }),
    )
  })
})

describe('the host of a key', () => {
  test('is that of the address, else the own one of the provider', () => {
    expect(modelHost('deepseek', '')).toBe('api.deepseek.com')
    expect(modelHost('deepseek', 'https://gate.example:8443/v1')).toBe('gate.example:8443')
    expect(modelHost('openai-compatible', '')).toBe('openai-compatible')
    for (const id of providerIds) {
      const own = modelProviders[id].sites[0]
      expect(modelHost(id, '')).toBe(own === undefined ? id : new URL(own.apiBase).host)
    }
  })

  test('is different for any two sites, so that no key is taken for another', () => {
    const hosts = providerIds.flatMap(id => modelProviders[id].sites.map(({ apiBase }) => new URL(apiBase).host))
    expect(new Set(hosts).size).toBe(hosts.length)
    const variables = providerIds.flatMap(id => modelProviders[id].sites.flatMap(({ variables }) => variables))
    expect(new Set(variables).size).toBe(variables.length)
  })
})
