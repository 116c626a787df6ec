import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { createRedactor } from '../../main/base/redact.ts'
import { checkParsed } from '../../main/config/check.ts'
import { decodeConfig, find, parseConfig, type Value } from '../../main/config/parse.ts'
import { formatPath, formatProblem, type ConfigPath } from '../../main/config/problems.ts'
import { childOf, prune, valueAt } from '../../main/config/prune.ts'
import { createSettings } from '../../main/config/settings.ts'
import { Config } from '../../main/contract/config.ts'
import { memorySecrets } from './memory-secrets.ts'

/** Every kind of key, with a value that is not its default, so that one that is lost is seen. */
const EXAMPLE: Value = {
  channels: {
    lark: {
      enabled: false,
      appId: 'cli_a1b2c3d4e5f60718',
      appSecretEnv: 'MY_APP_SECRET',
      name: 'Office bot',
      domain: 'lark',
      mode: 'webhook',
      webhookPath: '/hook',
      dmPolicy: 'disabled',
      allowFrom: ['ou_a1', 'ou_a2'],
      groupPolicy: 'disabled',
      groupAllowFrom: ['ou_a1', 'oc_b2'],
      groups: { oc_b2: { enabled: false, requireMention: false, systemPrompt: 'brief', allowFrom: ['ou_a1'] } },
      ownerIds: ['ou_a1'],
      quota: { limit: 500, unmetered: true },
      accounts: { work: { appId: 'cli_a1b2c3d4e5f60719', dmPolicy: 'allowlist', allowFrom: ['ou_w1'] } },
    },
  },
  llm: {
    provider: 'ollama',
    apiBase: 'http://127.0.0.1:1/v1',
    model: 'm',
    apiKeyEnv: 'MY_KEY',
    maxTokens: 77,
    contextTokens: 5000,
  },
  agents: { defaultAgentId: 'a', list: [{ id: 'a', default: true, workspace: '/w', systemPrompt: 'p', maxSteps: 3 }] },
  notifiers: { ops: { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/x', secretEnv: 'HOOK' } },
  server: { host: '127.0.0.2', port: 4000, trustedProxies: ['10.0.0.1'] },
  language: 'en',
  logLevel: 'warn',
  proxy: 'none',
  caFile: '/ca.pem',
}
const TEXT = JSON.stringify(EXAMPLE, undefined, 2)
const GOOD = Config.parse(EXAMPLE)

/** What a broken file says, and where its mistake is. */
type Broken = {
  readonly what: string
  readonly bytes: Buffer
  /** The path that must be named, or of a text that is no JSON nothing. */
  readonly path?: string
  readonly line: number
  /** What counts all the same. */
  readonly config: Config
}

const isTable = (value: Value): value is { [name: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function pathsOf(value: Value, path: ConfigPath = []): ConfigPath[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item, index) => pathsOf(item, [...path, index]))]
  if (isTable(value)) return [path, ...Object.entries(value).flatMap(([name, item]) => pathsOf(item, [...path, name]))]
  return [path]
}

function withValue(value: Value, [step, ...rest]: ConfigPath, given: Value): Value {
  if (step === undefined) return given
  const child = withValue(childOf(value, step) ?? {}, rest, given)
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? child : item))
  return { ...(isTable(value) ? value : {}), [step]: child }
}

/** Wrong for what stands there. */
function wrongFor(value: Value | undefined): readonly Value[] {
  if (typeof value === 'number') return ['12', -5, 1.5, null]
  if (typeof value === 'boolean') return ['true', 1, null]
  if (Array.isArray(value)) return ['ou_a1', { a: 1 }, 7]
  if (value !== undefined && isTable(value)) return [[], 'text', null]
  return [5, null, ['x'], { x: 1 }]
}

const lineOf = (text: string, path: ConfigPath): number => {
  const offset = find(parseConfig(text).root, path)?.node.offset ?? 0
  return text.slice(0, offset).split('\n').length
}

/** The configuration without one part: a required one takes what it stands in along. */
function without(path: ConfigPath): Config {
  for (let end = path.length; end > 0; end--) {
    const { value } = prune(EXAMPLE, new Set([formatPath(path.slice(0, end))]))
    const parsed = Config.safeParse(value)
    if (parsed.success) return parsed.data
  }
  return Config.parse({})
}

const wrongValues = pathsOf(EXAMPLE)
  .filter(path => path.length > 0)
  .flatMap(path =>
    wrongFor(valueAt(EXAMPLE, path)).map((wrong): Broken => {
      const text = JSON.stringify(withValue(EXAMPLE, path, wrong), undefined, 2)
      const named = formatPath(path)
      return {
        what: `${named} is ${JSON.stringify(wrong)}`,
        bytes: Buffer.from(text),
        path: named,
        line: lineOf(text, path),
        config: without(path),
      }
    }),
  )

