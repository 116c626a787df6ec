import fc from 'fast-check'
import { expect, test } from 'vitest'
import { onScreen } from '../../../renderer/screens/setup/model-said.ts'

const labels = { provider: 'Another address', address: 'API address', key: 'API key', model: 'Model' }

test.each([
  [
    'openai-compatible could not be reached (127.0.0.1:9). Check llm.apiBase, the network.',
    'Another address could not be reached (127.0.0.1:9). Check API address, the network.',
  ],
  ['无法连接 openai-compatible（127.0.0.1:9）。', '无法连接 Another address（127.0.0.1:9）。'],
  ['No API key found for openai-compatible.', 'No API key found for Another address.'],
  ['openai-compatible has no model openai-compatible/x.', 'Another address has no model openai-compatible/x.'],
  ['Put the final address into llm.apiBase.', 'Put the final address into API address.'],
  ['Put the key into llm.apiKey.', 'Put the key into API key.'],
  ['llm.apiKeyEnv is not on this screen.', 'llm.apiKeyEnv is not on this screen.'],
  ['Check the name in llm.model.', 'Check the name in Model.'],
])('%s', (text, shown) => {
  expect(onScreen(text, { id: 'openai-compatible' }, labels)).toBe(shown)
})

test('a host keeps its name', () => {
  const text = 'openai refused the API key (api.openai.com, HTTP 401): see https://openai.com/keys'
  expect(onScreen(text, { id: 'openai' }, { ...labels, provider: 'OpenAI' })).toBe(text.replace(/^openai/, 'OpenAI'))
})

test('words without any such name stay as they are', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      fc.pre(!/llm\.|openai/.test(text))
      expect(onScreen(text, { id: 'openai' }, labels)).toBe(text)
    }),
  )
})
