import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkConfig } from '../../../main/config/check.ts'
import { editedText } from '../../../main/config/edits.ts'
import { readEnvFile } from '../../../main/config/import/env-file.ts'
import { planImport, type ImportPlan } from '../../../main/config/import/plan.ts'
import { readSource, type Source } from '../../../main/config/import/read.ts'
import { leavesOf } from '../../../main/config/import/tree.ts'
import { parseConfig, valueOf } from '../../../main/config/parse.ts'
import { formatPath, parsePath } from '../../../main/config/problems.ts'
import type { Config } from '../../../main/contract/config.ts'
import { importSystems, type ImportRow, type ImportSystem } from '../../../main/contract/importing.ts'
import { samples, secretsOf } from './start.ts'

type Here = {
  text?: string
  env?: string
  stored?: (name: string) => 'same' | 'other' | 'none'
  name?: string
}

/** Plans the import of a source into a Perch whose config.json says `text`. */
function plan(
  system: ImportSystem,
  source: Source,
  { text = '{}', env = '', stored = () => 'none', name = 'a' }: Here = {},
) {
  const parsed = parseConfig(text)
  const { config } = checkConfig(text)
  const { accounts, ...top } = config.channels.lark
  const named = Object.entries(accounts).map(([id, { appId }]) => ({ id, appId }))
  const present = top.appId === '' ? named : [{ id: 'default', appId: top.appId }, ...named]
  const input = { system, source, name, folder: '/there', envName: '.env', env: readEnvFile(env) }
  const target = { written: parsed.root ? valueOf(parsed.root) : {}, config, stored }
  const made = planImport(input, target, present)
  return { ...made, after: configAfter(text, made), row: (key: string) => rowOf(made, key) }
}

const configAfter = (text: string, { edits }: ImportPlan): Config => checkConfig(editedText(text, edits)).config
const rowOf = ({ report }: ImportPlan, key: string): ImportRow | undefined => report.rows.find(row => row.key === key)
const names = ({ secrets }: ImportPlan) =>
  Object.fromEntries(secrets.map(({ path, value }) => [formatPath(path), value]))

const openclaw = (feishu: object, here: Here & { more?: object } = {}) =>
  plan('openclaw', readSource('a.json', JSON.stringify({ channels: { feishu }, ...here.more })), here)
const nanobot = (root: object, here?: Here) => plan('nanobot', readSource('a.json', JSON.stringify(root)), here)
const xiaoo = (text: string, here?: Here) => plan('xiaoo', readSource('a.toml', text), here)

const A = 'cli_aaaaaaaaaaaaaaa1'
const B = 'cli_bbbbbbbbbbbbbbb2'

/** Every leaf of a source has exactly one row: its own, or that of what it stands in. */
function expectComplete({ root }: Source, rows: readonly ImportRow[]): void {
  const keys = rows.map(row => row.key)
  expect(new Set(keys).size).toBe(keys.length)
  for (const leaf of leavesOf(root)) {
    const around = leaf.map((_, index) => formatPath(leaf.slice(0, index + 1)))
    expect(keys.filter(key => around.includes(key))).toHaveLength(1)
  }
}

describe('each sample', () => {
  test.each(samples)('$system: every key is told of once, and no secret is', ({ system, file, ...more }) => {
    const env = 'env' in more ? readFileSync(more.env, 'utf8') : ''
    const source = readSource(basename(file), readFileSync(file, 'utf8'))
    const made = plan(system, source, { env, name: dirname(file) })
    expectComplete(source, made.report.rows)
    const secrets = secretsOf(file, 'env' in more ? more.env : undefined)
    expect(secrets.length).toBeGreaterThan(2)
    const told = JSON.stringify([made.report, made.edits])
    expect(secrets.filter(secret => told.includes(secret))).toEqual([])
    expect(Object.values(names(made)).every(value => secrets.includes(value) || value.includes('#'))).toBe(true)
  })
})

