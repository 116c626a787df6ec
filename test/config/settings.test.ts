import { appendFile, chmod, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { silentLogger, type Logger } from '../../main/base/logger.ts'
import { createRedactor } from '../../main/base/redact.ts'
import type { SettingsNotice } from '../../main/config/settings-notices.ts'
import { createSettings, type Settings, type SettingsOptions } from '../../main/config/settings.ts'
import type { Config } from '../../main/contract/config.ts'
import { AppError } from '../../main/contract/errors.ts'
import { memorySecrets } from './memory-secrets.ts'

const APP = 'cli_a1b2c3d4e5f60718'
let dir: string
let path: string
const open: Settings[] = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perch-settings-'))
  path = join(dir, 'config.json')
})
afterEach(async () => {
  await Promise.all(open.splice(0).map(settings => settings.close()))
  await rm(dir, { recursive: true, force: true })
})

async function start(options: Partial<SettingsOptions> = {}) {
  const secrets = memorySecrets()
  const redactor = createRedactor()
  const notices: SettingsNotice[] = []
  const lines: unknown[] = []
  const note = (...line: unknown[]) => void lines.push(line)
  const log: Logger = { ...silentLogger, info: note, warn: note, error: note }
  const settings = await createSettings({
    path,
    userHome: dir,
    env: {},
    secrets: secrets.store,
    redactor,
    log,
    notice: notice => void notices.push(notice),
    watch: false,
    ...options,
  })
  open.push(settings)
  const seen: Config[] = []
  settings.onChange(config => void seen.push(config))
  return { settings, redactor, notices, seen, entries: secrets.entries, lines }
}

const text = () => readFile(path, 'utf8')

describe('settings at the start', () => {
  test('are the defaults where there is no file, and none is made', async () => {
    const { settings } = await start()
    expect(settings.current().channels.lark.dmPolicy).toBe('pairing')
    expect([settings.problems(), settings.accounts(), await readdir(dir)]).toEqual([[], [], []])
  })

  test('put the command line before the environment and that before the file', async () => {
    await writeFile(path, `{"server":{"port":1,"host":"h"},"channels":{"lark":{"appId":"cli_0000000000000000"}}}`)
    const { settings } = await start({ env: { LARK_APP_ID: ` ${APP} ` }, flags: { port: 2 } })
    expect(settings.current().server).toMatchObject({ port: 2, host: 'h' })
    expect(settings.accounts()).toMatchObject([{ id: 'default', appId: APP }])
  })

  test('take an App ID from the environment or a file without a word in config.json', async () => {
    expect((await start({ env: { LARK_APP_ID: APP } })).settings.accounts()).toMatchObject([
      { id: 'default', appId: APP },
    ])
    await writeFile(join(dir, 'id'), `${APP}\n`)
    await writeFile(path, '{"channels":{"lark":{"appIdFile":"id","accounts":{"w":{"appIdFile":"~/gone"}}}}}')
    expect((await start()).settings.accounts()).toMatchObject([
      { id: 'default', appId: APP },
      { id: 'w', appId: '', appIdProblem: `${join(dir, 'gone')} can't be read (ENOENT)` },
    ])
  })

  test('read what they can of a broken file, keep a copy without its secrets once, and tell', async () => {
    await writeFile(
      path,
      '{ "language": "en", "llm": { "apiKey": "sk-very-secret" }, "channels": { "lark": { "appSecret" "shh-secret\n',
    )
    const { settings, notices, redactor } = await start()
    expect(settings.current()).toMatchObject({ language: 'en', llm: { apiKey: '' } })
    expect(settings.problems()[0]).toMatchObject({ kind: 'syntax', line: 1 })
    expect(notices).toMatchObject([{ id: 'config-broken', code: 'config-broken' }])
    expect(redactor.text('x sk-very-secret')).toBe('x •••')
    await start()
    const copies = (await readdir(dir)).filter(name => name.startsWith('config.json.broken-'))
    expect(copies).toEqual([expect.stringMatching(/^config\.json\.broken-[0-9a-f]{8}$/)])
    const copy = await readFile(join(dir, copies[0] ?? ''), 'utf8')
    expect(copy).toContain('"language": "en"')
    expect(copy).not.toMatch(/sk-very|shh/)
    expect((await stat(join(dir, copies[0] ?? ''))).mode & 0o777).toBe(0o600)
  })

  test('say so when the file can not be read at all', async () => {
    await rm(path, { force: true })
    const { settings } = await start({ path: dir })
    expect(settings.problems()).toMatchObject([{ kind: 'syntax', message: "can't be read (EISDIR)" }])
  })
})

