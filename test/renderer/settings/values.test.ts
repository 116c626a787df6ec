import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { modelProviders } from '../../../main/contract/model-providers.ts'
import type { SettingView } from '../../../main/contract/views.ts'
import { accountsOf, freeName, isLabel } from '../../../renderer/screens/settings/accounts.ts'
import { isUndoable, providerSteps } from '../../../renderer/screens/settings/provider-steps.ts'
import { standingOf } from '../../../renderer/screens/settings/secret-origin.ts'
import { groupsOf, isFound, ownerOf, quoted, topicsOf } from '../../../renderer/screens/settings/topics.ts'
import {
  asTyped,
  isSame,
  readTyped,
  shortValue,
  withEntries,
  withoutPath,
} from '../../../renderer/screens/settings/values.ts'
import { account } from '../../screens/states.ts'

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
        const read = readTyped('json', asTyped({ kind: 'json', path: 'a' }, value))
        expect(value === null || (read.ok && isSame(read.value, value))).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), number => {
        const read = readTyped('number', asTyped({ kind: 'number', path: 'a' }, number))
        expect(read.ok && isSame(read.value, number)).toBe(true)
      }),
    )
  })

  test('several entries may be pasted at once, and none comes twice', () => {
    expect(withEntries('allowFrom', ['ou_1'], 'ou_2, ou_1\nou_3；')).toEqual(['ou_1', 'ou_2', 'ou_3'])
  })

  test('a folder may hold blanks and commas, and an argument may come twice', () => {
    expect(withEntries('skills.dirs', [], ' ~/My skills, old\n~/b')).toEqual(['~/My skills, old', '~/b'])
    expect(withEntries('mcp.servers.x.args', ['-v'], '-v')).toEqual(['-v', '-v'])
  })

  test('numbers are read in thousands, a port is not', () => {
    expect(asTyped({ kind: 'number', path: 'llm.maxTokens' }, 16_384)).toBe('16,384')
    expect(asTyped({ kind: 'number', path: 'server.port' }, 18_789)).toBe('18789')
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
    ['channels.lark.appId', undefined],
    ['channels.lark.accounts.desk.appId', { table: 'channels.lark.accounts', name: 'desk' }],
    ['channels.lark.accounts."a.b".appId', { table: 'channels.lark.accounts', name: 'a.b' }],
    ['mcp.servers."say \\"hi\\"".env', { table: 'mcp.servers', name: 'say "hi"' }],
    ['notifiers.ops.url', { table: 'notifiers', name: 'ops' }],
    ['notifiers', undefined],
    ['agents.list[1].maxSteps', { table: 'agents.list', name: '1' }],
    ['agents.defaultAgentId', undefined],
  ])('%s belongs to %j', (path, owner) => expect(ownerOf(path)).toEqual(owner))

  test('whatever an entry is called, its settings are found under its name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), name => {
        expect(ownerOf(`mcp.servers.${quoted(name)}.url`)).toEqual({ table: 'mcp.servers', name })
      }),
    )
  })

  test('each account is a group of its own', () => {
    const paths = ['channels.lark.name', 'channels.lark.accounts.desk.name', 'channels.lark.mode']
    const groups = groupsOf(paths.map(path => setting(path, 'account')))
    expect(groups.map(({ owner, settings }) => [owner?.name, settings.length])).toEqual([
      [undefined, 2],
      ['desk', 1],
    ])
  })

  test.each(['prox', '代理', 'caFile', '出网'])('a search for %s finds it', search =>
    expect(isFound(setting('caFile', 'general'), search)).toBe(true),
  )
})

describe('another provider', () => {
  const set = (path: string, value: string): SettingView => ({ ...setting(path, 'model'), value, isSet: value !== '' })
  const list = [
    set('llm.provider', 'openrouter'),
    set('llm.apiBase', ''),
    set('llm.model', 'z-ai/glm-5'),
    set('llm.apiKeyEnv', 'OPENROUTER_API_KEY'),
    set('llm.apiKeyFile', ''),
  ]
  const deepseek = { id: 'deepseek', ...modelProviders.deepseek } as const

  test('takes the key away before anybody else is asked, and keeps the way back', () => {
    expect(providerSteps(list, deepseek)).toEqual([
      { path: 'llm.apiKeyEnv', value: undefined, before: 'OPENROUTER_API_KEY' },
      { path: 'llm.model', value: deepseek.suggested, before: 'z-ai/glm-5' },
      { path: 'llm.provider', value: 'deepseek', before: 'openrouter' },
    ])
  })

  test('has no way back where a part of the address was never shown', () => {
    const hidden = list.map(one =>
      one.path === 'llm.apiBase' ? { ...one, value: 'https://x/?key=•••', isSet: true, hidden: true as const } : one,
    )
    expect(isUndoable(hidden, providerSteps(hidden, deepseek))).toBe(false)
    expect(isUndoable(list, providerSteps(list, deepseek))).toBe(true)
  })
})

describe('accounts', () => {
  test('the main one comes first, and one that the service could not make is listed too', () => {
    const views = { work: account({ id: 'work', name: 'Desk' }), default: account() }
    expect(accountsOf(views, ['broken', 'work']).map(({ id, name, view }) => [id, name, view !== undefined])).toEqual([
      ['default', 'Office bot', true],
      ['broken', 'broken', false],
      ['work', 'Desk', true],
    ])
  })

  test.each([
    ['work', true],
    ['hr-desk_2', true],
    ['default', false],
    ['-x', false],
    ['a b', false],
    ['', false],
    ['x'.repeat(33), false],
  ])('%j may be a label: %s', (label, may) => expect(isLabel(label)).toBe(may))

  test('a free name is one that nobody has', () => expect(freeName(['default', 'bot2', 'bot3'])).toBe('bot4'))
})

describe('how a secret stands', () => {
  const host = 'open.feishu.cn'
  test.each([
    [{ from: 'store', host, boundTo: host }, 'stored'],
    [{ from: 'store', host, boundTo: 'open.larksuite.com' }, 'otherHost'],
    [{ from: 'store', host: '', boundTo: host }, 'stored'],
    [{ from: 'environment', source: 'X', host }, 'environment'],
    [{ from: 'file', source: '/x', host }, 'file'],
    [{ from: 'nowhere', source: 'X', host }, 'variableMissing'],
    [{ from: 'nowhere', host }, 'nowhere'],
  ] as const)('%j: %s', (origin, standing) => expect(standingOf({ origin, isSet: true })).toBe(standing))

  test('without more than set or not set, it is stored or nowhere', () => {
    expect(standingOf({ isSet: true })).toBe('stored')
    expect(standingOf({ isSet: false })).toBe('nowhere')
  })
})