describe('an account of OpenClaw', () => {
  const rows: [string, object, Partial<ImportRow>][] = [
    ['enabled', { enabled: false }, { outcome: 'taken', to: 'channels.lark.enabled', value: 'false' }],
    [
      'domain',
      { domain: 'https://open.larksuite.com/' },
      { outcome: 'changed', to: 'channels.lark.domain', value: '"lark"' },
    ],
    ['domain', { domain: 'https://open.example.com' }, { outcome: 'taken', value: '"https://open.example.com"' }],
    ['domain', { domain: 'ftp://x' }, { outcome: 'ignored' }],
    [
      'connectionMode',
      { connectionMode: 'webhook' },
      { outcome: 'taken', to: 'channels.lark.mode', value: '"webhook"' },
    ],
    ['dmPolicy', { dmPolicy: 'open' }, { outcome: 'taken', value: '"open"', warning: true }],
    ['dmPolicy', { dmPolicy: 'closed' }, { outcome: 'changed', value: '"disabled"' }],
    ['dmPolicy', { dmPolicy: 'constructor' }, { outcome: 'ignored' }],
    ['dmPolicy', { dmPolicy: 5 }, { outcome: 'ignored' }],
    ['groupPolicy', { groupPolicy: 'allowall' }, { outcome: 'changed', value: '"open"', warning: true }],
    ['allowFrom', { allowFrom: ['*'] }, { outcome: 'taken', value: '["*"]', warning: true }],
    [
      'allowFrom',
      { allowFrom: ['feishu:ou_1', 'user:ou_2', 'lark:user:ou_3'] },
      { outcome: 'taken', value: '["ou_1","ou_2","ou_3"]' },
    ],
    ['allowFrom', { allowFrom: ['ou_1', '+15550100', 42] }, { outcome: 'changed', value: '["ou_1"]' }],
    ['allowFrom', { allowFrom: ['on_1'] }, { outcome: 'ignored' }],
    ['allowFrom', { allowFrom: 'ou_1' }, { outcome: 'taken', value: '["ou_1"]' }],
    [
      'groupSenderAllowFrom',
      { groupSenderAllowFrom: ['ou_1'] },
      { outcome: 'taken', to: 'channels.lark.groupAllowFrom' },
    ],
    ['requireMention', { requireMention: true }, { outcome: 'taken', already: true }],
    ['requireMention', { requireMention: false }, { outcome: 'ignored' }],
    [
      'groups.oc_1.requireMention',
      { groups: { oc_1: { requireMention: false } } },
      { outcome: 'taken', to: 'channels.lark.groups.oc_1.requireMention' },
    ],
    ['groups."*".enabled', { groups: { '*': { enabled: true } } }, { outcome: 'ignored' }],
    ['dm.policy', { dm: { policy: 'pairing' } }, { outcome: 'taken', to: 'channels.lark.dmPolicy' }],
    ['dm.enabled', { dm: { enabled: false } }, { outcome: 'taken', to: 'channels.lark.dmPolicy', value: '"disabled"' }],
    ['streaming', { streaming: true }, { outcome: 'ignored' }],
    ['notAKey', { notAKey: true }, { outcome: 'unknown' }],
    ['appId', { appId: 'cli_short' }, { outcome: 'taken', warning: true }],
    ['appSecret', { appSecret: '' }, { outcome: 'ignored' }],
    ['appSecret', { appSecret: ' Plain5ecret ' }, { outcome: 'secret', to: 'channels.lark.appSecret' }],
    [
      'appSecret',
      { appSecret: '${MY_SECRET}' },
      { outcome: 'taken', to: 'channels.lark.appSecretEnv', value: '"MY_SECRET"' },
    ],
    ['appSecret', { appSecret: '$MY_SECRET' }, { outcome: 'taken', to: 'channels.lark.appSecretEnv' }],
    ['appSecret', { appSecret: 'a${MY_SECRET}' }, { outcome: 'ignored' }],
    [
      'appSecret',
      { appSecret: { source: 'env', provider: 'default', id: 'MY_SECRET' } },
      { outcome: 'taken', to: 'channels.lark.appSecretEnv' },
    ],
    ['appSecret', { appSecret: { source: 'exec', provider: 'v', id: 'x' } }, { outcome: 'ignored' }],
    ['appSecret', { appSecret: { source: 'file', provider: 'gone', id: '/x' } }, { outcome: 'ignored' }],
    ['appSecret', { appSecret: ['x'] }, { outcome: 'ignored' }],
    [
      'appSecretFile',
      { appSecretFile: '~/s' },
      { outcome: 'taken', to: 'channels.lark.appSecretFile', value: '"~/s"' },
    ],
    ['appSecretFile', { appSecretFile: 's' }, { outcome: 'taken', value: '"/there/s"' }],
    ['encryptKey', { encryptKey: '${ENC}' }, { outcome: 'ignored' }],
    ['appSecretEnv', { appSecretEnv: 'aPlainSecretInTheWrongPlace' }, { outcome: 'ignored' }],
  ]
  test.each(rows)('%s of %j', (key, feishu, expected) => {
    const made = openclaw({ appId: A, ...feishu })
    expect(made.row(`channels.feishu.${key}`)).toMatchObject(expected)
    expect(JSON.stringify(made.report)).not.toMatch(/Plain5ecret|aPlainSecret/)
  })

  test('goes to the top level, further ones become named accounts with what they had from the top', () => {
    const { after, secrets, row } = openclaw({
      appId: A,
      appSecret: 'secretOfTheFirst',
      dmPolicy: 'allowlist',
      allowFrom: ['ou_1'],
      verificationToken: 'tokenOfBothOfThem',
      accounts: {
        work: { appId: B, appSecret: 'secretOfTheSecond', groupAllowFrom: ['oc_1'] },
        'odd name!': { appId: 'cli_ccccccccccccccc3' },
      },
    })
    expect(after.channels.lark).toMatchObject({
      appId: A,
      dmPolicy: 'allowlist',
      allowFrom: ['ou_1'],
      accounts: {
        work: { appId: B, allowFrom: ['ou_1'], groupAllowFrom: ['oc_1'] },
        'odd-name-': { appId: 'cli_ccccccccccccccc3' },
      },
    })
    expect(after.channels.lark.accounts['work']?.dmPolicy).toBeUndefined() // it has it from the top level here, too
    expect(secrets.map(({ path }) => formatPath(path))).toEqual([
      'channels.lark.appSecret',
      'channels.lark.verificationToken',
      'channels.lark.accounts.work.verificationToken',
      'channels.lark.accounts.odd-name-.verificationToken',
      'channels.lark.accounts.work.appSecret',
    ])
    expect(row('channels.feishu.allowFrom')?.to).toBe(
      'channels.lark.allowFrom, channels.lark.accounts.work.allowFrom, channels.lark.accounts.odd-name-.allowFrom',
    )
  })

  test('named as the default one goes to the top level', () => {
    const { after } = openclaw({ defaultAccount: 'main', accounts: { main: { appId: A }, other: { appId: B } } })
    expect(after.channels.lark).toMatchObject({ appId: A, accounts: { other: { appId: B } } })
  })

  test('makes way for a bot that is here already, and says so', () => {
    const text = `{"channels":{"lark":{"appId":"${B}","dmPolicy":"disabled"}}}`
    const made = openclaw({ appId: A, appSecret: 'aSecretOfItsOwn', dmPolicy: 'open' }, { text })
    expect(made.after.channels.lark).toMatchObject({
      appId: B,
      dmPolicy: 'disabled',
      accounts: { openclaw: { appId: A, dmPolicy: 'open' } },
    })
    expect(made.row('channels.feishu.appId')).toMatchObject({
      outcome: 'conflict',
      to: 'channels.lark.accounts.openclaw.appId',
    })
    expect(names(made)).toEqual({ 'channels.lark.accounts.openclaw.appSecret': 'aSecretOfItsOwn' })
  })

  test('keeps its place when it is the same bot, and nothing that is set here is overwritten', () => {
    const text = `{"channels":{"lark":{"accounts":{"mine":{"appId":"${A}","dmPolicy":"disabled","allowFrom":["ou_9"]}}}}}`
    const made = openclaw(
      { appId: A, appSecret: 'aSecretOfItsOwn', dmPolicy: 'open', allowFrom: ['ou_1'] },
      { text, stored: () => 'other' },
    )
    expect(made.after.channels.lark).toMatchObject({
      appId: '',
      accounts: { mine: { dmPolicy: 'disabled', allowFrom: ['ou_9', 'ou_1'] } },
    })
    expect(made.row('channels.feishu.dmPolicy')).toMatchObject({ outcome: 'conflict' })
    expect(made.row('channels.feishu.appSecret')).toMatchObject({ outcome: 'conflict' })
    expect(made.secrets).toEqual([])
  })

  test('takes its secret from the env block or the env file when one of them has it', () => {
    const made = openclaw(
      { appId: '${MY_ID}', appSecret: '${MY_SECRET}', encryptKey: { source: 'env', id: 'MY_ENC' } },
      {
        env: `MY_ID=${A}\nMY_ENC=encFromTheFile\nSPARE=1`,
        more: { env: { MY_SECRET: 'secretFromTheBlock', vars: { X: 'y' } } },
      },
    )
    expect(made.after.channels.lark).toMatchObject({ appId: A, appSecretEnv: '' })
    expect(names(made)).toEqual({
      'channels.lark.appSecret': 'secretFromTheBlock',
      'channels.lark.encryptKey': 'encFromTheFile',
    })
    expect(made.row('.env:MY_ENC')).toMatchObject({ outcome: 'secret', to: 'channels.lark.encryptKey' })
    expect(made.row('.env:MY_ID')).toMatchObject({ outcome: 'taken', to: 'channels.lark.appId' })
    expect(made.row('.env:SPARE')).toMatchObject({ outcome: 'ignored' })
    expect(made.row('env.MY_SECRET')).toMatchObject({ outcome: 'secret' })
    expect(made.row('env.vars.X')).toMatchObject({ outcome: 'ignored' })
    expect(made.report.variables).toEqual([])
  })

  test('names the variables that Perch must be started with', () => {
    expect(openclaw({ appId: A, appSecret: '${GONE}' }).report.variables).toEqual(['GONE'])
  })

  test('never lets a secret slip into config.json through another key', () => {
    const made = openclaw({
      appId: A,
      appSecret: 'slippery-secret',
      name: 'my slippery-secret bot',
      domain: 'https://u:slippery@h',
    })
    expect(JSON.stringify([made.edits, made.report])).not.toContain('slippery')
    expect(made.row('channels.feishu.name')).toMatchObject({ outcome: 'ignored', warning: true })
  })

  test('without an App ID nothing is taken over, and that is said', () => {
    const made = openclaw({ appSecret: 'secretWithoutABot', dmPolicy: 'open' })
    expect(made.edits).toEqual([])
    expect(made.secrets).toEqual([])
    expect(made.report.notes.map(({ en }) => en)).toEqual(['No bot could be taken over: there is no App ID.'])
  })

  test.each(['moltbot', 'clawdbot'] as const)('%s: an absent dmPolicy meant everybody, which is said', system => {
    const absent = plan(system, readSource('a.json', `{"channels":{"feishu":{"appId":"${A}"}}}`))
    expect(absent.report.notes.some(({ en }) => en.includes('answers everybody in private'))).toBe(true)
    expect(absent.after.channels.lark.dmPolicy).toBe('pairing')
    const given = plan(system, readSource('a.json', `{"channels":{"feishu":{"appId":"${A}","dmPolicy":"pairing"}}}`))
    expect(given.report.notes).toEqual([])
  })

  test('webhook mode without its two secrets is named', () => {
    const notes = openclaw({ appId: A, connectionMode: 'webhook', encryptKey: 'onlyOneOfTheTwo' }).report.notes
    expect(notes.some(({ en }) => en.startsWith('Webhook mode needs'))).toBe(true)
  })
})