describe('an edit', () => {
  test('makes the file with a header, applies, tells once, then resolves', async () => {
    const { settings, seen } = await start()
    await settings.edit('channels.lark.appId', APP)
    expect(settings.accounts()).toMatchObject([{ appId: APP }])
    expect(seen).toHaveLength(1)
    expect(await text()).toMatch(/^\/\/ The settings of Perch/)
    expect(await text()).toContain(`"appId": "${APP}"`)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await start()).settings.accounts()).toMatchObject([{ appId: APP }])
  })

  test('keeps comments and formatting, and of what is unset nothing stays', async () => {
    await writeFile(path, '{\n\t// mine\n\t"language": "en", // why\n}\n')
    const { settings } = await start()
    await settings.edit('logLevel', 'debug')
    expect(await text()).toBe('{\n\t// mine\n\t"language": "en", // why\n\t"logLevel": "debug",\n}\n')
    await settings.edit('logLevel', undefined)
    expect(await text()).toBe('{\n\t// mine\n\t"language": "en", // why\n}\n')
    expect(settings.current().logLevel).toBe('info')
  })

  const refused: [string, unknown, string, string][] = [
    [
      'channels.lark.dmPolicy',
      'all',
      'config-invalid',
      'channels.lark.dmPolicy must be "open", "allowlist", "pairing" or "disabled"',
    ],
    ['server.port', '80', 'config-invalid', 'server.port must be a whole number from 0 to 65535'],
    ['llm.modle', 'x', 'config-unknown-key', 'llm.modle is not a known key; did you mean "model"?'],
    ['llm.model.deeper', 'x', 'config-unknown-key', 'llm.model.deeper is not a known key'],
    [
      'channels.lark.groups.x.enabled',
      true,
      'config-unknown-key',
      'channels.lark.groups.x must be a chat ID, which starts with oc_',
    ],
    ['agents.list[0].maxSteps', 5, 'config-invalid', 'agents.list[0] lacks "id"'],
    ['agents.list[3].id', 'x', 'config-invalid', 'agents.list is a list of 0'],
    ['channels', 5, 'config-invalid', 'channels must be an object { … }'],
    ['a..b', 1, 'config-unknown-key', '"a..b" is no path such as channels.lark.appId.'],
    ['', {}, 'config-unknown-key', '"" is no path such as channels.lark.appId.'],
    ['llm.model', () => 1, 'config-invalid', "llm.model can't hold this kind of value."],
    ['nonsense', undefined, 'config-unknown-key', 'nonsense is not a known key'],
  ]
  test.each(refused)('of %s to %j is refused, and nothing is written', async (key, value, code, message) => {
    await writeFile(path, '{ "agents": { "list": [] } }')
    const { settings, seen } = await start()
    await expect(settings.edit(key, value)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
    expect([await text(), seen]).toEqual(['{ "agents": { "list": [] } }', []])
  })

  test('mends a file that has other defects, and may take an unknown key out', async () => {
    await writeFile(path, '{ "zzz": 1, "language": "xx", "server": { "port": -1 } }')
    const { settings } = await start()
    await settings.edit('language', 'en')
    await settings.edit('zzz', undefined)
    expect(await text()).toBe('{ "language": "en", "server": { "port": -1 } }')
    expect(settings.problems().map(problem => problem.path)).toEqual(['server.port'])
  })

  test('of a broken file is refused, and the file stays as it is', async () => {
    const { settings, notices } = await start()
    await settings.edit('language', 'en')
    await writeFile(path, '{ "language": "en", ')
    await expect(settings.edit('logLevel', 'debug')).rejects.toMatchObject({
      code: 'config-broken',
      message: expect.stringContaining('config.json:1:21'),
    })
    expect(await text()).toBe('{ "language": "en", ')
    expect(notices).toMatchObject([{ id: 'config-broken' }])
    expect(settings.current().language).toBe('en')
  })

  test('takes along what another process has just written', async () => {
    const { settings } = await start()
    await settings.edit('language', 'en')
    const other = await start()
    await other.settings.edit('logLevel', 'debug')
    await settings.edit('server.port', 5)
    expect(settings.current()).toMatchObject({ language: 'en', logLevel: 'debug', server: { port: 5 } })
  })

  test('many at once follow one another, and none is lost', async () => {
    const { settings, seen } = await start()
    const ids = Array.from({ length: 20 }, (_, index) => `ou_${index}`)
    await Promise.all(ids.map(id => settings.applyAccess('default', 'allow', id)))
    expect(settings.current().channels.lark.allowFrom).toEqual(ids)
    expect(seen).toHaveLength(20)
    await settings.applyAccess('default', 'deny', 'ou_3')
    expect(settings.current().channels.lark.allowFrom).not.toContain('ou_3')
  })

  test('goes through a link to the file it points to', async () => {
    await writeFile(join(dir, 'real.json'), '{}')
    await symlink('real.json', path)
    const { settings } = await start()
    await settings.edit('language', 'en')
    expect(JSON.parse(await readFile(join(dir, 'real.json'), 'utf8'))).toEqual({ language: 'en' })
  })

  test.skipIf(process.getuid?.() === 0)('into a folder that can not be written fails with a reason', async () => {
    const { settings } = await start()
    await chmod(dir, 0o500)
    await expect(settings.edit('language', 'en')).rejects.toMatchObject({ code: 'store-failed' })
    await chmod(dir, 0o700)
  })

  test('that changes nothing tells nobody', async () => {
    await writeFile(path, '{"language":"en"}')
    const { settings, seen } = await start()
    await settings.edit('language', 'en')
    await settings.edit('logLevel', undefined)
    expect([seen, await text()]).toEqual([[], '{"language":"en"}'])
  })
})

