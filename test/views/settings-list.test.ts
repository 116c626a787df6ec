import { describe, expect, test } from 'vitest'
import { schemaKeys } from '../../main/config/schema.ts'
import { Config } from '../../main/contract/config.ts'
import { settingViews } from '../../main/views/settings-list.ts'

const listOf = (config: unknown = {}, set: readonly string[] = []) => {
  const views = settingViews({
    keys: schemaKeys(),
    config: Config.parse(config),
    isSecretSet: path => set.includes(path),
  })
  return { views, at: (path: string) => views.find(view => view.path === path) }
}

describe('the list of settings', () => {
  test.each([
    { path: 'channels.lark.appId', kind: 'text', topic: 'account', reconnects: true },
    { path: 'channels.lark.enabled', kind: 'switch', topic: 'account', reconnects: true },
    { path: 'channels.lark.quota.limit', kind: 'number', topic: 'account' },
    { path: 'channels.lark.dmPolicy', kind: 'choice', topic: 'access', value: 'pairing' },
    { path: 'channels.lark.allowFrom', kind: 'list', topic: 'access', value: [] },
    { path: 'channels.lark.ownerIds', kind: 'list', topic: 'access' },
    { path: 'channels.lark.domain', kind: 'text', topic: 'account', value: 'feishu' },
    { path: 'llm.provider', kind: 'choice', topic: 'model' },
    { path: 'llm.maxTokens', kind: 'number', topic: 'model', value: 8192, default: 8192 },
    { path: 'llm.apiKey', kind: 'secret', topic: 'model', value: null },
    { path: 'agents.list', kind: 'json', topic: 'agent' },
    { path: 'server.port', kind: 'number', topic: 'server' },
    { path: 'language', kind: 'choice', topic: 'general', options: ['auto', 'en', 'zh-CN'] },
    { path: 'proxy', kind: 'text', topic: 'general', reconnects: true },
  ])('$path is a $kind of the topic $topic', ({ path, ...expected }) => {
    expect(listOf().at(path)).toMatchObject(expected)
  })

  test('names every one in both languages, each path once', () => {
    const { views } = listOf({ channels: { lark: { accounts: { work: {} } } }, agents: { list: [{ id: 'main' }] } })
    expect(new Set(views.map(({ path }) => path)).size).toBe(views.length)
    expect(views.every(({ label, help }) => label.en && label.zh && help.en && help.zh)).toBe(true)
    expect(views.map(({ path }) => path).filter(path => /[<>]|\[\]/.test(path))).toEqual([])
  })

  test('tells of a secret only whether it is set', () => {
    const { views, at } = listOf({}, ['llm.apiKey'])
    expect(at('llm.apiKey')).toMatchObject({ isSet: true, value: null, default: null })
    expect(at('channels.lark.appSecret')).toMatchObject({ isSet: false })
    expect(views.filter(({ kind }) => kind === 'secret').every(({ value }) => value === null)).toBe(true)
  })

  test('leaves out what does nothing yet and what has a screen of its own', () => {
    const { at } = listOf({
      channels: { lark: { groups: { oc_1: {} } } },
      mcp: { servers: { x: { env: { KEY: 'k' } } } },
    })
    for (const path of ['$schema', 'skills.dirs', 'mcp.servers', 'mcp.servers.x.env', 'notifiers'])
      expect(at(path)).toBeUndefined()
    for (const path of ['channels.lark.groups', 'channels.lark.groups.oc_1.enabled', 'channels.lark.accounts'])
      expect(at(path)).toBeUndefined()
  })

  test('has the keys of each named account, with what holds at the top level where it says nothing', () => {
    const { at } = listOf({ channels: { lark: { dmPolicy: 'open', accounts: { work: { appId: 'cli_1' } } } } })
    expect(at('channels.lark.accounts.work.appId')).toMatchObject({ value: 'cli_1', isSet: true, topic: 'account' })
    expect(at('channels.lark.accounts.work.dmPolicy')).toMatchObject({
      kind: 'choice',
      topic: 'access',
      value: 'open',
      default: 'open',
      isSet: false,
    })
    expect(at('channels.lark.accounts.work.appSecret')).toMatchObject({ kind: 'secret' })
    expect(at('channels.lark.accounts.work.groups')).toBeUndefined()
  })

  test('has the keys of each agent in the place of their list', () => {
    const { at } = listOf({ agents: { list: [{ id: 'main', systemPrompt: 'Be brief.' }] } })
    expect(at('agents.list')).toBeUndefined()
    expect(at('agents.list[0].systemPrompt')).toMatchObject({ value: 'Be brief.', isSet: true, topic: 'agent' })
    expect(at('agents.list[0].maxSteps')).toMatchObject({ value: 40, isSet: false })
  })
})
