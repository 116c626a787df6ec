import { writeFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askedScopes } from '../../main/lark/wanted.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'
import { until } from '../fakes/chat.ts'
import { startEchoModel } from '../fakes/echo-model.ts'
import { filesWith, startApp, type LivingApp } from '../fakes/living-app.ts'
import { dropHome, makeHome } from '../fakes/perch.ts'

const APP = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'S3cretOfTheApp7Qw9Zx2LmNvB4kTy0a', name: 'Ann’s bot' }

let sandbox: Sandbox
let model: Awaited<ReturnType<typeof startEchoModel>>
let home: string
let perch: LivingApp | undefined

beforeEach(async () => {
  sandbox = await createSandbox({ apps: [{ ...APP, scopes: askedScopes }] })
  model = await startEchoModel({})
  home = makeHome({ llm: { provider: 'openai-compatible', apiBase: model.url, model: 'echo', apiKeyEnv: 'TEST_KEY' } })
})
afterEach(async () => {
  await perch?.stop()
  perch = undefined
  await model.close()
  await sandbox.close()
  dropHome(home)
})

const start = async () => (perch = await startApp(home, { TEST_KEY: 'sk-K3yOfTheModel_5Rt8Pq1WsXcV6mJh' }))
const connect = (app: LivingApp, over: object = {}) =>
  app.call('setup.connect', { appId: APP.appId, appSecret: APP.appSecret, domain: sandbox.url, ...over })

const answerTo = (messageId: string) =>
  until('there is an answer', async () => {
    const replies = await sandbox.world.replies({ messageId })
    return replies.some(reply => reply.text !== '' && !reply.card?.streaming) ? replies : undefined
  })

const ticks = async (app: LivingApp) => {
  const { steps } = await app.call('setup.guide', {})
  return Object.fromEntries(steps.map(({ id, tick }) => [id, tick]))
}

describe('from nothing to the first answer, by credentials', () => {
  test('tried, connected, claimed by the code, and every tick is earned', async () => {
    const app = await start()
    const { world } = sandbox
    expect(await ticks(app)).toMatchObject({
      'create-app': 'open',
      credentials: 'open',
      connection: 'open',
      owner: 'open',
    })
    const tried = await app.call('setup.try', {
      appId: APP.appId,
      appSecret: ` ${APP.appSecret}\u200b`,
      domain: sandbox.url,
    })
    expect(tried).toMatchObject({ ok: true, domain: sandbox.url, bot: { name: 'Ann’s bot' } })
    expect(app.config().channels).toBeUndefined() // nothing is saved by trying

    expect(await connect(app)).toEqual({ account: 'default' })
    await app.online()
    expect(await ticks(app)).toMatchObject({
      'create-app': 'done',
      credentials: 'done',
      bot: 'done',
      permissions: 'done',
      connection: 'done',
      events: 'open',
      callbacks: 'open',
      'first-message': 'open',
      owner: 'open',
    })

    const { code, expiresAt } = await app.call('setup.owner-code', {})
    expect(expiresAt - Date.now()).toBeGreaterThan(59 * 60_000)
    const guide = await app.call('setup.guide', {})
    expect(guide).toMatchObject({
      appId: APP.appId,
      hasOwner: false,
      ownerCode: { code },
      missingScopes: [],
      grantLink: '',
    })
    expect(guide.steps.every(step => step.link === undefined)).toBe(true) // a platform of one's own has no known console

    const ann = await world.createPerson({ name: 'Ann' })
    const hello = await world.say({ person: ann.openId, text: 'hello' })
    await until('she waits', () => app.state().pending.length === 1)
    const claimed = await world.say({ person: ann.openId, text: code.toLowerCase() })
    expect((await answerTo(claimed.messageId))[0]?.text).toContain('You are the owner of this bot now')
    expect(app.config().channels.lark).toMatchObject({ ownerIds: [ann.openId], allowFrom: [ann.openId] })
    await until('what she said first is answered', async () =>
      (await world.replies({ messageId: hello.messageId })).some(reply => reply.text.includes('hello')),
    )
    await until('nobody waits', () => app.state().pending.length === 0)
    expect(await ticks(app)).toMatchObject({
      events: 'done',
      'first-message': 'done',
      owner: 'done',
      'first-reply': 'done',
      version: 'done',
      callbacks: 'open',
    })

    const bob = await world.createPerson({ name: 'Bob' })
    await world.say({ person: bob.openId, text: code })
    await until('the used code is a stranger’s message', () =>
      app.state().pending.some(one => one.openId === bob.openId),
    )
    expect(app.config().channels.lark.ownerIds).toEqual([ann.openId])
  })

  test('a pressed button is what proves card callbacks', async () => {
    const app = await start()
    await connect(app)
    await app.online()
    const ann = await sandbox.world.createPerson({ name: 'Ann' })
    await app.call('people.allow', { id: ann.openId })
    const card = {
      schema: '2.0',
      body: {
        elements: [
          {
            tag: 'button',
            text: { tag: 'plain_text', content: 'Go' },
            behaviors: [{ type: 'callback', value: { a: 1 } }],
          },
        ],
      },
    }
    const file = join(home, 'card.json')
    writeFileSync(file, JSON.stringify(card))
    const sent = await app.call('message.send', { to: ann.openId, card: file })
    expect((await ticks(app))['callbacks']).toBe('open')
    await sandbox.world.press({ person: ann.openId, messageId: sent.messageId, control: 'Go' })
    await until('the tick is there', async () => (await ticks(app))['callbacks'] === 'done')
  })

  test('missing permissions are named, one link grants just them, and the administrator gets a text', async () => {
    await sandbox.world.revokeScopes({ scopes: ['im:resource', 'im:message.p2p_msg:readonly'] })
    const app = await start()
    await connect(app)
    await app.online()
    await app.call('config.set', { path: 'channels.lark.consoleUrl', value: 'https://console.example/' })
    const guide = await app.call('setup.guide', {})
    expect(guide.missingScopes).toEqual(['im:message.p2p_msg:readonly', 'im:resource'])
    expect(guide.grantLink).toBe(
      `https://console.example/app/${APP.appId}/auth?q=im:message.p2p_msg:readonly,im:resource&op_from=openapi&token_type=tenant`,
    )
    const permissions = guide.steps.find(({ id }) => id === 'permissions')
    expect(permissions).toMatchObject({ tick: 'failed', link: guide.grantLink })
    expect(guide.steps.find(({ id }) => id === 'version')?.link).toBe(
      `https://console.example/app/${APP.appId}/version`,
    )
    for (const text of [guide.adminText.en, guide.adminText.zh]) {
      for (const scope of askedScopes) expect(text).toContain(scope)
      expect(text).toContain(APP.appId)
      expect(text).not.toContain(APP.appSecret)
    }
    await sandbox.world.grantScopes({ scopes: guide.missingScopes as string[] })
    expect((await ticks(app))['permissions']).toBe('done')
  })
})

