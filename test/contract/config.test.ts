import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkConfig } from '../../main/config/check.ts'
import { configReference } from '../../main/config/reference.ts'
import { configJsonSchema, schemaAt, schemaKeys } from '../../main/config/schema.ts'
import { APP_ID } from '../../main/contract/app-id.ts'
import { Config } from '../../main/contract/config.ts'

/** Every key that is documented, with the value that its reader finds in the example. */
const EXAMPLE = `{
  "channels": { "lark": {
    "enabled": true,
    "appId": "cli_a1b2c3d4e5f60718",     // or appIdFile, or env LARK_APP_ID
    "appSecretEnv": "FEISHU_APP_SECRET",  // or appSecretFile, env LARK_APP_SECRET
    "name": "Office bot",
    "domain": "feishu",
    "consoleUrl": "", "accountsUrl": "",
    "mode": "websocket",
    "encryptKey": "", "verificationToken": "", "webhookPath": "/lark/webhook",
    "dmPolicy": "pairing",
    "allowFrom": ["ou_a1"],
    "groupPolicy": "allowlist",
    "groupAllowFrom": ["ou_a1", "oc_b2"],
    "groups": { "oc_b2": { "enabled": true, "requireMention": true, "systemPrompt": "", "allowFrom": ["ou_a1"] } },
    "ownerIds": ["ou_a1"],
    "quota": { "limit": 10000, "unmetered": false },
    "accounts": { "work": { "appId": "cli_a1b2c3d4e5f60719", "domain": "lark" } }
  } },
  "llm": { "provider": "openrouter", "apiBase": "https://openrouter.ai/api/v1", "model": "z-ai/glm-5",
           "apiKeyEnv": "OPENROUTER_API_KEY", "maxTokens": 8192 },
  "agents": { "defaultAgentId": "main",
              "list": [{ "id": "main", "default": true, "workspace": "~/.perch/workspace", "agentDir": "~/.perch/agents/main",
                         "systemPrompt": "", "maxSteps": 40 }] },
  "skills": { "dirs": ["~/.perch/skills"] },
  "mcp": { "servers": { "files": { "command": "x", "args": [], "env": {} }, "web": { "url": "https://x", "headers": {} } } },
  "notifiers": { "ops": { "url": "https://open.feishu.cn/open-apis/bot/v2/hook/x", "secretEnv": "OPS_HOOK_SECRET" } },
  "server": { "host": "127.0.0.1", "port": 18789, "trustedProxies": [] },
  "language": "auto", "logLevel": "info", "proxy": "system", "caFile": "",
}`

