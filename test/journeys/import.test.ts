import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Value } from '../../main/config/parse.ts'
import { valueAt } from '../../main/config/prune.ts'
import type { ImportPlace, ImportReport } from '../../main/contract/importing.ts'
import { dropHome, makeHome, perch, spawnPerch, type PerchProcess } from '../fakes/perch.ts'
import { samples, SAMPLES, secretsOf } from '../config/import/start.ts'

let home: string
let there: string
let running: PerchProcess | undefined
beforeEach(() => {
  home = makeHome()
  there = mkdtempSync(join(tmpdir(), 'perch-there-'))
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  dropHome(home)
  rmSync(there, { recursive: true, force: true })
})

/** A copy of a sample with what lies beside it, so that nothing of ours can be changed by mistake. */
function place(file: string): string {
  const folder = join(there, basename(dirname(file)))
  mkdirSync(folder)
  for (const name of readdirSync(dirname(file))) copyFileSync(join(dirname(file), name), join(folder, name))
  return join(folder, basename(file))
}

const bytesOf = (folder: string): string[] =>
  readdirSync(folder).map(name => readFileSync(join(folder, name), 'base64'))
const forms = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('hex'),
]

/** Files of the home that hold one of the secrets in any spelling. */
function leaks(secrets: readonly string[]): string[] {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return files
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => secrets.flatMap(forms).some(form => readFileSync(path).includes(form)))
}

async function json<T>(...args: readonly string[]): Promise<T> {
  const result = await perch(home, [...args, '--json'])
  expect(result).toMatchObject({ code: 0 })
  return JSON.parse(result.stdout) as T // what the command prints is what the test is about
}

const configOf: Readonly<Record<string, Record<string, unknown>>> = {
  nanobot: { 'channels.lark.appId': 'cli_9f0a1b2c3d4e5f60', 'llm.provider': 'deepseek', 'llm.model': 'deepseek-chat' },
  openclaw: {
    'channels.lark.accounts.work.domain': 'lark',
    'channels.lark.dmPolicy': 'open',
    'llm.provider': 'openrouter',
  },
  moltbot: { 'channels.lark.accounts.personal.groupPolicy': 'disabled', 'llm.apiBase': 'https://api.z.ai/api/paas/v4' },
  clawdbot: { 'channels.lark.mode': 'webhook', 'llm.model': 'claude-opus-4-5' },
  xiaoo: { 'channels.lark.appId': 'cli_f0f1f2f3f4f5f6f7', 'agents.defaultAgentId': 'ops', 'llm.model': 'z-ai/glm-5' },
}

const names: Readonly<Record<string, readonly string[]>> = {
  nanobot: ['channels.lark.appSecret', 'channels.lark.encryptKey', 'channels.lark.verificationToken', 'llm.apiKey'],
  openclaw: ['channels.lark.appSecret', 'llm.apiKey'],
  moltbot: ['channels.lark.accounts.work.appSecret', 'channels.lark.appSecret', 'llm.apiKey'],
  clawdbot: ['channels.lark.appSecret', 'channels.lark.verificationToken', 'llm.apiKey'],
  xiaoo: ['channels.lark.appSecret', 'channels.lark.verificationToken', 'llm.apiKey'],
}

describe('perch import', () => {
  test.each(samples)('takes $system over, once, and keeps its secrets', async ({ system, file, ...more }) => {
    const source = place(file)
    const before = bytesOf(dirname(source))
    const secrets = secretsOf(file, 'env' in more ? more.env : undefined)
    const config = readFileSync(join(home, 'config.json'), 'utf8')

    const dry = await perch(home, ['import', source, '--dry-run'])
    expect(dry).toMatchObject({ code: 0, stderr: '' })
    expect(dry.stdout).toContain('Nothing was changed.')
    expect(readFileSync(join(home, 'config.json'), 'utf8')).toBe(config)
    expect(existsSync(join(home, 'secrets.enc'))).toBe(false)

    const done = await perch(home, ['import', source])
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect(done.stdout).toMatch(/Took over \d+ settings and \d secrets\./)
    const now = await json<Value>('config', 'get')
    for (const [path, value] of Object.entries(configOf[system] ?? {}))
      expect(valueAt(now, path.split('.'))).toBe(value)
    const stored = await json<{ name: string }[]>('secret', 'list')
    expect(stored.map(({ name }) => name).toSorted()).toEqual(names[system])
    expect((await perch(home, ['config', 'check'])).code).toBe(0)

    const again = await perch(home, ['import', source])
    expect(again.stdout).toContain('Nothing to do: all of it is so already.')
    expect(leaks(secrets)).toEqual([])
    for (const text of [dry.stdout, done.stdout, again.stdout])
      expect(secrets.filter(secret => text.includes(secret))).toEqual([])
    expect(bytesOf(dirname(source))).toEqual(before)
  })

  test('asks a running Perch, which counts it at once', async () => {
    running = spawnPerch(home)
    await running.line('its address', /^ready: /)
    const source = place(join(SAMPLES, 'xiaoo', 'config.toml'))
    const report = await json<ImportReport>('import', source)
    expect(report).toMatchObject({ applied: true, system: 'xiaoo', keptAside: join(home, 'config.json.before-import') })
    expect(existsSync(join(home, 'config.json.before-import'))).toBe(true)
    await running.line('the account', /^\[lark\] \[default\] starting Lark provider \(cli_f0f1f2f3f4f5f6f7\)/)
    expect(await json('import', source)).toMatchObject({ changed: false })
    await running.stop()
    expect(leaks(secretsOf(join(SAMPLES, 'xiaoo', 'config.toml'), join(SAMPLES, 'xiaoo', 'xiaoo.env')))).toEqual([])
  })

  test('finds what lies in the usual places', async () => {
    mkdirSync(join(there, '.nanobot'))
    copyFileSync(join(SAMPLES, 'nanobot', 'config.json'), join(there, '.nanobot', 'config.json'))
    const result = await perch(home, ['import', '--find', '--json'], { env: { HOME: there } })
    const places = JSON.parse(result.stdout) as ImportPlace[] // as above
    expect(places).toMatchObject([{ system: 'nanobot', path: join(there, '.nanobot', 'config.json') }])
  })

  const wrong: [string, readonly string[], number, RegExp][] = [
    ['without a file', ['import'], 2, /Name the file to import/],
    ['with an unknown option', ['import', 'a.json', '--force'], 2, /unknown option/],
    ['of a file that is not there', ['import', '/no/such/file.json'], 1, /\/no\/such\/file\.json is not there/],
    [
      'of a file of somebody else',
      ['import', join(SAMPLES, '..', '..', 'package.json')],
      1,
      /is no configuration of nanobot/,
    ],
  ]
  test.each(wrong)('%s ends with the right code', async (_what, args, code, message) => {
    const result = await perch(home, args)
    expect(result).toMatchObject({ code, stdout: '' })
    expect(result.stderr).toMatch(message)
  })
})
