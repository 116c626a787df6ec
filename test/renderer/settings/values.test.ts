import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SettingView } from '../../../main/contract/views.ts'
import { groupsOf, isFound, ownerOf, topicsOf } from '../../../renderer/screens/settings/topics.ts'
import {
  asTyped,
  isSame,
  readTyped,
  shortValue,
  withEntries,
  withoutPath,
} from '../../../renderer/screens/settings/values.ts'

const setting = (path: string, topic: string): SettingView => ({
  path,
  topic,
  label: { en: 'Proxy', zh: '代理' },
  help: { en: 'How out.', zh: '如何出网。' },
  kind: 'text',
  value: '',
  default: '',
  isSet: false,
  reconnects: false,
})

describe('what is typed into a setting', () => {
  test.each([
    ['number', '8,192', { ok: true, value: 8192 }],
    ['number', ' 0 ', { ok: true, value: 0 }],
    ['number', '', { ok: false, wrong: 'number' }],
    ['number', 'many', { ok: false, wrong: 'number' }],
    ['text', ' a b ', { ok: true, value: 'a b' }],
    ['json', '{"a":1}', { ok: true, value: { a: 1 } }],
    ['json', '{a', { ok: false, wrong: 'json' }],
  ] as const)('%s %j', (kind, typed, expected) => expect(readTyped(kind, typed)).toEqual(expected))

  test('a value that is shown and left alone is the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const read = readTyped('json', asTyped('json', value))
        expect(value === null || (read.ok && isSame(read.value, value))).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), number => {
        const read = readTyped('number', asTyped('number', number))
        expect(read.ok && isSame(read.value, number)).toBe(true)
      }),
    )
  })

  test('several entries may be pasted at once, and none comes twice', () => {
    expect(withEntries(['ou_1'], 'ou_2, ou_1\nou_3；')).toEqual(['ou_1', 'ou_2', 'ou_3'])
  })

  test('long values are cut in the middle, nothing is nothing', () => {
    expect(shortValue('x'.repeat(60))).toHaveLength(37)
    expect(shortValue([])).toBeUndefined()
    expect(shortValue(['a', 'b'])).toBe('a, b')
    expect(shortValue(false)).toBe('false')
  })

  test('what is wrong does not repeat the name of its field', () => {
    expect(withoutPath('llm.apiBase', 'llm.apiBase must be a URL.')).toBe('Must be a URL.')
    expect(withoutPath('llm.apiBase', 'The file is broken.')).toBe('The file is broken.')
  })
})

describe('topics', () => {
  test('known ones come in their order, unknown ones after them', () => {
    const list = ['general', 'new', 'model', 'account'].map(topic => setting(topic, topic))
    expect(topicsOf(list)).toEqual(['account', 'model', 'general', 'new'])
  })

  test.each([
    ['channels.lark.appId', ''],
    ['channels.lark.accounts.desk.appId', 'desk'],
    ['channels.lark.accounts."a.b".appId', 'a.b'],
    ['agents.list[1].maxSteps', '#2'],
    ['agents.defaultAgentId', ''],
  ])('%s belongs to %j', (path, owner) => expect(ownerOf(path)).toBe(owner))

  test('each account is a group of its own', () => {
    const paths = ['channels.lark.name', 'channels.lark.accounts.desk.name', 'channels.lark.mode']
    expect(
      groupsOf(paths.map(path => setting(path, 'account'))).map(({ name, settings }) => [name, settings.length]),
    ).toEqual([
      ['', 2],
      ['desk', 1],
    ])
  })

  test.each(['prox', '代理', 'caFile', '出网'])('a search for %s finds it', search =>
    expect(isFound(setting('caFile', 'general'), search)).toBe(true),
  )
})