describe('the schema of the configuration', () => {
  test('takes the complete example without an error', () => {
    const { config, problems } = checkConfig(EXAMPLE)
    expect(problems.filter(problem => problem.severity === 'error')).toEqual([])
    expect(problems.map(problem => problem.path)).toEqual(['skills.dirs', 'mcp.servers'])
    expect(config.channels.lark.accounts['work']).toMatchObject({ appId: 'cli_a1b2c3d4e5f60719', domain: 'lark' })
  })

  test('has the defaults that people rely on', () => {
    expect(Config.parse({})).toMatchObject({
      channels: {
        lark: {
          enabled: true,
          domain: 'feishu',
          mode: 'websocket',
          webhookPath: '/lark/webhook',
          dmPolicy: 'pairing',
          allowFrom: [],
          groupPolicy: 'allowlist',
          groupAllowFrom: [],
          quota: { limit: 10_000, unmetered: false },
          accounts: {},
        },
      },
      llm: { provider: 'openrouter', maxTokens: 8192 },
      agents: { defaultAgentId: 'main' },
      server: { host: '127.0.0.1', port: 18_789, trustedProxies: [] },
      language: 'auto',
      logLevel: 'info',
      proxy: 'system',
      caFile: '',
    })
  })

  test('has a group wait for a mention', () => {
    const { config } = checkConfig('{"channels":{"lark":{"groups":{"oc_1":{}}}}}')
    expect(config.channels.lark.groups['oc_1']).toEqual({
      enabled: true,
      requireMention: true,
      systemPrompt: '',
      allowFrom: [],
    })
  })

  test('knows of each key a label and help in both languages', () => {
    const without = schemaKeys().filter(
      ({ info }) => !info?.label.en || !info.label.zh || !info.help.en || !info.help.zh,
    )
    expect(without.map(({ path }) => path)).toEqual([])
  })

  test('knows which keys are secrets', () => {
    const secrets = schemaKeys()
      .filter(({ info }) => info?.secret)
      .map(({ path }) => path)
    expect(secrets).toEqual([
      'channels.lark.appSecret',
      'channels.lark.encryptKey',
      'channels.lark.verificationToken',
      'channels.lark.accounts.<name>.appSecret',
      'channels.lark.accounts.<name>.encryptKey',
      'channels.lark.accounts.<name>.verificationToken',
      'llm.apiKey',
      'transcription.apiKey',
      'notifiers.<name>.secret',
    ])
  })

  const domains: [string, boolean][] = [
    ['feishu', true],
    ['lark', true],
    ['https://open.example.com', true],
    ['https://open.example.com:8443/', true],
    ['http://127.0.0.1:4000', true],
    ['http://localhost', true],
    ['http://[::1]:80', true],
    ['http://open.example.com', false],
    ['https://open.example.com/path', false],
    ['https://user@open.example.com', false],
    ['http://127.0.0.1.evil.com', false],
    ['ftp://127.0.0.1', false],
    ['Feishu', false],
    ['', false],
  ]
  test.each(domains)('domain "%s" is taken: %s', (domain, taken) => {
    expect(Config.safeParse({ channels: { lark: { domain } } }).success).toBe(taken)
  })

  const appIds: [string, boolean][] = [
    ['cli_a1b2c3d4e5f60718', true],
    ['cli_A1B2C3D4E5F60718', true],
    ['cli_a1b2c3d4e5f6071', false],
    ['cli_a1b2c3d4e5f607189', false],
    ['cli_a1b2c3d4e5f6071g', false],
    ['a1b2c3d4e5f60718', false],
  ]
  test.each(appIds)('%s is an App ID: %s', (appId, valid) => {
    expect(APP_ID.test(appId)).toBe(valid)
  })
})

describe('what is made of the schema', () => {
  test('docs/configuration.md is up to date (else run: node scripts/config-reference.ts)', () => {
    expect(readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')).toBe(configReference())
  })

  test('the JSON Schema has titles, help, defaults and bounds, and refuses unknown keys', () => {
    expect(configJsonSchema()).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: {
        channels: {
          properties: {
            lark: {
              properties: {
                dmPolicy: {
                  enum: ['open', 'allowlist', 'pairing', 'disabled'],
                  default: 'pairing',
                  title: 'Direct messages',
                },
                appSecret: { writeOnly: true },
              },
            },
          },
        },
        server: { properties: { port: { type: 'integer', minimum: 0, maximum: 65_535, default: 18_789 } } },
      },
    })
    expect(JSON.stringify(configJsonSchema())).toContain('谁可以私聊机器人')
  })

  test("a path is followed through objects, names of one's own choice and lists", () => {
    expect(schemaAt(['channels', 'lark', 'groups', 'oc_1', 'enabled'])).toMatchObject({ known: true })
    expect(schemaAt(['agents', 'list', '0', 'id'])).toMatchObject({ known: true, path: ['agents', 'list', 0, 'id'] })
    expect(schemaAt(['agents', 'list', 'x'])).toMatchObject({ known: false, step: 2 })
    expect(schemaAt(['llm', 'toString'])).toMatchObject({ known: false, step: 1 })
    expect(schemaAt(['llm', 'model', 'deeper'])).toMatchObject({ known: false, step: 2, allowed: [] })
  })
})