const unknownKeys = pathsOf(EXAMPLE)
  .filter(path => isTable(valueAt(EXAMPLE, path) ?? null) && !/(groups|accounts|notifiers)$/.test(formatPath(path)))
  .map((path): Broken => {
    const text = JSON.stringify(withValue(EXAMPLE, [...path, 'notAKey'], 1), undefined, 2)
    const named = formatPath([...path, 'notAKey'])
    return {
      what: `${named} is unknown`,
      bytes: Buffer.from(text),
      path: named,
      line: lineOf(text, [...path, 'notAKey']),
      config: GOOD,
    }
  })

const formats: readonly Broken[] = (
  [
    ['channels.lark.dmPolicy', 'everyone'],
    ['channels.lark.groupPolicy', 'pairing'],
    ['channels.lark.mode', 'polling'],
    ['channels.lark.domain', 'ftp://x'],
    ['channels.lark.domain', 'http://open.feishu.cn'],
    ['channels.lark.webhookPath', 'hook'],
    ['channels.lark.appSecretEnv', 'not a name'],
    ['channels.lark.allowFrom[1]', 'user_1'],
    ['channels.lark.allowFrom[0]', 'oc_1'],
    ['channels.lark.groupAllowFrom[1]', 'b2'],
    ['channels.lark.ownerIds[0]', '*'],
    ['channels.lark.quota.limit', 0],
    ['channels.lark.accounts.work.dmPolicy', 'no'],
    ['llm.provider', 'nobody'],
    ['llm.apiBase', 'api.example.com'],
    ['llm.maxTokens', 0],
    ['llm.contextTokens', 999],
    ['agents.list[0].maxSteps', 501],
    ['agents.list[0].id', ''],
    ['notifiers.ops.url', 'hook'],
    ['server.port', 65_536],
    ['server.host', ''],
    ['language', 'de'],
    ['logLevel', 'verbose'],
    ['proxy', 'proxy:8080'],
  ] as const
).map(([named, wrong]): Broken => {
  const path = pathsOf(EXAMPLE).find(one => formatPath(one) === named) ?? []
  const text = JSON.stringify(withValue(EXAMPLE, path, wrong), undefined, 2)
  return {
    what: `${named} is ${JSON.stringify(wrong)}`,
    bytes: Buffer.from(text),
    path: named,
    line: lineOf(text, path),
    config: without(path),
  }
})

const badNames: readonly Broken[] = (
  [
    [['channels', 'lark', 'groups', 'b2'], {}],
    [['channels', 'lark', 'accounts', 'default'], {}],
    [['channels', 'lark', 'accounts', 'two words'], {}],
    [['notifiers', 'a.b'], { url: 'https://x' }],
  ] as const
).map(([path, value]): Broken => {
  const text = JSON.stringify(withValue(EXAMPLE, path, value), undefined, 2)
  return {
    what: `${formatPath(path)} is no name`,
    bytes: Buffer.from(text),
    path: formatPath(path),
    line: lineOf(text, path),
    config: GOOD,
  }
})

/** At the end, so that all that is good stands before it. */
const LAST = '  "caFile": "/ca.pem"\n}'
const END = TEXT.split('\n').length
const deep = (count: number) => `${'['.repeat(count)}${']'.repeat(count)}`
const noCa = without(['caFile'])

const syntax: readonly Broken[] = (
  [
    ['the last brace is missing', TEXT.slice(0, -1), END, GOOD],
    ['there is a brace too many', `${TEXT}}`, END, GOOD],
    ['something stands behind it', `${TEXT}\nand so on`, END + 1, GOOD],
    ['a second object stands behind it', `${TEXT}\n{}`, END + 1, GOOD],
    ['a comma is missing', TEXT.replace('"none",', '"none"'), END - 1, GOOD],
    ['two commas stand together', TEXT.replace('"none",', '"none",,'), END - 2, GOOD],
    ['a colon is missing', TEXT.replace('"caFile":', '"caFile"'), END - 1, noCa],
    ['a value is missing', TEXT.replace('"/ca.pem"', ''), END, noCa],
    ['a text does not end', TEXT.replace('"/ca.pem"', '"/ca.pem'), END - 1, undefined],
    ['quotes are single', TEXT.replace('"/ca.pem"', "'/ca.pem'"), END - 1, noCa],
    ['a name has no quotes', TEXT.replace('"caFile"', 'caFile'), END - 1, noCa],
    ['a comment does not end', `${TEXT}\n/* so`, END + 1, GOOD],
    ['an equals sign stands for a colon', TEXT.replace('"caFile":', '"caFile" ='), END - 1, noCa],
    ['a backslash is single', TEXT.replace('"/ca.pem"', String.raw`"C:\ca.pem"`), END - 1, undefined],
    ['a control character is in a text', TEXT.replace('/ca.pem', '/c\u0001a'), END - 1, undefined],
    ['a NUL is in a text', TEXT.replace('/ca.pem', '/c\0a'), END - 1, undefined],
    ['a NUL stands behind it', `${TEXT}\0`, END, GOOD],
    ['a line is cut off', TEXT.slice(0, TEXT.indexOf('"caFile"') + 5), END - 1, noCa],
    ['a merge was not ended', TEXT.replace(LAST, `<<<<<<< mine\n${LAST}`), END - 1, GOOD],
    ['it is nested without end', TEXT.replace('"/ca.pem"', deep(200)), END - 1, noCa],
    ['it is nested so deep that a parser falls over', TEXT.replace('"/ca.pem"', deep(200_000)), END - 1, noCa],
    ['it opens without closing', TEXT.replace('"/ca.pem"', '{"a":'.repeat(9000)), END - 1, noCa],
    ['True is written as in Python', TEXT.replace('"/ca.pem"', 'True'), END - 1, noCa],
    ['a number has a leading plus', TEXT.replace('"/ca.pem"', '+1'), END - 1, noCa],
  ] as const
).map(([what, text, line, config]): Broken => ({ what, bytes: Buffer.from(text), line, config: config ?? noCa }))