describe('programs and folders', () => {
  test('are never taken over, and each is told why', () => {
    const made = openclaw(
      { appId: A },
      {
        more: {
          mcp: { servers: { a: { command: 'run', env: { T: 'mcpSecretValue1' } } } },
          skills: { load: { extraDirs: ['/x'] } },
          plugins: { load: { paths: ['/y'] } },
          agents: { defaults: { workspace: '/z' }, list: [{ id: 'm', workspace: '/w', agentDir: '/v' }] },
        },
      },
    )
    expect(made.after).toMatchObject({
      mcp: { servers: {} },
      skills: { dirs: [] },
      agents: { list: [{ id: 'm', workspace: '', agentDir: '' }] },
    })
    for (const key of [
      'mcp.servers.a.command',
      'skills.load.extraDirs',
      'plugins.load.paths',
      'agents.defaults.workspace',
      'agents.list[0].workspace',
    ])
      expect(made.row(key)).toMatchObject({
        outcome: 'ignored',
        why: { en: expect.stringContaining('not taken over') },
      })
  })
})

describe('a model', () => {
  const of = (model: unknown, providers: object = {}, here: Here = {}) =>
    openclaw({ appId: A }, { ...here, more: { agents: { defaults: { model } }, models: { providers } } })

  const rows: [unknown, object, Partial<Config['llm']>][] = [
    ['openrouter/anthropic/claude-x', {}, { provider: 'openrouter', model: 'anthropic/claude-x' }],
    [{ primary: 'anthropic/claude-x' }, {}, { provider: 'anthropic', model: 'claude-x' }],
    ['claude-x', {}, { provider: 'anthropic', model: 'claude-x' }],
    ['google/gemini-x', {}, { provider: 'google', model: 'gemini-x' }],
    ['zai/glm-x', {}, { provider: 'zhipu', model: 'glm-x', apiBase: 'https://api.z.ai/api/paas/v4' }],
    ['moonshot/kimi-x', {}, { provider: 'moonshot', model: 'kimi-x', apiBase: 'https://api.moonshot.ai/v1' }],
    [
      'ollama/qwen3',
      { ollama: { baseUrl: 'http://127.0.0.1:11434' } },
      { provider: 'ollama', apiBase: 'http://127.0.0.1:11434' },
    ],
    ['groq/llama', {}, { provider: 'openai-compatible', model: 'llama', apiBase: 'https://api.groq.com/openai/v1' }],
    [
      'mine/x',
      { mine: { baseUrl: 'http://localhost:4000/v1', api: 'openai-completions' } },
      { provider: 'openai-compatible', model: 'x', apiBase: 'http://localhost:4000/v1' },
    ],
    [
      'mine/x',
      { mine: { baseUrl: 'http://localhost:4000', api: 'anthropic-messages' } },
      { provider: 'anthropic', model: 'x', apiBase: 'http://localhost:4000' },
    ],
  ]
  test.each(rows)('%j with %j', (model, providers, llm) => {
    expect(of(model, providers).after.llm).toMatchObject(llm)
  })

  test.each(['constructor/x', '__proto__/x', 'unheard-of/x', '/', 'openai-compatible/x', 'practice/x'])(
    '%s is no model',
    model => {
      const made = of(model)
      expect(made.edits.filter(edit => edit.path[0] === 'llm')).toEqual([])
      expect(made.row('agents.defaults.model')).toMatchObject({ outcome: 'ignored' })
    },
  )

  test('comes with its key, and a key in its address is not written', () => {
    const made = of('mine/x', { mine: { baseUrl: 'https://h/v1', apiKey: 'keyOfMyOwnServer' } })
    expect(names(made)).toEqual({ 'llm.apiKey': 'keyOfMyOwnServer' })
    const leaky = of('mine/x', { mine: { baseUrl: 'https://h/v1?api_key=keyOfMyOwnServer' } })
    expect(JSON.stringify([leaky.edits, leaky.report])).not.toContain('keyOfMyOwnServer')
  })

  test('the bare name of a variable is one, another text is the key itself', () => {
    expect(of('mine/x', { mine: { baseUrl: 'https://h/v1', apiKey: 'LITELLM_KEY' } }).after.llm.apiKeyEnv).toBe(
      'LITELLM_KEY',
    )
    expect(names(of('mine/x', { mine: { baseUrl: 'https://h/v1', apiKey: 'ABCDEF_123456' } }))).toEqual({
      'llm.apiKey': 'ABCDEF_123456',
    })
  })

  test('stays as it is here when another one is set: half of it would send a key to the wrong host', () => {
    const text = '{"llm":{"provider":"deepseek","model":"d"}}'
    const made = of('mine/x', { mine: { baseUrl: 'https://h/v1', apiKey: 'keyOfMyOwnServer' } }, { text })
    expect(made.after.llm).toMatchObject({ provider: 'deepseek', model: 'd', apiBase: '' })
    expect(made.secrets).toEqual([])
    for (const key of ['agents.defaults.model', 'models.providers.mine.baseUrl', 'models.providers.mine.apiKey'])
      expect(made.row(key)).toMatchObject({ outcome: 'conflict' })
  })
})

