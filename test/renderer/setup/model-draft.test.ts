import { expect, test } from 'vitest'
import type { SettingView } from '../../../main/contract/views.ts'
import { editsOf, type Draft } from '../../../renderer/screens/setup/model-draft.ts'

const setting = (path: string, value: string): SettingView => ({
  path,
  kind: 'text',
  label: { en: '', zh: '' },
  help: { en: '', zh: '' },
  value,
  isSet: true,
  isDefault: false,
})

const settings = [
  setting('llm.provider', 'openai'),
  setting('llm.model', 'm'),
  setting('llm.apiKeyEnv', 'OPENAI_API_KEY'),
]
const draft: Draft = { provider: 'openai', apiBase: '', model: 'm', variable: 'OPENAI_API_KEY' }
const shown = (change: Partial<Draft>) =>
  editsOf({ ...draft, ...change }, settings).map(({ path, value, before }) => [path.slice(4), value, before])

test('nothing is written where nothing changed, and of another model only that', () => {
  expect(shown({})).toEqual([])
  expect(shown({ model: 'n' })).toEqual([['model', 'n', 'm']])
})

test('a key variable is away while the place changes, and comes back last where it is chosen again', () => {
  const gone = ['apiKeyEnv', undefined, 'OPENAI_API_KEY']
  expect(shown({ provider: 'deepseek', model: 'd', variable: '' })).toEqual([
    gone,
    ['provider', 'deepseek', 'openai'],
    ['model', 'd', 'm'],
  ])
  expect(shown({ provider: 'openai-compatible', apiBase: 'https://gateway.test/v1' })).toEqual([
    gone,
    ['provider', 'openai-compatible', 'openai'],
    ['apiBase', 'https://gateway.test/v1', undefined],
    ['apiKeyEnv', 'OPENAI_API_KEY', undefined],
  ])
})
