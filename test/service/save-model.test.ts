import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { createRedactor } from '../../main/base/redact.ts'
import { createSettings } from '../../main/config/settings.ts'
import { ModelChoice } from '../../main/contract/models.ts'
import { saveModel } from '../../main/service/save-model.ts'
import { memorySecrets } from '../config/memory-secrets.ts'

const KEY = 'sk-of-the-test-0123456789'
const OLD = { value: 'sk-that-was-there', host: 'api.openai.com' }
const LOCAL = { provider: 'openai-compatible', apiBase: 'http://127.0.0.1:9000/v1', model: 'm' } as const

let dir: string
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'perch-model-'))))
afterEach(() => rm(dir, { recursive: true, force: true }))

async function start(llm: object, { broken, held = OLD }: { broken?: Error; held?: typeof OLD } = {}) {
  const { store, entries } = memorySecrets(broken)
  entries.set('llm.apiKey', held)
  const path = join(dir, 'config.json')
  await writeFile(path, JSON.stringify({ llm }, null, 2))
  const env = { OPENAI_API_KEY: 'sk-in-the-variable' }
  const settings = await createSettings({
    path,
    userHome: dir,
    env,
    secrets: store,
    redactor: createRedactor(),
    log: silentLogger,
    watch: false,
  })
  const told: unknown[] = []
  settings.onChange(config => told.push([config.llm.provider, config.llm.model, entries.get('llm.apiKey')?.host]))
  return {
    settings,
    entries,
    told,
    text: () => readFile(path, 'utf8'),
    llm: async () => (JSON.parse(await readFile(path, 'utf8')) as { llm: unknown }).llm,
    save: (choice: object) => saveModel(settings, ModelChoice.parse(choice)),
  }
}

describe('a model is saved', () => {
  test('settings and key at once, the key for the host of the new address, and told in one piece', async () => {
    const it = await start({ provider: 'openai', model: 'gpt-5.4-mini', maxTokens: 99 })
    await it.save({ ...LOCAL, key: ` ${KEY}\n` })
    expect(await it.llm()).toEqual({ ...LOCAL, maxTokens: 99 })
    expect(it.entries.get('llm.apiKey')).toEqual({ value: KEY, host: '127.0.0.1:9000' })
    expect(it.told).toEqual([['openai-compatible', 'm', '127.0.0.1:9000']])
    expect(await it.settings.secret('llm.apiKey')).toBe(KEY)
    expect(await it.text()).not.toContain(KEY)
    await it.settings.close()
  })

  test('a stored key stays where none was typed, and goes to no other host', async () => {
    const it = await start({ provider: 'openai', model: 'a' })
    await it.save({ provider: 'openai', model: 'b' })
    expect(await it.settings.secret('llm.apiKey')).toBe(OLD.value)
    await it.save(LOCAL)
    expect(it.entries.get('llm.apiKey')).toEqual(OLD)
    await expect(it.settings.secret('llm.apiKey')).rejects.toMatchObject({ code: 'secret-host-changed' })
    await it.settings.close()
  })

  const named = { provider: 'openai', model: 'a', apiKeyEnv: 'OPENAI_API_KEY', apiKeyFile: 'key.txt' }
  test.each([
    { what: 'another host drops both', choice: LOCAL, left: LOCAL },
    {
      what: 'another host drops the usual variable of the provider before, also where it is named',
      choice: { ...LOCAL, variable: 'OPENAI_API_KEY' },
      left: LOCAL,
    },
    {
      what: 'a variable of the own naming is taken',
      choice: { ...LOCAL, variable: 'MY_KEY' },
      left: { ...LOCAL, apiKeyEnv: 'MY_KEY' },
    },
    {
      what: 'the same host keeps them',
      choice: { provider: 'openai', model: 'b', variable: 'OPENAI_API_KEY' },
      left: { ...named, model: 'b' },
    },
    {
      what: 'a key that was typed counts over both',
      choice: { provider: 'openai', model: 'b', variable: 'OPENAI_API_KEY', key: KEY },
      left: { provider: 'openai', model: 'b' },
    },
  ])('the variable and the file of a key: $what', async ({ choice, left }) => {
    const it = await start(named)
    await it.save(choice)
    expect(await it.llm()).toEqual(left)
    await it.settings.close()
  })

  test('the practice model needs no name, and stores no key', async () => {
    const it = await start({ provider: 'openai', model: 'a' })
    await it.save({ provider: 'practice', key: KEY })
    expect(await it.llm()).toEqual({ provider: 'practice' })
    expect(it.entries.get('llm.apiKey')).toEqual(OLD)
    await it.settings.close()
  })
})

describe('a model that can not be saved changes nothing', () => {
  test.each([
    { what: 'an address is missing', choice: { ...LOCAL, apiBase: '' }, code: 'config-invalid' },
    { what: 'no model is named', choice: { ...LOCAL, model: ' ' }, code: 'model-not-chosen' },
  ])('$what', async ({ choice, code }) => {
    const it = await start({ provider: 'openai', model: 'a' })
    const before = await it.text()
    await expect(it.save({ ...choice, key: KEY })).rejects.toMatchObject({ code })
    expect([await it.text(), it.entries.get('llm.apiKey'), it.told]).toEqual([before, OLD, []])
    await it.settings.close()
  })

  test('the store takes no key', async () => {
    const it = await start({ provider: 'openai', model: 'a' }, { broken: new Error('no keychain') })
    const before = await it.text()
    await expect(it.save({ ...LOCAL, key: KEY })).rejects.toThrow()
    expect([await it.text(), it.entries.get('llm.apiKey'), it.told]).toEqual([before, OLD, []])
    await it.settings.close()
  })

  test('the file can not be written: the key from before is back', async () => {
    const it = await start({ provider: 'openai', model: 'a' })
    const path = join(dir, 'config.json')
    await writeFile(path, '{ "llm": {') // somebody is editing it
    await expect(it.save({ ...LOCAL, key: KEY })).rejects.toMatchObject({ code: 'config-broken' })
    expect(it.entries.get('llm.apiKey')).toEqual(OLD)
    expect(it.told.filter(told => JSON.stringify(told).includes('openai-compatible'))).toEqual([])
    await it.settings.close()
  })
})

test('the file changes in one write, so that a program that ends between leaves no half choice', async () => {
  const it = await start({ provider: 'openai', model: 'a' })
  let writes = 0
  await saveModel(
    {
      exchangeSecrets: (changes, work) => it.settings.exchangeSecrets(changes, work),
      change: plan => {
        writes++
        return it.settings.change(plan)
      },
    },
    ModelChoice.parse({ ...LOCAL, key: KEY }),
  )
  expect([writes, await it.llm()]).toEqual([1, LOCAL])
  await it.settings.close()
})
