import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { createRedactor } from '../../main/base/redact.ts'
import { connectEdits } from '../../main/config/account-edits.ts'
import { exchange } from '../../main/config/exchange.ts'
import { createSettings } from '../../main/config/settings.ts'
import { memorySecrets } from './memory-secrets.ts'

const held = { value: 'old', host: 'open.feishu.cn' }
const next = { value: 'new', host: 'open.larksuite.com' }
const failing = () => Promise.reject(new Error('the file is full'))

describe('secrets change together with other work', () => {
  test('both happen', async () => {
    const { store, entries } = memorySecrets()
    await store.set('b', held.value, held.host)
    const seen: unknown[] = []
    await exchange(store, [{ name: 'a', to: next }, { name: 'b' }], async () => void seen.push(...entries))
    expect([...entries]).toEqual([['a', next]])
    expect(seen).toEqual([['a', next]]) // already there when the work begins
  })

  test('when the work fails, everything is as before', async () => {
    const { store, entries } = memorySecrets()
    await store.set('a', held.value, held.host)
    await store.set('b', held.value, held.host)
    const changes = [{ name: 'a', to: next }, { name: 'b' }, { name: 'c', to: next }]
    await expect(exchange(store, changes, failing)).rejects.toThrow('the file is full')
    expect([...entries]).toEqual([
      ['a', held],
      ['b', held],
    ])
  })

  test('when a secret can not be stored, the work never begins', async () => {
    const { store } = memorySecrets(new Error('no keychain'))
    let worked = false
    await expect(exchange(store, [{ name: 'a', to: next }], async () => void (worked = true))).rejects.toThrow()
    expect(worked).toBe(false)
  })

  test('one that the keychain no longer opens can be replaced and taken away', async () => {
    const { store, entries } = memorySecrets()
    await store.set('a', held.value, held.host)
    const shut = { ...store, get: () => Promise.reject(new Error('locked')) }
    await exchange(shut, [{ name: 'a', to: next }], async () => undefined)
    expect(entries.get('a')).toEqual(next)
    await exchange(shut, [{ name: 'a' }], async () => undefined)
    expect(entries.size).toBe(0)
  })
})

describe('the settings connect an account', () => {
  let dir: string
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'perch-exchange-'))))
  afterEach(() => rm(dir, { recursive: true, force: true }))

  async function start(text = '') {
    const { store, entries } = memorySecrets()
    if (text) await writeFile(join(dir, 'config.json'), text)
    const redactor = createRedactor()
    const settings = await createSettings({
      path: join(dir, 'config.json'),
      userHome: dir,
      env: {},
      secrets: store,
      redactor,
      log: silentLogger,
      watch: false,
    })
    return { settings, entries, redactor }
  }
  const name = 'channels.lark.accounts.work.appSecret'
  const account = { id: 'work', appId: 'cli_a1b2c3d4e5f60718', domain: 'lark' }

  test('secret and file, and each change is told once', async () => {
    const { settings, entries, redactor } = await start()
    const told: string[] = []
    settings.onSecret(secret => void told.push(secret))
    const to = { value: '\u200b s3cret-value ', host: 'open.larksuite.com' }
    await settings.exchangeSecrets([{ name, to }], () => settings.change(now => connectEdits(now, account)))
    expect(entries.get(name)).toEqual({ value: 's3cret-value', host: 'open.larksuite.com' })
    expect(await settings.secret(name)).toBe('s3cret-value')
    expect(told).toEqual([name])
    expect(redactor.text('it is s3cret-value')).not.toContain('s3cret-value')
    await settings.close()
  })

  test('a broken file keeps both as they were', async () => {
    const { settings, entries } = await start('{ "channels": ')
    const to = { value: 's3cret-value', host: 'open.larksuite.com' }
    const connected = settings.exchangeSecrets([{ name, to }], () => settings.change(now => connectEdits(now, account)))
    await expect(connected).rejects.toMatchObject({ code: 'config-broken' })
    expect(entries.size).toBe(0)
    expect(await readFile(join(dir, 'config.json'), 'utf8')).toBe('{ "channels": ')
    await settings.close()
  })

  test('a host is confirmed for a secret that is there', async () => {
    const { settings, entries } = await start('{ "channels": { "lark": { "domain": "feishu" } } }')
    const main = 'channels.lark.appSecret'
    await expect(settings.confirmHost(main)).rejects.toMatchObject({ code: 'not-found' })
    await settings.setSecret(main, 's3cret-value')
    await settings.edit('channels.lark.domain', 'lark')
    await expect(settings.secret(main)).rejects.toMatchObject({ code: 'secret-host-changed' })
    await settings.confirmHost(main)
    expect(await settings.secret(main)).toBe('s3cret-value')
    expect(entries.get(main)?.host).toBe('open.larksuite.com')
    await expect(settings.confirmHost('notifiers.ops.secret')).rejects.toMatchObject({ code: 'not-found' })
    await settings.close()
  })
})
