import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { providerIds, type ProviderId } from '../../main/contract/provider-ids.ts'
import { readModels } from '../../main/models/list-read.ts'

const idsOf = (provider: ProviderId, body: unknown) => readModels(provider, body)?.map(({ id }) => id)

describe('the list of a provider', () => {
  test('of OpenAI holds what can chat', () => {
    const all = [
      'gpt-6-sol',
      'gpt-5.4-mini',
      'gpt-4o',
      'gpt-4o-transcribe',
      'gpt-4o-mini-tts',
      'gpt-realtime',
      'gpt-image-2',
      'dall-e-3',
      'whisper-1',
      'tts-1',
      'text-embedding-3-small',
      'omni-moderation-latest',
      'sora-2',
      'babbage-002',
      'gpt-audio',
      'chatgpt-image-latest',
      'computer-use-preview',
    ]
    const data = all.map((id, index) => ({ id, object: 'model', created: 100 - index, owned_by: 'openai' }))
    expect(idsOf('openai', { object: 'list', data })).toEqual(['gpt-5.4-mini', 'gpt-6-sol', 'gpt-4o'])
  })

  test('of Moonshot says itself what sees', () => {
    const data = [
      { id: 'kimi-next', created: 1, context_length: 262_144, supports_image_in: true },
      { id: 'moonshot-v1-8k', created: 1, context_length: 8192, supports_image_in: false },
    ]
    expect(readModels('moonshot', { data })).toEqual([
      { id: 'moonshot-v1-8k', sees: 'no', contextTokens: 8192 },
      { id: 'kimi-next', sees: 'yes', contextTokens: 262_144 },
    ])
  })

  test('of Ark leaves out what was shut down, paints or embeds', () => {
    const data = [
      {
        id: 'doubao-seed-2-0-pro-260601',
        name: 'doubao-seed-2-0-pro',
        created: 3,
        modalities: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
      },
      { id: 'doubao-seed-1-6-250615', created: 2, status: 'Retiring' },
      { id: 'doubao-pro-4k', created: 1, status: 'Shutdown' },
      { id: 'doubao-seedream-5-0-260128', created: 5 },
      { id: 'doubao-embedding-vision-250615', created: 5 },
    ]
    expect(readModels('doubao', { object: 'list', data })).toEqual([
      { id: 'doubao-seed-2-0-pro-260601', label: 'doubao-seed-2-0-pro', sees: 'yes' },
    ])
  })

  test('is bounded, has each name once, and whatever comes never throws', () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({ id: `model-${index % 2000}` }))
    expect(readModels('openai-compatible', { data: many })).toHaveLength(1000)
    fc.assert(
      fc.property(fc.constantFrom(...providerIds), fc.jsonValue(), (provider, body) => {
        for (const wrapped of [
          body,
          { data: [body] },
          { models: [body, { id: body, name: body, architecture: body }] },
        ]) {
          const models = readModels(provider, wrapped)
          expect(models === undefined || models.every(({ id }) => id !== '')).toBe(true)
        }
      }),
    )
  })
})
