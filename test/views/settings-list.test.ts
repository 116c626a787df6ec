import { describe, expect, test } from 'vitest'
import { z } from 'zod'
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
    { path: 'channels.lark.domain', kind: 'text', topic: 'account', value: 'feishu', options: ['feishu', 'lark'] },
    { path: 'llm.provider', kind: 'choice', topic: 'model' },
    { path: 'llm.maxTokens', kind: 'number', topic: 'model', value: 8192, default: 8192 },
    { path: 'llm.apiKey', kind: 'secret', topic: 'model', value: null },
    { path: 'agents.list', kind: 'table', topic: 'agent', value: [] },
    { path: 'notifiers', kind: 'table', topic: 'notifiers', value: [] },
    { path: 'mcp.servers', kind: 'table', topic: 'skills', value: [], unused: true },
    { path: 'skills.dirs', kind: 'list', topic: 'skills' },
    { path: 'channels.lark.accounts', kind: 'table', topic: 'account', value: [] },
    { path: 'channels.lark.groups', kind: 'table', topic: 'access', value: [] },
    { path: 'server.port', kind: 'number', topic: 'network' },
    { path: 'language', kind: 'choice', topic: 'general', options: ['auto', 'en', 'zh-CN'] },
    { path: 'proxy', kind: 'text', topic: 'network', reconnects: true, options: ['system', 'none'] },
    { path: '$schema', kind: 'text', topic: 'general' },
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

  test('has every key of the schema, but for the rules inside of a group, which have a screen of their own', () => {
    const config = {
      channels: { lark: { groups: { oc_1: {} }, accounts: { work: { groups: { oc_2: {} } } } } },
      agents: { list: [{ id: 'main' }] },
      mcp: { servers: { files: {} } },
      notifiers: { ops: { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/x' } },
    }
    const paths = new Set(listOf(config).views.map(({ path }) => path))
    const missing = schemaKeys()
      .filter(({ info }) => info)
      .map(({ path }) => path)
      .filter(
        path =>
          !paths.has(
            path
              .replace(/^(.*accounts)\.<name>/, '$1.work')
              .replace('[]', '[0]')
              .replace('servers.<name>', 'servers.files')
              .replace('notifiers.<name>', 'notifiers.ops'),
          ),
      )
    expect(missing).toEqual(
      ['channels.lark.groups', 'channels.lark.accounts.<name>.groups'].flatMap(groups =>
        ['enabled', 'requireMention', 'systemPrompt', 'allowFrom'].map(rule => `${groups}.<name>.${rule}`),
      ),
    )
  })

  test('says of what nothing acts on yet that it is so, and of its entries too', () => {
    const keys = schemaKeys().map(key =>
      key.path === 'mcp.servers' && key.info ? { ...key, info: { ...key.info, unused: true as const } } : key,
    )
    const config = Config.parse({ mcp: { servers: { files: { command: 'x' } } } })
    const views = settingViews({ keys, config, isSecretSet: () => false })
    expect(views.filter(({ unused }) => unused).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['mcp.servers', 'mcp.servers.files.command']),
    )
    expect(views.find(({ path }) => path === 'llm.model')?.unused).toBeUndefined()
  })

  test('hides what may be a secret: the values of a map, a password and a token in an address', () => {
    const { views, at } = listOf({
      mcp: { servers: { 'a.b': { env: { TOKEN: 'very-secret-1' }, headers: { Authorization: 'very-secret-2' } } } },
      notifiers: { ops: { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/very-secret-3' } },
      proxy: 'http://me:very-secret-4@proxy.example:8080',
    })
    expect(JSON.stringify(views)).not.toContain('very-secret')
    expect(at('mcp.servers."a.b".env')).toMatchObject({ kind: 'map', value: ['TOKEN'], isSet: true })
    expect(at('notifiers.ops.url')).toMatchObject({ hidden: true, isSet: true })
    expect(at('proxy')).toMatchObject({ hidden: true, value: expect.stringContaining('@proxy.example:8080') })
  })

  test.each([
    { path: 'llm.maxTokens', en: 'A whole number from 1 to 1,000,000.' },
    { path: 'agents.list[0].maxSteps', en: 'A whole number from 1 to 500.' },
    { path: 'channels.lark.quota.limit', en: 'A whole number, at least 1.' },
    { path: 'server.port', en: 'A whole number from 0 to 65,535.' },
    { path: 'llm.apiKeyEnv', en: 'The name of an environment variable: letters, digits and _, no digit first.' },
  ])('says what $path has to be', ({ path, en }) => {
    expect(listOf({ agents: { list: [{ id: 'main' }] } }).at(path)?.wants).toMatchObject({
      en,
      zh: expect.stringMatching(/^请/),
    })
  })

  test('every text that the schema can refuse says what it wants', () => {
    const config = {
      channels: { lark: { accounts: { work: {} } } },
      agents: { list: [{ id: 'main' }] },
      mcp: { servers: { files: {} } },
      notifiers: { ops: { url: 'https://open.feishu.cn/hook' } },
    }
    const { views } = listOf(config)
    const general = (path: string) =>
      path
        .replace(/^(.*accounts)\.work/, '$1.<name>')
        .replace('[0]', '[]')
        .replace('.files', '.<name>')
        .replace('.ops', '.<name>')
    const refusing = views.filter(({ kind, path }) => {
      const key = schemaKeys().find(known => known.path === general(path))
      const wrong = kind === 'list' ? ['\0'] : '\0 '
      return (kind === 'text' || kind === 'list') && key && !z.safeParse(key.schema, wrong).success
    })
    expect(refusing.length).toBeGreaterThan(8)
    expect(refusing.filter(({ wants }) => wants === undefined).map(({ path }) => path)).toEqual([])
  })

  test('what a variable decides is said at the setting, and where a secret comes from', () => {
    const config = Config.parse({ channels: { lark: { appId: 'cli_1' } } })
    const origin = { from: 'store', host: 'open.feishu.cn', boundTo: 'open.larksuite.com', at: 1 } as const
    const views = settingViews({
      keys: schemaKeys(),
      config,
      isSecretSet: () => true,
      originOf: () => origin,
      fixedBy: path => (path === 'channels.lark.appId' ? 'LARK_APP_ID' : undefined),
    })
    expect(views.find(({ path }) => path === 'channels.lark.appId')?.fixedBy).toBe('LARK_APP_ID')
    expect(views.find(({ path }) => path === 'channels.lark.name')?.fixedBy).toBeUndefined()
    expect(views.find(({ path }) => path === 'llm.apiKey')?.origin).toEqual(origin)
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
    expect(at('channels.lark.accounts.work.dmPolicy')?.inherited).toBe(true)
    expect(at('channels.lark.accounts.work.webhookPath')).toMatchObject({ value: '/lark/webhook/work', isSet: false })
    expect(at('channels.lark.accounts.work.groups')).toMatchObject({ kind: 'table', value: [] })
  })

  test('a value of its own is set, even when it is that of the main account', () => {
    const { at } = listOf({ channels: { lark: { dmPolicy: 'open', accounts: { work: { dmPolicy: 'open' } } } } })
    expect(at('channels.lark.accounts.work.dmPolicy')).toMatchObject({ isSet: true, value: 'open', default: 'open' })
  })

  test('has the keys of each agent in the place of their list', () => {
    const { at } = listOf({ agents: { list: [{ id: 'main', systemPrompt: 'Be brief.' }] } })
    expect(at('agents.list')).toMatchObject({ kind: 'table', value: ['main'] })
    expect(at('agents.list[0].systemPrompt')).toMatchObject({ value: 'Be brief.', isSet: true, topic: 'agent' })
    expect(at('agents.list[0].maxSteps')).toMatchObject({ value: 40, isSet: false })
  })
})