describe('nanobot', () => {
  const feishu = { enabled: true, appId: A, appSecret: 'secretOfNanobot', allowFrom: ['ou_1'] }

  test('reads both spellings', () => {
    const camel = nanobot({ channels: { feishu: { appId: A, appSecret: 'secretOfNanobot', allowFrom: ['ou_1'] } } })
    const snake = nanobot({ channels: { feishu: { app_id: A, app_secret: 'secretOfNanobot', allow_from: ['ou_1'] } } })
    expect(snake.after).toEqual(camel.after)
    expect(names(snake)).toEqual(names(camel))
  })

  test('its one list counts for private chats and groups', () => {
    expect(nanobot({ channels: { feishu } }).after.channels.lark).toMatchObject({
      allowFrom: ['ou_1'],
      groupAllowFrom: ['ou_1'],
    })
  })

  test('an empty list once meant everybody, which is said', () => {
    const made = nanobot({ channels: { feishu: { ...feishu, allowFrom: [] } } })
    expect(made.report.notes.some(({ en }) => en.startsWith('allowFrom is empty'))).toBe(true)
  })

  test('several bots stand in a list', () => {
    const instances = [
      { id: 'default', appId: A },
      { id: 'second', appId: B, domain: 'lark' },
    ]
    expect(nanobot({ channels: { feishu: { instances } } }).after.channels.lark).toMatchObject({
      appId: A,
      accounts: { second: { appId: B, domain: 'lark' } },
    })
  })

  const key = { apiKey: 'aKeyForThisOne' }
  const rows: [object, object, Partial<Config['llm']> | undefined][] = [
    [{ model: 'anthropic/claude-x' }, { anthropic: key }, { provider: 'anthropic', model: 'claude-x' }],
    [{ model: 'anthropic/claude-x' }, { openrouter: key }, { provider: 'openrouter', model: 'anthropic/claude-x' }],
    [{ model: 'claude-x' }, { groq: key, anthropic: key }, { provider: 'anthropic', model: 'claude-x' }],
    [
      { model: 'x', provider: 'custom' },
      { custom: { ...key, apiBase: 'https://h/v1' } },
      { provider: 'openai-compatible', model: 'x', apiBase: 'https://h/v1' },
    ],
    [{ model: 'qwen-max' }, { dashscope: key }, { provider: 'qwen', model: 'qwen-max' }],
    [{ model: 'gemini/gemini-x' }, { gemini: key }, { provider: 'google', model: 'gemini-x' }],
    [{ model: 'glm-x' }, { zhipu: key }, { provider: 'zhipu', model: 'glm-x' }],
    [{ model: 'x' }, { volcengine: key }, { provider: 'doubao', model: 'x' }],
    [{ model: 'x', provider: 'github_copilot' }, {}, undefined],
  ]
  test.each(rows)('%j with %j', (defaults, providers, llm) => {
    const made = nanobot({ agents: { defaults }, providers, channels: { feishu } })
    const written = made.edits.filter(edit => edit.path[0] === 'llm')
    if (llm) expect(made.after.llm).toMatchObject(llm)
    else expect(written).toEqual([])
  })

  test('limits come along with the model', () => {
    const made = nanobot({
      agents: { defaults: { model: 'deepseek-x', maxTokens: 100, maxToolIterations: 7 } },
      providers: { deepseek: key },
      channels: { feishu },
    })
    expect(made.after).toMatchObject({ llm: { maxTokens: 100 }, agents: { list: [{ id: 'main', maxSteps: 7 }] } })
  })
})

