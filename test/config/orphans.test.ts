import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { createRedactor } from '../../main/base/redact.ts'
import { withoutPlace } from '../../main/config/orphans.ts'
import { createSettings, type Settings } from '../../main/config/settings.ts'
import { AppError } from '../../main/contract/errors.ts'
import { memorySecrets } from './memory-secrets.ts'

const LARK = 'channels.lark'
const STORED = [
  'llm.apiKey',
  `${LARK}.appSecret`,
  `${LARK}.accounts.work.appSecret`,
  `${LARK}.accounts.work.encryptKey`,
  `${LARK}.accounts.work2.appSecret`,
  'notifiers.ops.secret',
]
const FILE = `{
  "channels": { "lark": { "accounts": { "work": { "name": "w" }, "work2": {} } } },
  "notifiers": { "ops": { "url": "https://open.feishu.cn/hook/1" } }
}
`
let dir: string
let path: string
const open: Settings[] = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perch-orphans-'))
  path = join(dir, 'config.json')
})
afterEach(async () => {
  await Promise.all(open.splice(0).map(settings => settings.close()))
  await rm(dir, { recursive: true, force: true })
})

async function start(text = FILE) {
  await writeFile(path, text)
  const { store, entries } = memorySecrets()
  for (const name of STORED) entries.set(name, { value: `of ${name}`, host: 'open.feishu.cn' })
  const redactor = createRedactor()
  const settings = await createSettings({
    path,
    userHome: dir,
    env: {},
    secrets: store,
    redactor,
    log: silentLogger,
    watch: false,
  })
  open.push(settings)
  const told: string[] = []
  settings.onSecret(name => void told.push(name))
  return { settings, store, entries, told }
}

describe('what is taken away takes its secrets along', () => {
  const both = [`${LARK}.accounts.work.appSecret`, `${LARK}.accounts.work.encryptKey`]
  const rows: [string, unknown, readonly string[]][] = [
    [`${LARK}.accounts.work`, undefined, both],
    [`${LARK}.accounts."work"`, undefined, both],
    [`${LARK}.accounts`, undefined, [...both, `${LARK}.accounts.work2.appSecret`]],
    [`${LARK}.accounts`, { work2: { name: 'x' } }, both],
    [`${LARK}.accounts.work`, { name: 'other' }, []],
    [`${LARK}.accounts.work.name`, undefined, []],
    [`${LARK}.accounts.work.appSecret`, undefined, both.slice(0, 1)],
    ['notifiers.ops', undefined, ['notifiers.ops.secret']],
    ['notifiers', {}, ['notifiers.ops.secret']],
    ['notifiers.gone', undefined, []],
    ['channels', undefined, STORED.filter(name => name.startsWith('channels.'))],
    ['llm', undefined, ['llm.apiKey']],
    ['llm', { model: 'm' }, []],
    ['llm.model', undefined, []],
  ]
  test.each(rows)('%s becomes %j', async (place, value, gone) => {
    const { settings, entries, told } = await start()
    await settings.edit(place, value)
    expect([...entries.keys()]).toEqual(STORED.filter(name => !gone.includes(name)))
    expect(told.toSorted()).toEqual(gone.toSorted())
  })

  test('a secret that was left over goes too', async () => {
    const { settings, entries } = await start('{}')
    await settings.edit('notifiers.ops', undefined)
    expect(entries.has('notifiers.ops.secret')).toBe(false)
  })

  test('and keeps them when the file can not be changed', async () => {
    const { settings, entries } = await start()
    await writeFile(path, '{ "language": "en", ')
    await expect(settings.edit(`${LARK}.accounts.work`, undefined)).rejects.toMatchObject({ code: 'config-broken' })
    expect([...entries.keys()].toSorted()).toEqual(STORED.toSorted())
  })

  test('a secret store that can not be read keeps nobody from changing what holds no secret', async () => {
    const { settings, store } = await start()
    store.list = () => Promise.reject(new AppError('secret-store-unavailable', 'damaged'))
    await settings.edit(`${LARK}.accounts.work.name`, undefined)
    await expect(settings.edit(`${LARK}.accounts.work`, undefined)).rejects.toMatchObject({
      code: 'secret-store-unavailable',
    })
    expect(await readFile(path, 'utf8')).toContain('"work"')
  })

  test('an editor that takes an account out of the file takes no secret away', async () => {
    const { settings, entries } = await start()
    await writeFile(path, '{}')
    await settings.edit('language', 'en')
    expect([...entries.keys()]).toEqual(STORED)
  })
})

test('what belongs to nothing in the configuration is found', () => {
  const config = { channels: { lark: { accounts: { work: {} } } }, llm: {}, notifiers: {} }
  expect(withoutPlace([...STORED, 'an old name'], config)).toEqual([
    `${LARK}.accounts.work2.appSecret`,
    'notifiers.ops.secret',
    'an old name',
  ])
})

describe('a reserved name', () => {
  const rows: [string, unknown][] = [
    [`${LARK}.accounts.__proto__.appId`, 'cli_a1b2c3d4e5f60718'],
    [`${LARK}.accounts.constructor.appId`, 'cli_a1b2c3d4e5f60718'],
    [`${LARK}.accounts.__proto__.appSecret`, 'shh'],
    [`${LARK}.accounts`, JSON.parse('{"__proto__":{"name":"x"}}')],
    ['notifiers.prototype', { url: 'https://open.feishu.cn/hook/1' }],
  ]
  test.each(rows)('is refused in %s', async (place, value) => {
    const { settings, entries } = await start()
    await expect(settings.edit(place, value)).rejects.toMatchObject({
      code: 'config-unknown-key',
      message: expect.stringContaining('is a reserved name'),
    })
    expect([await readFile(path, 'utf8'), [...entries.keys()].toSorted()]).toEqual([FILE, STORED.toSorted()])
  })

  test('that stands in the file can be taken out', async () => {
    const { settings } = await start('{ "notifiers": { "__proto__": { "url": "https://a.example" } } }')
    expect(settings.problems()).toHaveLength(1)
    await settings.edit('notifiers.__proto__', undefined)
    expect(settings.problems()).toEqual([])
  })
})
