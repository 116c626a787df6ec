import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askedScopes } from '../../main/lark/wanted.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'
import { until } from '../fakes/chat.ts'
import { startEchoModel } from '../fakes/echo-model.ts'
import { filesWith, startApp, type LivingApp } from '../fakes/living-app.ts'
import { dropHome, makeHome } from '../fakes/perch.ts'
import { startScanning, type Scanning } from '../fakes/scanning.ts'

let sandbox: Sandbox
let model: Awaited<ReturnType<typeof startEchoModel>>
let scanning: Scanning
let home: string
let ann: string
let perch: LivingApp

async function begin(options: Parameters<typeof startScanning>[2] = {}, lark: object = {}): Promise<void> {
  sandbox = await createSandbox({ apps: [] })
  model = await startEchoModel({})
  ann = (await sandbox.world.createPerson({ name: 'Ann', tenantKey: 'practicetenant01' })).openId
  scanning = await startScanning(sandbox, () => ann, options)
  home = makeHome({
    channels: { lark: { domain: sandbox.url, accountsUrl: scanning.servers.urls.feishu, ...lark } },
    llm: { provider: 'openai-compatible', apiBase: model.url, model: 'echo', apiKeyEnv: 'TEST_KEY' },
  })
  perch = await startApp(home, { TEST_KEY: 'sk-K3yOfTheModel_5Rt8Pq1WsXcV6mJh' })
}

afterEach(async () => {
  await perch.stop()
  await scanning.servers.close()
  await model.close()
  await sandbox.close()
  dropHome(home)
})

const scan = () => perch.state().scan
const code = async (): Promise<string> =>
  until('a code is shown', () => (scan().phase === 'waiting' ? scan().url : undefined))
const phase = (wanted: string) => until(`the scan is ${wanted}`, () => scan().phase === wanted)