describe('xiaoO', () => {
  const text = `[channels.feishu]\napp_id = "${A}"\napp_secret_env = "FEISHU_APP_SECRET"\nverification_token = "tokenOfXiaoO"\n`

  test('takes secrets from the env file, else leaves them in the environment', () => {
    const withEnv = xiaoo(text, { env: 'FEISHU_APP_SECRET=secretOfXiaoO' })
    expect(names(withEnv)).toEqual({
      'channels.lark.appSecret': 'secretOfXiaoO',
      'channels.lark.verificationToken': 'tokenOfXiaoO',
    })
    expect(withEnv.after.channels.lark.appSecretEnv).toBe('')
    const without = xiaoo(text)
    expect(without.after.channels.lark.appSecretEnv).toBe('FEISHU_APP_SECRET')
    expect(without.report.variables).toEqual(['FEISHU_APP_SECRET'])
  })

  test('its only agent may stand without a list', () => {
    const made = xiaoo(`${text}[agents]\nid = "a"\ndefault = true\nsystem_prompt = "Be kind."\nworkspace = "/w"`)
    expect(made.after.agents.list).toMatchObject([{ id: 'a', default: true, systemPrompt: 'Be kind.', workspace: '' }])
  })

  test('says that an absent transport meant webhooks', () => {
    const notes = (more: string) => xiaoo(text + more).report.notes.filter(({ en }) => en.startsWith('No transport'))
    expect(notes('')).toHaveLength(1)
    expect(notes('transport = "websocket"')).toEqual([])
  })
})