describe('nothing is saved half', () => {
  test.each([
    ['a wrong secret', { appSecret: 'not-the-secret-at-all' }, 'lark-bad-secret'],
    ['an App ID of another form', { appId: 'cli_1' }, 'lark-app-id-invalid'],
    ['a platform that is none', { domain: 'ftp://x' }, 'bad-request'],
    ['an empty secret', { appSecret: ' ' }, 'config-invalid'],
  ])('%s', async (_what, over, code) => {
    const before = readFileSync(join(home, 'config.json'), 'utf8')
    const app = await start()
    await expect(connect(app, over)).rejects.toMatchObject({ code })
    expect(readFileSync(join(home, 'config.json'), 'utf8')).toBe(before)
    expect(await app.call('secret.list')).toEqual([])
    expect(app.account()).toBeUndefined()
  })

  test('a broken file', async () => {
    const app = await start()
    writeFileSync(join(home, 'config.json'), '{ "channels": ')
    await expect(connect(app)).rejects.toMatchObject({ code: 'config-broken' })
    expect(await app.call('secret.list')).toEqual([])
  })

  test('the same bot under a second name', async () => {
    const app = await start()
    await connect(app)
    await expect(connect(app, { account: 'work' })).rejects.toMatchObject({
      code: 'account-exists',
      message: `The account "default" already serves this bot (${APP.appId}).`,
    })
    expect((await app.call('secret.list')).map(({ name }) => name)).toEqual(['channels.lark.appSecret'])
  })

  test('comments of the file stay, and the secret is nowhere in clear, before and after', async () => {
    const path = join(home, 'config.json')
    writeFileSync(path, `// mine\n${readFileSync(path, 'utf8').replace('{', '{ // first')}`)
    const app = await start()
    await connect(app, { name: 'Ann' })
    await app.online()
    const text = readFileSync(path, 'utf8')
    expect(text).toContain('// mine')
    expect(text).toContain('{ // first')
    expect(filesWith(home, APP.appSecret)).toEqual([])
    for (const state of [app.state(), ...app.states]) expect(JSON.stringify(state)).not.toContain(APP.appSecret)
    expect(app.printed.join('\n')).not.toContain(APP.appSecret)
  })
})
