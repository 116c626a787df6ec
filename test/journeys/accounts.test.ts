import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'
import { until } from '../fakes/chat.ts'
import { startEchoModel } from '../fakes/echo-model.ts'
import { filesWith, startApp, type LivingApp } from '../fakes/living-app.ts'
import { dropHome, makeHome } from '../fakes/perch.ts'

const OFFICE = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'OfficeSecret7Qw9Zx2LmNvB4kTy0a1b', name: 'Office bot' }
const HOME = { appId: 'cli_00000000000000ff', appSecret: 'HomeSecret5Rt8Pq1WsXcV6mJh2d3e4f', name: 'Home bot' }

let office: Sandbox
let family: Sandbox
let model: Awaited<ReturnType<typeof startEchoModel>>
let home: string
let perch: LivingApp

const ENV = { TEST_KEY: 'sk-K3yOfTheModel_5Rt8Pq1WsXcV6mJh' }

beforeEach(async () => {
  office = await createSandbox({ apps: [OFFICE] })
  family = await createSandbox({ apps: [HOME] })
  model = await startEchoModel({})
  home = makeHome({
    channels: { lark: { dmPolicy: 'open' } },
    llm: { provider: 'openai-compatible', apiBase: model.url, model: 'echo', apiKeyEnv: 'TEST_KEY' },
  })
  perch = await startApp(home, ENV)
  await perch.call('setup.connect', { ...pick(OFFICE), domain: office.url, name: 'Office' })
  await perch.call('setup.connect', { account: 'family', ...pick(HOME), domain: family.url, name: 'Family' })
  await Promise.all([perch.online(), perch.online('family')])
})
afterEach(async () => {
  await perch.stop()
  await Promise.all([model.close(), office.close(), family.close()])
  dropHome(home)
})

const pick = ({ appId, appSecret }: typeof OFFICE) => ({ appId, appSecret })

/** Says something to a bot, and waits until it answered with that text. */
async function talk({ world }: Sandbox, person: string, text: string) {
  const { messageId } = await world.say({ person, text })
  await until(`"${text}" is answered`, async () =>
    (await world.replies({ messageId })).some(reply => reply.text.includes(text) && !reply.card?.streaming),
  )
  return messageId
}

/** All that a bot ever sent, by how often it answered each text. */
const answers = async ({ world }: Sandbox, messageId: string) => (await world.replies({ messageId })).length

const logLines = () => {
  const day = new Date().toISOString().slice(0, 10)
  const text = readFileSync(join(home, 'logs', `perch-${day}.1.log`), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Record<string, unknown>)
}