describe('whatever a source says', () => {
  const words = `
    channels feishu lark accounts instances appId app_id appSecret allowFrom groups dm policy oc_1 * default
    agents defaults list model primary provider providers models env vars llm api_key_env apiKey constructor
    __proto__ toString id a.b
  `
  const word = fc.constantFrom('', ...words.trim().split(/\s+/))
  const leaf = fc.oneof(
    fc.constantFrom(A, B, '', '${X}', '*', 'ou_1', 'open', 'cli_x', 'SECRET_NAME_KEY', 'zai/glm'),
    fc.constantFrom('plainSecretValue1', 'https://u:plainSecretValue1@h/v1', 'plainSecretValue1/x'),
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
  )
  const { tree } = fc.letrec(tie => ({
    tree: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(word, tie('tree'), { maxKeys: 6 }),
    ),
  }))
  const channel = fc.record(
    {
      appId: leaf,
      appSecret: fc.constantFrom('plainSecretValue1', '${X}', ''),
      accounts: tree,
      groups: tree,
      dm: tree,
    },
    { requiredKeys: ['appId', 'appSecret'] },
  )
  const root = fc.record(
    {
      channels: fc.record({ feishu: channel, lark: tree }, { requiredKeys: [] }),
      agents: tree,
      models: tree,
      providers: tree,
      llm: tree,
      env: tree,
    },
    { requiredKeys: ['channels'] },
  )

  test('each key has one row, the result is a valid configuration, and a second time nothing changes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...importSystems),
        root,
        fc.constantFrom('', 'X=plainSecretValue1'),
        (system, value, env) => {
          const source = readSource('a.json', JSON.stringify(value))
          const made = plan(system, source, { env })
          expectComplete(source, made.report.rows)
          const text = editedText('{}\n', made.edits)
          expect(checkConfig(text).problems.filter(({ severity }) => severity === 'error')).toEqual([])
          const isKnown = made.seen.includes('plainSecretValue1')
          if (isKnown) expect(text).not.toContain('plainSecretValue1')
          const shown = made.report.rows.map(row => ({ ...row, key: '' }))
          if (isKnown) expect(JSON.stringify(shown)).not.toContain('plainSecretValue1')
          const again = plan(system, source, { env, text, stored: () => 'same' })
          expect([again.edits, again.secrets, again.report.changed]).toEqual([[], [], false])
          for (const { key } of made.report.rows) expect(key.includes(':') || parsePath(key)).toBeTruthy()
        },
      ),
      { numRuns: 150 },
    )
  })
})
