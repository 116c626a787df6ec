import { chmod, mkdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { SecretStore } from '../../../main/base/secret-store.ts'
import { AppError, isAppError } from '../../../main/contract/errors.ts'
import { memorySecrets } from '../memory-secrets.ts'
import { samples, startImporting } from './start.ts'

type Here = Awaited<ReturnType<typeof startImporting>>
const open: Here[] = []
afterEach(async () => {
  for (const here of open.splice(0)) await here.stop()
})

async function start(given?: Parameters<typeof startImporting>[0]): Promise<Here> {
  const here = await startImporting(given)
  open.push(here)
  return here
}

async function put(here: Here, name: string, text: string | Buffer): Promise<string> {
  const path = join(here.folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  return path
}

async function failure(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work
  } catch (thrown) {
    if (isAppError(thrown)) return { code: thrown.code, message: thrown.message }
    throw thrown
  }
  throw new Error('It did not fail.')
}

const SOURCE = `{
  channels: { feishu: {
    appId: 'cli_0123456789abcdef', appSecret: 'TheSecretOfTheBot1', verificationToken: 'TheTokenOfTheBot12',
    dmPolicy: 'allowlist', allowFrom: ['ou_1'],
  } },
  agents: { defaults: { model: 'mine/m' } },
  models: { providers: { mine: { baseUrl: 'https://models.example.com/v1', apiKey: 'TheKeyOfTheModel12' } } },
}`
const SECRETS = ['TheSecretOfTheBot1', 'TheTokenOfTheBot12', 'TheKeyOfTheModel12']

describe('an import', () => {
  test('writes settings and secrets, each secret for the host that it will go to', async () => {
    const here = await start()
    const file = await put(here, 'openclaw.json', SOURCE)
    const report = await here.importing.apply({ file })
    expect(report).toMatchObject({ applied: true, changed: true, system: 'openclaw', source: file })
    expect(here.settings.current().channels.lark).toMatchObject({ appId: 'cli_0123456789abcdef', allowFrom: ['ou_1'] })
    expect(Object.fromEntries(here.entries)).toEqual({
      'channels.lark.appSecret': { value: 'TheSecretOfTheBot1', host: 'open.feishu.cn' },
      'channels.lark.verificationToken': { value: 'TheTokenOfTheBot12', host: 'open.feishu.cn' },
      'llm.apiKey': { value: 'TheKeyOfTheModel12', host: 'models.example.com' },
    })
    const text = await readFile(here.configFile, 'utf8')
    for (const secret of SECRETS) expect(JSON.stringify([text, report])).not.toContain(secret)
    expect(await here.settings.secret('llm.apiKey')).toBe('TheKeyOfTheModel12')
  })

  test('tells the listeners once, when everything is there', async () => {
    const here = await start()
    const seen: unknown[] = []
    here.settings.onChange(config => seen.push(config.channels.lark.appId))
    here.settings.onSecret(name => seen.push([name, here.settings.current().channels.lark.appId]))
    await here.importing.apply({ file: await put(here, 'openclaw.json', SOURCE) })
    expect(seen).toEqual([
      'cli_0123456789abcdef',
      ['channels.lark.appSecret', 'cli_0123456789abcdef'],
      ['channels.lark.verificationToken', 'cli_0123456789abcdef'],
      ['llm.apiKey', 'cli_0123456789abcdef'],
    ])
  })

  test('only looks when it is a preview', async () => {
    const here = await start()
    const file = await put(here, 'openclaw.json', SOURCE)
    const report = await here.importing.preview({ file })
    expect(report).toMatchObject({ applied: false, changed: true })
    expect(report.secrets).toEqual(['channels.lark.appSecret', 'channels.lark.verificationToken', 'llm.apiKey'])
    expect([here.entries.size, await stat(here.configFile).catch(() => 'none')]).toEqual([0, 'none'])
    expect(here.redactor.text(SECRETS.join(' '))).toBe('••• ••• •••')
  })

  test('keeps comments, and a copy of the file from before for its owner alone', async () => {
    const here = await start()
    const before = '// mine\n{\n  "logLevel": "warn", // quiet\n}\n'
    await writeFile(here.configFile, before)
    await here.settings.edit('language', 'en')
    const written = await readFile(here.configFile, 'utf8')
    const report = await here.importing.apply({ file: await put(here, 'openclaw.json', SOURCE) })
    const after = await readFile(here.configFile, 'utf8')
    expect(after).toContain('// mine')
    expect(after).toContain('"logLevel": "warn", // quiet')
    expect(report.keptAside).toBe(`${here.configFile}.before-import`)
    expect(await readFile(`${here.configFile}.before-import`, 'utf8')).toBe(written)
    expect((await stat(`${here.configFile}.before-import`)).mode & 0o777).toBe(0o600)
  })

  test('keeps the copy of each import, the first one too', async () => {
    const here = await start()
    await here.settings.edit('language', 'en')
    const first = await readFile(here.configFile, 'utf8')
    await here.importing.apply({ file: await put(here, 'openclaw.json', SOURCE) })
    await here.settings.edit('channels.lark.allowFrom', undefined)
    const second = await readFile(here.configFile, 'utf8')
    const report = await here.importing.apply({ file: await put(here, 'openclaw.json', SOURCE) })
    expect(report.keptAside).toBe(`${here.configFile}.before-import.2`)
    expect(await readFile(`${here.configFile}.before-import`, 'utf8')).toBe(first)
    expect(await readFile(`${here.configFile}.before-import.2`, 'utf8')).toBe(second)
  })

  test('a second time changes nothing, and says so', async () => {
    const here = await start()
    const file = await put(here, 'openclaw.json', SOURCE)
    await here.importing.apply({ file })
    await utimes(here.configFile, 1, 1)
    const report = await here.importing.apply({ file })
    expect(report).toMatchObject({ changed: false, applied: false, changes: [], secrets: [] })
    expect(
      report.rows.filter(row => row.outcome === 'secret' || row.outcome === 'taken').every(row => row.already),
    ).toBe(true)
    expect((await stat(here.configFile)).mtimeMs).toBe(1000)
    await expect(stat(`${here.configFile}.before-import`)).rejects.toThrow('ENOENT')
  })

  test.each(samples)(
    '$system: a second time changes nothing, and the source stays byte for byte',
    async ({ file, ...more }) => {
      const here = await start()
      const files = [file, ...('env' in more ? [more.env] : [])]
      const before = await Promise.all(files.map(path => readFile(path)))
      expect(await here.importing.apply({ file })).toMatchObject({ changed: true, applied: true })
      expect(here.settings.problems().filter(({ severity }) => severity === 'error')).toEqual([])
      expect(await here.importing.apply({ file })).toMatchObject({ changed: false, applied: false })
      expect(await Promise.all(files.map(path => readFile(path)))).toEqual(before)
    },
  )

  test('of a second system finds its own place beside the first', async () => {
    const here = await start()
    for (const { file } of samples) await here.importing.apply({ file })
    const { appId, accounts } = here.settings.current().channels.lark
    expect(appId).toBe('cli_9f0a1b2c3d4e5f60')
    expect(Object.keys(accounts).toSorted()).toEqual([
      'archive',
      'clawdbot',
      'moltbot-lark',
      'openclaw',
      'personal',
      'work',
      'work-2',
      'xiaoo',
    ])
    for (const { file } of samples) expect(await here.importing.apply({ file })).toMatchObject({ changed: false })
  })

  test('of a text that a window read itself', async () => {
    const here = await start()
    const text = '[channels.feishu]\napp_id = "cli_0123456789abcdef"\napp_secret_env = "S"\ntransport = "websocket"'
    const report = await here.importing.apply({ text, name: 'config.toml', env: 'S=TheSecretOfTheBot1' })
    expect(report).toMatchObject({ system: 'xiaoo', source: 'config.toml', applied: true })
    expect(here.entries.get('channels.lark.appSecret')?.value).toBe('TheSecretOfTheBot1')
  })

  test('reads another env file when one is named', async () => {
    const here = await start()
    const file = await put(
      here,
      'config.toml',
      '[channels.feishu]\napp_id = "cli_0123456789abcdef"\napp_secret_env = "S"',
    )
    const envFile = await put(here, 'elsewhere/prod.env', 'S=TheSecretOfTheBot1')
    const report = await here.importing.apply({ file, envFile })
    expect(report.rows).toContainEqual(expect.objectContaining({ key: 'prod.env:S', outcome: 'secret' }))
  })
})

describe('all or nothing', () => {
  /** Refuses the n-th secret. */
  function failing(nth: number): { store: SecretStore; entries: Map<string, { value: string; host: string }> } {
    const { store, entries } = memorySecrets()
    let count = 0
    return {
      entries,
      store: {
        ...store,
        set: async (name, value, host) => {
          if (++count === nth) throw new AppError('secret-store-unavailable', 'The store is gone.')
          await store.set(name, value, host)
        },
      },
    }
  }

  test.each([1, 2, 3])('when secret %i can not be stored, none is, and the file stays', async nth => {
    const { store, entries } = failing(nth)
    const here = await start({ secrets: store })
    await writeFile(here.configFile, '{ "logLevel": "warn" }')
    const file = await put(here, 'openclaw.json', SOURCE)
    await expect(here.importing.apply({ file })).rejects.toThrow('The store is gone.')
    expect([...entries]).toEqual([])
    expect(await readFile(here.configFile, 'utf8')).toBe('{ "logLevel": "warn" }')
    await expect(stat(`${here.configFile}.before-import`)).rejects.toThrow('ENOENT')
    expect(here.settings.current().channels.lark.appId).toBe('')
    expect(await here.importing.apply({ file })).toMatchObject({ applied: true }) // and then it goes on
  })

  test('when the file can not be written, stored secrets are what they were before', async () => {
    const here = await start()
    const target = join(here.folder, 'x'.repeat(250)) // a name beside it, as a safe write needs one, would be too long
    await writeFile(target, '{}')
    await symlink(target, here.configFile)
    here.entries.set('llm.apiKey', { value: 'the older one', host: 'older.example.com' })
    const file = await put(here, 'openclaw.json', SOURCE)
    expect(await failure(here.importing.apply({ file }))).toMatchObject({ code: 'store-failed' })
    expect([...here.entries]).toEqual([['llm.apiKey', { value: 'the older one', host: 'older.example.com' }]])
    expect(await readFile(target, 'utf8')).toBe('{}')
    await expect(stat(`${here.configFile}.before-import`)).rejects.toThrow('ENOENT')
  })

  test('a config.json that is broken is not touched', async () => {
    const here = await start()
    await writeFile(here.configFile, '{ "llm": ')
    const file = await put(here, 'openclaw.json', SOURCE)
    expect(await failure(here.importing.apply({ file }))).toMatchObject({ code: 'config-broken' })
    expect([await readFile(here.configFile, 'utf8'), here.entries.size]).toEqual(['{ "llm": ', 0])
  })

  test('a wrong value on the way is named, and nothing is written', async () => {
    const here = await start()
    await writeFile(here.configFile, '{ "channels": 5 }')
    const file = await put(here, 'openclaw.json', SOURCE)
    const { code, message } = await failure(here.importing.apply({ file }))
    expect([code, message]).toEqual([
      'config-invalid',
      'config.json:1:15 channels must be an object { … } to hold "lark".',
    ])
    expect([await readFile(here.configFile, 'utf8'), here.entries.size]).toEqual(['{ "channels": 5 }', 0])
  })
})

describe('what can not be read', () => {
  const rows: [string, string | Buffer, string, RegExp][] = [
    [
      'broken.json',
      '{"appSecret": "TheSecretOfTheBot1',
      'import-unreadable',
      /broken\.json:1:34 is not JSON or JSON5 here\.$/,
    ],
    ['other.json', '{"name":"x"}', 'import-unknown', /is no configuration of nanobot/],
    ['utf16.json', Buffer.from('\uFEFF{}', 'utf16le'), 'import-unreadable', /is not UTF-8 text/],
    ['large.json', Buffer.alloc(1_000_001, ' '), 'import-unreadable', /is too large to be a configuration\.$/],
  ]
  test.each(rows)('%s', async (name, content, code, message) => {
    const here = await start()
    const file = await put(here, name, content)
    const told = await failure(here.importing.preview({ file }))
    expect(told).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(told.message).not.toContain('TheSecretOfTheBot1')
  })

  test('a folder, a relative path, and what is not there', async () => {
    const here = await start()
    expect(await failure(here.importing.preview({ file: here.folder }))).toMatchObject({ code: 'import-unreadable' })
    expect(await failure(here.importing.preview({ file: 'a.json' }))).toMatchObject({ code: 'bad-request' })
    expect(await failure(here.importing.preview({ file: '/no/such/file' }))).toMatchObject({ code: 'not-found' })
  })
})

describe('the usual places', () => {
  test('are looked at without being read, and only what is there is named', async () => {
    const here = await start()
    expect(await here.importing.find()).toEqual([])
    const nanobot = await put(here, '.nanobot/config.json', 'not read')
    await chmod(nanobot, 0)
    await put(here, '.clawdbot/moltbot.json', '')
    await put(here, 'config.toml', '')
    await mkdir(join(here.folder, '.openclaw/openclaw.json'), { recursive: true })
    const places = async () =>
      (await here.importing.find()).map(({ system, path }) => [system, path.slice(here.folder.length)])
    expect(await places()).toEqual([
      ['moltbot', '/.clawdbot/moltbot.json'],
      ['nanobot', '/.nanobot/config.json'],
    ])
    await put(here, 'xiaoo.env', '')
    expect(await places()).toContainEqual(['xiaoo', '/config.toml'])
    expect((await here.importing.find())[0]?.modified).toBeGreaterThan(0)
  })
})
