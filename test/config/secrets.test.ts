import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { secretIn } from '../../main/cli/secret.ts'
import { checkConfig } from '../../main/config/check.ts'
import { plainLlmHost, plainSecrets, secretKey, withoutPlainSecrets } from '../../main/config/secret-keys.ts'
import { cleanSecret, findSecret, resolveSecret, type SecretQuery } from '../../main/config/secrets.ts'
import { memorySecrets } from './memory-secrets.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perch-secret-'))
  await writeFile(join(dir, 'good'), '\uFEFF from-file \r\n', { mode: 0o600 })
  await writeFile(join(dir, 'open'), 'from-file')
  await chmod(join(dir, 'open'), 0o640)
  await writeFile(join(dir, 'empty'), ' \n', { mode: 0o600 })
  await writeFile(join(dir, 'large'), 'x'.repeat(65 * 1024), { mode: 0o600 })
  execFileSync('mkfifo', ['-m', '600', join(dir, 'pipe')])
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const { store, entries } = memorySecrets()
entries.set('stored', { value: 'from-store', host: 'open.feishu.cn' })
entries.set('early', { value: 'from-store', host: '' })

const query = (part: Partial<SecretQuery>): SecretQuery => ({
  name: 'stored',
  host: 'open.feishu.cn',
  envName: '',
  wellKnown: ['LARK_APP_SECRET', 'FEISHU_APP_SECRET'],
  file: '',
  env: {},
  store,
  missing: {
    code: 'lark-secret-missing',
    message: { en: 'No App Secret found for the account "default"', zh: '未找到账号“default”的 App Secret' },
  },
  ...part,
})
const file = (name: string) => ({ file: join(dir, name) })

describe('where a secret is looked for', () => {
  const rows: [string, () => Partial<SecretQuery>, string][] = [
    ['the store, when nothing else is said', () => ({}), 'from-store'],
    ['the file before the store', () => file('good'), 'from-file'],
    ['a well-known variable before the file', () => ({ ...file('good'), env: { FEISHU_APP_SECRET: 'b' } }), 'b'],
    [
      'the first well-known variable before the second',
      () => ({ env: { FEISHU_APP_SECRET: 'b', LARK_APP_SECRET: ' a\n' } }),
      'a',
    ],
    [
      'a variable named on purpose before all',
      () => ({ ...file('open'), envName: 'X', env: { X: 'x', LARK_APP_SECRET: 'a' } }),
      'x',
    ],
    ['an empty variable does not count', () => ({ env: { LARK_APP_SECRET: '' } }), 'from-store'],
  ]
  test.each(rows)('%s', async (_what, part, value) => {
    expect(await resolveSecret(query(part()))).toBe(value)
  })

  const refused: [string, () => Partial<SecretQuery>, string, string][] = [
    [
      'nobody set it',
      () => ({ name: 'none' }),
      'lark-secret-missing',
      'No App Secret found for the account "default".',
    ],
    [
      'the named variable is not set',
      () => ({ envName: 'X', env: { LARK_APP_SECRET: 'a' } }),
      'lark-secret-missing',
      'No App Secret found for the account "default": the environment variable X is not set.',
    ],
    ['others may read the file', () => file('open'), 'secret-file-mode', 'mode 640'],
    ['the file is gone', () => file('gone'), 'lark-secret-missing', "gone can't be read (ENOENT)."],
    ['the file is a folder', () => ({ file: dir }), 'lark-secret-missing', 'is no file.'],
    ['the file is a pipe, which would never end', () => file('pipe'), 'lark-secret-missing', 'pipe is no file.'],
    ['the file is too large', () => file('large'), 'lark-secret-missing', 'large is too large for a secret.'],
    [
      'it was stored before its host was known',
      () => ({ name: 'early' }),
      'secret-host-changed',
      'early was stored before it was known for which host, and is not sent to open.feishu.cn.',
    ],
    ['the file is empty', () => file('empty'), 'lark-secret-missing', 'holds no secret'],
    [
      'it was stored for another host',
      () => ({ host: 'open.larksuite.com' }),
      'secret-host-changed',
      'stored was set for open.feishu.cn and is not sent to open.larksuite.com.',
    ],
  ]
  test.each(refused)('%s', async (_what, part, code, message) => {
    await expect(resolveSecret(query(part()))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    })
  })

  test('nothing anywhere is an outcome for who can do without', async () => {
    expect(await findSecret(query({ name: 'none' }))).toBeUndefined()
  })

  test('what comes along when a secret is pasted is taken off', () => {
    expect(cleanSecret('\u200b \n abc def \t\uFEFF')).toBe('abc def')
  })
})