describe('two bots on two platforms at once', () => {
  test('each answers its own people through itself, and is counted by itself', async () => {
    const ann = await office.world.createPerson({ name: 'Ann' })
    const same = await family.world.createPerson({ name: 'Ann' })
    await Promise.all([talk(office, ann.openId, 'to the office'), talk(family, same.openId, 'to the family')])
    const people = await perch.call('people.list', {})
    expect(new Set(people.map(({ account, openId }) => `${account} ${openId}`))).toEqual(
      new Set([`default ${ann.openId}`, `family ${same.openId}`]),
    )
    await perch.call('people.deny', { id: ann.openId, account: 'default' })
    const denied = await office.world.say({ person: ann.openId, text: 'again' })
    await talk(family, same.openId, 'still here')
    expect(await answers(office, denied.messageId)).toBe(0)
    // so often that the family's count is the higher one, whichever answer took long enough for a typing sign
    for (const word of ['once', 'twice', 'thrice', 'once more', 'at last']) await talk(family, same.openId, word)
    const calls = await until('both are counted', async () => {
      await perch.call('status.get', { probe: true })
      const [one, two] = [perch.account()?.quota.calls ?? 0, perch.account('family')?.quota.calls ?? 0]
      return one > 0 && two > one ? [one, two] : undefined
    })
    expect(calls).toHaveLength(2)
    for (const account of ['default', 'family']) {
      const apps = await (account === 'default' ? office : family).world.calls({})
      const own = account === 'default' ? OFFICE.appId : HOME.appId
      expect(new Set(apps.map(({ appId }) => appId).filter(Boolean))).toEqual(new Set([own]))
    }
  })

  test('the same message ID at both is two messages; at one of them again, a duplicate', async () => {
    const ann = await office.world.createPerson({ name: 'Ann' })
    const bob = await family.world.createPerson({ name: 'Bob' })
    const event = (openId: string) => ({
      type: 'im.message.receive_v1',
      event: {
        sender: { sender_id: { open_id: openId }, sender_type: 'user', tenant_key: 'practicetenant01' },
        message: {
          message_id: 'om_theSameAtBothPlatforms000000000',
          create_time: String(Date.now()),
          chat_id: 'oc_theSameAtBothPlatforms000000000',
          chat_type: 'p2p',
          message_type: 'text',
          content: JSON.stringify({ text: '/whoami' }),
        },
      },
    })
    const fatesOf = async (account: string) =>
      (await perch.call('fates.read', { limit: 100 }))
        .filter(row => row.account === account && row.messageId === 'om_theSameAtBothPlatforms000000000')
        .map(({ fate }) => fate)
    await office.world.deliver(event(ann.openId))
    await until('it is known', async () => (await fatesOf('default')).length === 1)
    await family.world.deliver(event(bob.openId))
    await until('it is known there too', async () => (await fatesOf('family')).length === 1)
    await family.world.deliver(event(bob.openId))
    await until('it came again', async () => (await fatesOf('family')).includes('duplicate'))
    expect(await fatesOf('default')).toHaveLength(1)
    expect(await fatesOf('default')).not.toContain('duplicate')
  })

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['its server is down', () => family.world.setNetwork({ state: 'down' }), /reconnecting|connecting|failed/],
    [
      'its secret was reset',
      async () => {
        await family.world.changeApp({ appSecret: 'another-secret' })
        await family.world.revokeTokens({})
        await family.world.cutConnections({})
      },
      /failed/,
    ],
    [
      'its platform is broken',
      async () => {
        await family.world.failRoute({ route: '/', status: 502, body: '<html>', times: 1000 })
        await family.world.failEndpoint({ fault: { kind: 'status', status: 502 }, times: 1000 })
        await family.world.cutConnections({})
      },
      /reconnecting|connecting/,
    ],
  ])('one of them fails because %s: the other is untouched', async (_why, breakIt, state) => {
    const ann = await office.world.createPerson({ name: 'Ann' })
    await talk(office, ann.openId, 'before')
    const since = perch.account()?.since
    await breakIt()
    await until('it is in trouble', () => state.test(perch.account('family')?.state ?? ''), 45_000)
    await talk(office, ann.openId, 'meanwhile')
    await talk(office, ann.openId, 'and more')
    expect(perch.account()).toMatchObject({ state: 'online', since })
    expect(perch.account()?.reason).toBeUndefined()
    const told = logLines().filter(line => String(line['msg'] ?? line['message']).startsWith('connection '))
    expect(told.length).toBeGreaterThan(2)
    for (const line of told) expect(['default', 'family']).toContain(line['account'])
    await family.world.clearFaults({})
  })
})