const latin = Buffer.from(TEXT.replace('/ca.pem', '/\u00e4.pem'), 'latin1')
const encodings: readonly Broken[] = [
  { what: 'it is UTF-16', bytes: Buffer.from(`\uFEFF${TEXT}`, 'utf16le'), line: 1, config: GOOD },
  {
    what: 'it is UTF-16, big end first',
    bytes: Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16(),
    line: 1,
    config: GOOD,
  },
  { what: 'a text is in another encoding', bytes: latin, line: END - 1, config: noCa },
  {
    what: 'it is an image',
    bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 1]),
    line: 1,
    config: Config.parse({}),
  },
  { what: 'it is a list', bytes: Buffer.from('[]'), line: 1, config: Config.parse({}) },
  { what: 'it is a text', bytes: Buffer.from('"x"'), line: 1, config: Config.parse({}) },
]

const doubled: readonly Broken[] = ['language', 'logLevel', 'proxy'].map(name => ({
  what: `${name} is there twice`,
  bytes: Buffer.from(TEXT.replace(LAST, `  "${name}": ${JSON.stringify(valueAt(EXAMPLE, [name]))},\n${LAST}`)),
  path: name,
  line: END - 1,
  config: GOOD,
}))

const fine: readonly Broken[] = [
  { what: 'it is empty', bytes: Buffer.alloc(0), line: 0, config: Config.parse({}) },
  { what: 'it is blank', bytes: Buffer.from(' \r\n\t'), line: 0, config: Config.parse({}) },
  { what: 'it begins with a byte order mark', bytes: Buffer.from(`\uFEFF${TEXT}`), line: 0, config: GOOD },
  { what: 'its lines end as on Windows', bytes: Buffer.from(TEXT.replaceAll('\n', '\r\n')), line: 0, config: GOOD },
  {
    what: 'it has comments and a last comma',
    bytes: Buffer.from(`// a\n${TEXT.replace(LAST, '"caFile": "/ca.pem", /* b */ }')}`),
    line: 0,
    config: GOOD,
  },
]

const broken = [...wrongValues, ...unknownKeys, ...formats, ...badNames, ...syntax, ...encodings, ...doubled]

describe(`a broken configuration (${broken.length} of them)`, () => {
  test('is broken in at least a hundred ways', () => {
    expect(new Set(broken.map(({ bytes }) => bytes.toString('base64'))).size).toBeGreaterThan(100)
  })

  test.each(broken)('$what: named with its place, and all the rest counts', ({ bytes, path, line, config }) => {
    const checked = checkParsed(decodeConfig(bytes))
    const problem = checked.problems.find(
      one => one.line === line && (path === undefined || one.path === path || path.startsWith(one.path)),
    )
    expect(checked.problems.map(one => formatProblem(one)).join('\n')).toMatch(
      new RegExp(`^config\\.json:${line}:\\d+ .+`, 'm'),
    )
    expect(problem?.message).toMatch(/\S/)
    expect(checked.config).toEqual(config)
  })

  test.each(fine)('$what: that is fine', ({ bytes, config }) => {
    const checked = checkParsed(decodeConfig(bytes))
    expect(checked).toEqual({ config, problems: [] })
  })
})

describe('the file itself', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'perch-broken-'))
  })
  afterAll(async () => {
    await rm(dir, { recursive: true, force: true })
  })

  test('stays as it is, byte for byte, and what is good in it counts', async () => {
    for (const [index, { bytes, config, what }] of [...broken, ...fine].entries()) {
      const path = join(dir, `${index}.json`)
      await writeFile(path, bytes)
      const settings = await createSettings({
        path,
        userHome: dir,
        env: {},
        secrets: memorySecrets().store,
        redactor: createRedactor(),
        log: silentLogger,
        watch: false,
      })
      expect(settings.current(), what).toEqual(config)
      await settings.close()
      expect((await readFile(path)).equals(bytes), what).toBe(true)
    }
    const written = (await readdir(dir)).filter(name => !/^\d+\.json(\.broken-\w{8})?$/.test(name))
    expect(written).toEqual([])
  })
})