describe('a change of the file', () => {
  const rows: [string, (content: string) => Promise<void>][] = [
    ['written in place', content => writeFile(path, content)],
    [
      'replaced by a rename',
      async content => {
        await writeFile(`${path}.new`, content)
        await rename(`${path}.new`, path)
      },
    ],
    [
      'taken away and made anew',
      async content => {
        await rm(path)
        await writeFile(path, content)
      },
    ],
  ]
  test.each(rows)('%s counts at once, each time', async (_how, write) => {
    await writeFile(path, '{"server":{"port":1}}')
    const { settings, seen } = await start({ watch: true })
    for (const port of [2, 3, 4]) {
      await write(JSON.stringify({ server: { port } }))
      await vi.waitFor(() => expect(settings.current().server.port).toBe(port), { timeout: 5000 })
    }
    expect(seen.map(config => config.server.port)).toEqual(expect.arrayContaining([2, 3, 4]))
  })

  test('is noticed when there was no file, and behind a link', async () => {
    const { settings } = await start({ watch: true })
    await writeFile(path, '{"language":"en"}')
    await vi.waitFor(() => expect(settings.current().language).toBe('en'), { timeout: 5000 })
    const target = await mkdtemp(join(tmpdir(), 'perch-target-'))
    await writeFile(join(target, 'c.json'), '{}')
    const link = join(dir, 'link.json')
    await symlink(join(target, 'c.json'), link)
    const linked = await start({ path: link, watch: true })
    await writeFile(join(target, 'c.json'), '{"language":"en"}')
    await vi.waitFor(() => expect(linked.settings.current().language).toBe('en'), { timeout: 5000 })
    await rm(target, { recursive: true })
  })

  test('that breaks it is told, and what counted before goes on counting', async () => {
    await writeFile(path, '{"language":"en"}')
    const { settings, seen } = await start({ watch: true })
    await writeFile(path, '{"language":"zh-CN"')
    await vi.waitFor(() => expect(settings.problems()).toHaveLength(1), { timeout: 5000 })
    expect(settings.current().language).toBe('en')
    await appendFile(path, '}')
    await vi.waitFor(() => expect(settings.current().language).toBe('zh-CN'), { timeout: 5000 })
    expect(settings.problems()).toEqual([])
    expect(seen).toHaveLength(2)
  })

  test('made by an edit of our own is told once', async () => {
    const { settings, seen } = await start({ watch: true })
    await settings.edit('language', 'en')
    await new Promise(resolve => setTimeout(resolve, 400))
    expect(seen).toHaveLength(1)
  })

  test('can not be followed where there is no folder, which is told and stops nothing', async () => {
    const { settings, lines } = await start({ path: join(dir, 'none', 'config.json'), watch: true })
    expect(settings.current().language).toBe('auto')
    expect(lines).toMatchObject([['config.json can not be followed', {}]])
  })

  test('is not told after the end', async () => {
    const { settings, seen } = await start({ watch: true })
    await settings.close()
    await writeFile(path, '{"language":"en"}')
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(seen).toEqual([])
  })
})