describe('what is done to one account', () => {
  test('pause and go on: live, and only that one', async () => {
    const bob = await family.world.createPerson({ name: 'Bob' })
    const ann = await office.world.createPerson({ name: 'Ann' })
    await perch.call('accounts.pause', { account: 'default', paused: true })
    expect(perch.account()).toMatchObject({ state: 'offline' })
    await talk(family, bob.openId, 'is it quiet?')
    expect((await office.world.connections({})).length).toBe(0)
    const waiting = await office.world.say({ person: ann.openId, text: 'anybody?' })
    await perch.call('accounts.pause', { account: 'default', paused: false })
    await perch.online()
    await talk(office, ann.openId, 'back')
    expect(await answers(office, waiting.messageId)).toBeLessThanOrEqual(1)
    expect(perch.account('family')?.state).toBe('online')
  })

  test('rename, and names that are not there', async () => {
    await perch.call('accounts.rename', { account: 'family', name: 'Büro 办公' })
    expect(perch.account('family')?.name).toBe('Büro 办公')
    for (const call of ['accounts.remove', 'accounts.retry'] as const)
      await expect(perch.call(call, { account: 'nobody' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(perch.call('accounts.pause', { account: 'nobody', paused: true })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('remove one: its connection, its block and its secret are gone for good; the other and its own memory stay', async () => {
    const bob = await family.world.createPerson({ name: 'Bob' })
    const ann = await office.world.createPerson({ name: 'Ann' })
    await talk(family, bob.openId, 'remember me')
    await perch.call('people.allow', { id: bob.openId, account: 'family' })
    await perch.call('secret.set', {
      name: 'channels.lark.accounts.family.encryptKey',
      value: 'EncryptKeyOfTheFamily77',
    })
    await perch.call('accounts.remove', { account: 'family' })
    expect(perch.account('family')).toBeUndefined()
    await until('the connection is closed', async () => (await family.world.connections({})).length === 0)
    expect(perch.config().channels.lark.accounts).toEqual({})
    expect((await perch.call('secret.list')).map(({ name }) => name)).toEqual(['channels.lark.appSecret'])
    expect(filesWith(home, HOME.appSecret, HOME.appId)).toEqual(expect.not.arrayContaining([join(home, 'config.json')]))
    expect(filesWith(home, HOME.appSecret, OFFICE.appSecret, 'EncryptKeyOfTheFamily77')).toEqual([])
    await talk(office, ann.openId, 'still there?')

    await perch.call('setup.connect', { account: 'family', ...pick(HOME), domain: family.url })
    await perch.online('family')
    const people = await perch.call('people.list', { account: 'family' })
    expect(people.find(({ openId }) => openId === bob.openId)).toMatchObject({ name: 'Bob' })
    await talk(family, bob.openId, 'here I am')
  })

  test('remove the one at the top level: the named one goes on', async () => {
    const bob = await family.world.createPerson({ name: 'Bob' })
    await perch.call('accounts.remove', { account: 'default' })
    expect(Object.keys(perch.state().accounts)).toEqual(['family'])
    expect(perch.config().channels.lark).toMatchObject({ dmPolicy: 'open' })
    expect(perch.config().channels.lark.appId).toBeUndefined()
    await talk(family, bob.openId, 'hello')
    expect(filesWith(home, OFFICE.appSecret)).toEqual([])
  })

  test('a wrong secret is put right while it runs, in one place, and retry needs no patience', async () => {
    const bob = await family.world.createPerson({ name: 'Bob' })
    await family.world.changeApp({ appSecret: 'TheNewSecretAfterTheReset0123456' })
    await family.world.revokeTokens({})
    await family.world.cutConnections({})
    await until('it failed', () => perch.account('family')?.code === 'lark-bad-secret', 45_000)
    await perch.call('secret.set', {
      name: 'channels.lark.accounts.family.appSecret',
      value: 'TheNewSecretAfterTheReset0123456',
    })
    await perch.online('family')
    await talk(family, bob.openId, 'again')
    expect(filesWith(home, HOME.appSecret, 'TheNewSecretAfterTheReset0123456')).toEqual([])
  })

  test('retry connects now what waits for a server that is back', async () => {
    await family.world.setNetwork({ state: 'down' })
    await until('it is in trouble', () => perch.account('family')?.state !== 'online', 45_000)
    await family.world.setNetwork({ state: 'up' })
    await perch.call('accounts.retry', { account: 'family' })
    await perch.online('family')
  })

  test('a secret goes to a new host only when the owner says so', async () => {
    const moved = await createSandbox({ apps: [HOME] })
    try {
      const address = moved.url.replace('127.0.0.1', 'localhost')
      await perch.call('config.set', { path: 'channels.lark.accounts.family.domain', value: address })
      await until('it refuses', () => perch.account('family')?.code === 'secret-host-changed')
      expect(await moved.world.calls({})).toEqual([])
      await perch.call('secret.confirm-host', { name: 'channels.lark.accounts.family.appSecret' })
      await perch.online('family')
    } finally {
      await perch.call('accounts.remove', { account: 'family' })
      await moved.close()
    }
  })
})