describe('what the configuration says about a secret', () => {
  const config = checkConfig(`{
    "channels": { "lark": { "appSecretEnv": "E1", "appSecretFile": "f1", "domain": "lark",
      "accounts": { "work": { "appSecretEnv": "E2" } } } },
    "llm": { "provider": "openai-compatible", "apiBase": "https://llm.example.com:8443/v1", "apiKeyEnv": "E3", "apiKeyFile": "f3" },
    "notifiers": { "ops": { "url": "https://hook.example.com/x", "secretEnv": "E4" } }
  }`).config
  const rows: [string, object][] = [
    [
      'channels.lark.appSecret',
      { host: 'open.larksuite.com', envName: 'E1', file: 'f1', wellKnown: ['LARK_APP_SECRET', 'FEISHU_APP_SECRET'] },
    ],
    ['channels.lark.encryptKey', { host: 'open.larksuite.com', envName: '', file: '', wellKnown: [] }],
    ['channels.lark.accounts.work.appSecret', { host: 'open.feishu.cn', envName: 'E2', file: '', wellKnown: [] }],
    ['channels.lark.accounts.new.appSecret', { host: 'open.feishu.cn', envName: '', file: '', wellKnown: [] }],
    [
      'llm.apiKey',
      {
        host: 'llm.example.com:8443',
        envName: 'E3',
        file: 'f3',
        missing: {
          code: 'model-key-missing',
          message: { en: 'No API key found for openai-compatible', zh: '未找到 openai-compatible 的 API key' },
        },
      },
    ],
    ['notifiers.ops.secret', { host: 'hook.example.com', envName: 'E4' }],
  ]
  test.each(rows)('%s', (name, known) => {
    expect(secretKey(config, name, plainLlmHost)).toMatchObject({ name, ...known })
  })

  test.each(['llm.model', 'llm', 'channels.lark.appSecretEnv', 'nonsense', '', 'llm.apiKey.x', '..'])(
    '%j is no secret',
    name => {
      expect(() => secretKey(config, name, plainLlmHost)).toThrow(
        expect.objectContaining({ code: 'config-unknown-key' }),
      )
    },
  )

  test('without an address a model goes to the host of its provider', () => {
    expect(plainLlmHost(checkConfig('{}').config.llm)).toBe('openrouter.ai')
    expect(plainLlmHost(checkConfig('{"llm":{"provider":"ollama"}}').config.llm)).toBe('127.0.0.1:11434')
    expect(plainLlmHost(checkConfig('{"llm":{"provider":"practice"}}').config.llm)).toBe('practice')
  })
})

describe('secrets in the file', () => {
  const TEXT = `{
  "llm": {
    "model": "m", // mine
    "apiKey": " sk-1\\n" // from the console
  },
  "channels": { "lark": { "appSecret": "", "encryptKey": 12345678,
    "accounts": { "work": { "appSecret": "s-2", "appSecretEnv": "NAME" } } } },
  "notifiers": { "ops": { "secret": "s-3" } }
}
`
  test('are found wherever they stand, also as a number', () => {
    expect(plainSecrets(TEXT).map(({ path, value }) => [path.join('.'), value])).toEqual([
      ['llm.apiKey', 'sk-1'],
      ['channels.lark.encryptKey', '12345678'],
      ['channels.lark.accounts.work.appSecret', 's-2'],
      ['notifiers.ops.secret', 's-3'],
    ])
  })

  test('leave it without a trace, and its comments stay', () => {
    expect(withoutPlainSecrets(TEXT, plainSecrets(TEXT))).toBe(`{
  "llm": {
    "model": "m" // mine
    // from the console
  },
  "channels": { "lark": { "appSecret": "",
    "accounts": { "work": { "appSecretEnv": "NAME" } } } },
  "notifiers": { "ops": { } }
}
`)
  })

  test('are found in a broken file as far as it can be read', () => {
    expect(plainSecrets('{"llm":{"apiKey":"sk-1"').map(({ value }) => value)).toEqual(['sk-1'])
    expect(plainSecrets('nonsense')).toEqual([])
  })
})

describe('a secret on standard input', () => {
  test.each([
    ['a line', ' abc def \r\n', 'abc def'],
    ['a mark at the start', '\uFEFFabc\n', 'abc'],
  ])('%s', (_what, typed, value) => {
    expect(secretIn(Buffer.from(typed))).toBe(value)
  })

  test.each([
    ['nothing', Buffer.from(' \n'), 'No value came on standard input.'],
    ['two lines', Buffer.from('S3cret\nS3cret'), 'Something else than one line of UTF-8 text came on standard input.'],
    ['no UTF-8', Buffer.from([0x53, 0xff]), 'Something else than one line of UTF-8 text came on standard input.'],
    ['a file', Buffer.alloc(65 * 1024, 'S'), 'More than 65536 bytes came on standard input.'],
  ])('%s', (_what, bytes, message) => {
    expect(() => secretIn(bytes)).toThrow(expect.objectContaining({ code: 'bad-request', message }))
  })
})