describe('secrets', () => {
  const FILE =
    '{\n  "channels": { "lark": {\n    "appId": "cli_a1b2c3d4e5f60718", // mine\n    "appSecret": "shh-1" // pasted\n  } },\n  "llm": { "apiKey": "sk-2", "apiBase": "https://llm.example.com/v1" }\n}\n'

  test('that stand in the file are moved into the store at the start, and the owner is told', async () => {
    await writeFile(path, FILE)
    const { settings, entries, notices, redactor, lines } = await start()
    expect(Object.fromEntries(entries)).toEqual({
      'channels.lark.appSecret': { value: 'shh-1', host: 'open.feishu.cn' },
      'llm.apiKey': { value: 'sk-2', host: 'llm.example.com' },
    })
    expect(await text()).toBe(
      '{\n  "channels": { "lark": {\n    "appId": "cli_a1b2c3d4e5f60718" // mine\n    // pasted\n  } },\n  "llm": { "apiBase": "https://llm.example.com/v1" }\n}\n',
    )
    expect(notices).toMatchObject([
      {
        id: 'secrets-moved',
        level: 'info',
        words: { en: expect.stringContaining('channels.lark.appSecret, llm.apiKey') },
      },
    ])
    expect(
      JSON.stringify([settings.current(), settings.accounts(), await settings.get(''), lines, notices]),
    ).not.toMatch(/shh-1|sk-2/)
    expect(redactor.text('shh-1 sk-2')).toBe('••• •••')
    expect([await settings.secret('channels.lark.appSecret'), await settings.secret('llm.apiKey')]).toEqual([
      'shh-1',
      'sk-2',
    ])
  })

  test('that are written into the file later are moved too, and accounts hear of it', async () => {
    const { settings, entries } = await start({ watch: true })
    const changed: string[] = []
    settings.onSecret(name => void changed.push(name))
    await writeFile(path, '{"channels":{"lark":{"accounts":{"work":{"domain":"lark","appSecret":"shh-3"}}}}}')
    await vi.waitFor(async () => expect(await text()).not.toContain('shh-3'), { timeout: 5000 })
    expect(entries.get('channels.lark.accounts.work.appSecret')).toEqual({ value: 'shh-3', host: 'open.larksuite.com' })
    expect(changed).toEqual(['channels.lark.accounts.work.appSecret'])
  })

  test('stay in the file when the store refuses, and the rest of it counts', async () => {
    await writeFile(path, FILE)
    const refusing = memorySecrets(new AppError('secret-store-unavailable', 'no keychain'))
    const { settings, notices } = await start({ secrets: refusing.store })
    expect(await text()).toBe(FILE)
    expect(settings.accounts()).toMatchObject([{ appId: APP }])
    expect(notices).toMatchObject([{ id: 'secrets-stuck', code: 'secret-store-unavailable' }])
    expect(JSON.stringify(settings.current())).not.toContain('shh-1')
  })

  test('that are set like any key go to the store and never to the disk', async () => {
    const { settings, entries } = await start()
    await settings.edit('llm.apiKey', ' sk-5\n')
    await settings.edit('channels.lark', { appId: APP, appSecret: 'shh-6' })
    expect([entries.get('llm.apiKey')?.value, entries.get('channels.lark.appSecret')?.value]).toEqual(['sk-5', 'shh-6'])
    expect(await text()).not.toMatch(/sk-5|shh-6|apiKey/)
    await settings.edit('llm.apiKey', undefined)
    expect(entries.has('llm.apiKey')).toBe(false)
    await expect(settings.edit('llm.apiKey', 5)).rejects.toMatchObject({ code: 'config-invalid' })
    await expect(settings.edit('llm.apiKey', '  ')).rejects.toMatchObject({ code: 'config-invalid' })
  })

  test('are shown as set or not set, wherever they come from', async () => {
    await writeFile(
      path,
      '{"channels":{"lark":{"accounts":{"a":{"appSecretEnv":"A"},"b":{"appSecretFile":"f"},"c":{}}}},"proxy":"http://me:pw-pw@proxy:1"}',
    )
    const { settings } = await start({ env: { A: 'x', FEISHU_APP_SECRET: 'yyyy' } })
    await settings.setSecret('llm.apiKey', 'zzzz')
    expect(await settings.get('channels.lark.appSecret')).toBe('(set)')
    expect(await settings.get('channels.lark.encryptKey')).toBe('(not set)')
    expect(await settings.get('llm')).toMatchObject({ apiKey: '(set)', provider: 'openrouter' })
    const accounts = (await settings.get('channels.lark.accounts')) as Record<string, { appSecret: string }>
    expect(Object.values(accounts).map(({ appSecret }) => appSecret)).toEqual(['(set)', '(set)', '(not set)'])
    expect(await settings.get('proxy')).toBe('http://me:•••@proxy:1')
    await expect(settings.get('llm.modle')).rejects.toMatchObject({
      code: 'config-unknown-key',
      message: expect.stringContaining('"model"'),
    })
  })

  test('belong to the host they were set for, until they are set again', async () => {
    const { settings } = await start()
    await settings.setSecret('channels.lark.appSecret', 'shh-7')
    await settings.edit('channels.lark.domain', 'lark')
    await expect(settings.secret('channels.lark.appSecret')).rejects.toMatchObject({ code: 'secret-host-changed' })
    await settings.setSecret('channels.lark.appSecret', 'shh-7')
    expect(await settings.secret('channels.lark.appSecret')).toBe('shh-7')
    await expect(settings.secret('channels.lark.appSecret', 'evil.example.com')).rejects.toMatchObject({
      code: 'secret-host-changed',
    })
  })

  test('are told by name when they change, and a wrong name is refused', async () => {
    const { settings } = await start()
    const changed: string[] = []
    const stop = settings.onSecret(name => void changed.push(name))
    await settings.setSecret('llm.apiKey', 'sk-8')
    await settings.unsetSecret('llm.apiKey')
    stop()
    await settings.setSecret('llm.apiKey', 'sk-9')
    expect(changed).toEqual(['llm.apiKey', 'llm.apiKey'])
    expect(await settings.listSecrets()).toEqual([{ name: 'llm.apiKey', host: 'openrouter.ai', at: 0 }])
    await expect(settings.setSecret('llm.model', 'x')).rejects.toMatchObject({ code: 'config-unknown-key' })
    await expect(settings.secret('channels.lark.appSecret')).rejects.toMatchObject({ code: 'lark-secret-missing' })
    await settings.unsetSecret('llm.apiKey')
    await expect(settings.secret('llm.apiKey')).rejects.toMatchObject({
      code: 'model-key-missing',
      message: 'No API key found for openrouter.',
    })
  })

  test('of the environment, of files and of the proxy are known to the redactor', async () => {
    await writeFile(join(dir, 'key'), 'from-a-file\n', { mode: 0o600 })
    await writeFile(path, '{"llm":{"apiKeyFile":"key"},"proxy":"http://me:p%40ssword@proxy:1"}')
    const { settings, redactor } = await start({ env: { LARK_APP_SECRET: 'from-the-env' } })
    await settings.secret('llm.apiKey')
    expect(redactor.text('from-a-file from-the-env p@ssword')).toBe('••• ••• •••')
  })
})