describe('scanning a code', () => {
  beforeEach(() => begin())

  test('names the proxy when the platform can not be asked through it', async () => {
    await perch.call('config.set', { path: 'proxy', value: 'http://127.0.0.1:9' })
    await perch.call('config.set', { path: 'channels.lark.accountsUrl', value: 'https://accounts.example.invalid' })
    await perch.call('setup.scan', {})
    await phase('failed')
    expect(scan()).toMatchObject({ code: 'lark-proxy', says: { en: expect.stringContaining('Check "proxy"') } })
  })

  test('makes a bot that is saved, connected, and owned by who scanned it, who is answered at once', async () => {
    await perch.call('setup.scan', { name: 'Ann’s Perch' })
    const url = await code()
    expect(scanning.servers.open(url)).toMatchObject({
      name: 'Ann’s Perch',
      createOnly: true,
      scopes: askedScopes,
      ignored: [],
    })
    expect(scan().expiresAt).toBeGreaterThan(Date.now())
    const { clientId, openId } = await scanning.servers.approve(url)
    await phase('done')
    await perch.online()
    expect(scan()).toEqual({ phase: 'done', account: 'default', brand: 'feishu' })
    expect(perch.config().channels.lark).toMatchObject({
      appId: clientId,
      domain: sandbox.url,
      name: 'Ann’s Perch',
      ownerIds: [openId],
      allowFrom: [openId],
    })
    const hello = await sandbox.world.say({ person: ann, text: 'hello' })
    await until('she is answered without waiting', async () =>
      (await sandbox.world.replies({ messageId: hello.messageId })).some(reply => reply.text.includes('hello')),
    )
    const { steps, missingScopes } = await perch.call('setup.guide', {})
    expect(missingScopes).toEqual([])
    expect(steps.find(({ id }) => id === 'owner')?.tick).toBe('done')
  })

  test('shows neither secret nor device code to anybody, and writes neither down', async () => {
    await perch.call('config.set', { path: 'logLevel', value: 'debug' })
    await perch.call('setup.scan', {})
    await scanning.servers.approve(await code())
    await phase('done')
    await perch.online()
    const [secret = ''] = scanning.secrets
    expect(secret).not.toBe('')
    expect(filesWith(home, secret)).toEqual([])
    for (const text of [...perch.states.map(state => JSON.stringify(state)), ...perch.printed]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain('device')
    }
  })

  test('goes on where a window was closed: the state is what every new window sees', async () => {
    await perch.call('setup.scan', {})
    const url = await code()
    const seen: string[] = []
    perch.app.hub.watch(
      ({ state }) => void seen.push(state.scan.url ?? ''),
      () => undefined,
    )()
    expect(seen).toEqual([url])
    await perch.call('setup.cancel-scan')
    expect(scan()).toEqual({ phase: 'idle' })
  })

  test('called off, nothing happens when somebody scans it later', async () => {
    await perch.call('setup.scan', {})
    const url = await code()
    await perch.call('setup.cancel-scan')
    await scanning.servers.approve(url)
    const asked = scanning.servers.asked().length
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(scanning.servers.asked()).toHaveLength(asked)
    expect(perch.account()).toBeUndefined()
    expect(await perch.call('secret.list')).toEqual([])
  })

  test('declined, says so; a fresh code is one call away', async () => {
    await perch.call('setup.scan', {})
    const first = await code()
    scanning.servers.deny(first)
    await phase('failed')
    expect(scan()).toMatchObject({ code: 'scan-denied', says: { en: expect.stringContaining('declined') } })
    await perch.call('setup.scan', {})
    const second = await code()
    expect(second).not.toBe(first)
    await scanning.servers.approve(second)
    await phase('done')
  })

  test('asked for again and again, the newest code counts and the older ones are no longer asked about', async () => {
    await perch.call('setup.scan', { name: 'First' })
    const first = await code()
    await Promise.all([perch.call('setup.scan', { name: 'Second' }), perch.call('setup.scan', { name: 'Third' })])
    const third = await until('another code', () => {
      const { url } = scan()
      return url !== undefined && scanning.servers.open(url).name === 'Third' ? url : undefined
    })
    expect(third).not.toBe(first)
    await scanning.servers.approve(first) // too late: nobody asks about it any more
    await scanning.servers.approve(third)
    await phase('done')
    expect(perch.config().channels.lark.name).toBe('Third')
  })

  test('an outage in between is told, and survived with the same code', async () => {
    await perch.call('setup.scan', {})
    const url = await code()
    scanning.servers.fail('cut', 4)
    await until('the trouble is told', () => scan().code === 'lark-unreachable')
    expect(scan()).toMatchObject({ phase: 'waiting', url, says: { zh: expect.stringContaining('二维码仍然有效') } })
    await until('it is over', () => scan().code === undefined)
    await scanning.servers.approve(url)
    await phase('done')
  })

  test('without a first answer it fails with what to do', async () => {
    scanning.servers.fail('cut')
    await perch.call('setup.scan', {})
    await phase('failed')
    expect(scan()).toMatchObject({ code: 'lark-unreachable' })
  })

  test('when the bot can not be saved, its App ID is told, and nothing is half there', async () => {
    await perch.call('setup.scan', {})
    const url = await code()
    writeFileSync(join(home, 'config.json'), '{ "channels": ')
    const { clientId } = await scanning.servers.approve(url)
    await phase('failed')
    expect(scan().says?.en).toContain(clientId)
    expect(await perch.call('secret.list')).toEqual([])
  })

  test('adds what is missing to a bot that is there', async () => {
    await perch.call('setup.scan', {})
    const { clientId } = await scanning.servers.approve(await code())
    await phase('done')
    await perch.online()
    await sandbox.world.revokeScopes({ app: clientId, scopes: ['im:resource'] })
    expect((await perch.call('setup.guide', {})).missingScopes).toEqual(['im:resource'])
    await perch.call('setup.scan', { appId: clientId })
    const url = await code()
    expect(scanning.servers.open(url)).toMatchObject({ clientId, createOnly: false })
    await scanning.servers.approve(url)
    await phase('done')
    expect((await perch.call('setup.guide', {})).missingScopes).toEqual([])
    expect(perch.config().channels.lark.appId).toBe(clientId)
  })

  test('a running scan ends with the program', async () => {
    await perch.call('setup.scan', {})
    await code()
    await perch.app.stop()
    const asked = scanning.servers.asked().length
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(scanning.servers.asked()).toHaveLength(asked)
    perch = await startApp(home, { TEST_KEY: 'sk-K3yOfTheModel_5Rt8Pq1WsXcV6mJh' })
    expect(scan()).toEqual({ phase: 'idle' })
  })
})

describe('where codes can not be scanned', () => {
  test('a platform of one’s own without an accounts server says so', async () => {
    await begin({}, { accountsUrl: '' })
    await expect(perch.call('setup.scan', {})).rejects.toMatchObject({ code: 'scan-unavailable' })
    expect(scan()).toEqual({ phase: 'idle' })
  })

  test('where the environment decides about the default account, a code would be in vain', async () => {
    await begin()
    await perch.stop()
    perch = await startApp(home, { LARK_APP_SECRET: 'from-the-environment' })
    await expect(perch.call('setup.scan', {})).rejects.toMatchObject({
      code: 'bad-request',
      message: /LARK_APP_SECRET/,
    })
  })

  test('a code that runs out says so', async () => {
    await begin({ expiresIn: 0.3 })
    await perch.call('setup.scan', {})
    await phase('failed')
    expect(scan()).toMatchObject({ code: 'scan-expired' })
    expect(scan().url).toBeUndefined()
  })
})