describe('another model provider', () => {
  const startWith = async (llm: object) => {
    await writeFile(path, JSON.stringify({ llm }))
    return start()
  }
  const openRouter = { provider: 'openrouter', model: 'm', apiKeyEnv: 'OPENROUTER_API_KEY' }

  test('is never asked with the key of the one before: its usual variable goes in the same write, and is told', async () => {
    const { settings, notices, seen } = await startWith(openRouter)
    await settings.edit('llm.provider', 'deepseek')
    expect(settings.current().llm).toMatchObject({ provider: 'deepseek', apiKeyEnv: '' })
    expect(seen).toHaveLength(1)
    expect(notices).toMatchObject([{ id: 'key-variable-left', level: 'info' }])
    expect(notices[0]?.words.en).toContain('OPENROUTER_API_KEY')
  })

  test.each([
    { why: 'a name of the user’s own', llm: { ...openRouter, apiKeyEnv: 'MY_KEY' }, provider: 'deepseek' },
    { why: 'the same provider', llm: openRouter, provider: 'openrouter' },
    { why: 'the same host', llm: { ...openRouter, apiBase: 'https://gateway.test/v1' }, provider: 'openai-compatible' },
    { why: 'the variable of the next one', llm: { ...openRouter, apiKeyEnv: 'OPENAI_API_KEY' }, provider: 'openai' },
  ])('leaves alone $why', async ({ llm, provider }) => {
    const { settings, notices } = await startWith(llm)
    await settings.edit('llm.provider', provider)
    expect(settings.current().llm).toMatchObject({ provider, apiKeyEnv: llm.apiKeyEnv })
    expect(notices).toEqual([])
  })

  test('also when it comes by unsetting; and one that does not exist changes nothing', async () => {
    const { settings } = await startWith({ provider: 'deepseek', apiKeyEnv: 'DEEPSEEK_API_KEY' })
    await expect(settings.edit('llm.provider', 'nobody')).rejects.toMatchObject({ code: 'config-invalid' })
    expect(settings.current().llm.apiKeyEnv).toBe('DEEPSEEK_API_KEY')
    await settings.edit('llm.provider', undefined)
    expect(settings.current().llm).toMatchObject({ provider: 'openrouter', apiKeyEnv: '' })
  })
})
