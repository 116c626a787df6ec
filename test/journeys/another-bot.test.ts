import { afterEach, beforeEach, expect, test } from 'vitest'
import { askedScopes } from '../../main/lark/wanted.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'
import { until } from '../fakes/chat.ts'
import { startApp, type LivingApp } from '../fakes/living-app.ts'
import { dropHome, makeHome } from '../fakes/perch.ts'

const ONE = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'S3cretOfTheApp7Qw9Zx2LmNvB4kTy0a', name: 'One' }
const TWO = { appId: 'cli_b1b2c3d4e5f60719', appSecret: 'S3cretOfTheOther7Qw9Zx2LmNvB4kTy', name: 'Two' }

let before: Sandbox
let after: Sandbox
let home: string
let perch: LivingApp | undefined

beforeEach(async () => {
  before = await createSandbox({ apps: [{ ...ONE, scopes: askedScopes }] })
  after = await createSandbox({ apps: [{ ...TWO, scopes: askedScopes }] })
  home = makeHome({ llm: { provider: 'practice' } })
})
afterEach(async () => {
  await perch?.stop()
  perch = undefined
  await Promise.all([before.close(), after.close()])
  dropHome(home)
})

const start = async () => (perch = await startApp(home, {}))
const connect = async (app: LivingApp, { appId, appSecret }: typeof ONE, domain: string) => {
  await app.call('setup.connect', { appId, appSecret, domain })
  await until(`${appId} is online`, () => {
    const account = app.state().accounts['default']
    return account?.appId === appId && account.state === 'online'
  })
}

async function seen(app: LivingApp) {
  const { steps } = await app.call('setup.guide', {})
  const ticks = Object.fromEntries(steps.map(({ id, tick }) => [id, tick]))
  return { message: ticks['first-message'], reply: ticks['first-reply'], events: ticks['events'] }
}
const nothing = { message: 'open', reply: 'open', events: 'open' }

test('another App ID in an account begins afresh, over a restart too; what waited for the bot before has expired', async () => {
  const app = await start()
  await connect(app, ONE, before.url)
  const ann = await before.world.createPerson({ name: 'Ann' })
  await app.call('people.allow', { id: ann.openId })
  await before.world.say({ person: ann.openId, text: 'hello' })
  await until('she is answered', async () => (await seen(app)).reply === 'done')
  const stranger = await before.world.createPerson({ name: 'Bob' })
  const held = await before.world.say({ person: stranger.openId, text: 'let me in' })
  await until('he waits', () => app.state().pending.length === 1)

  await connect(app, TWO, after.url)
  await until('nobody waits any more', () => app.state().pending.length === 0)
  expect(await seen(app)).toEqual(nothing)
  const told = await until('his message has expired', () =>
    app.state().recent.find(({ messageId, fate }) => messageId === held.messageId && fate === 'expired'),
  )
  expect(told.reason).toContain('another App ID')
  expect((await app.call('conversations.list', {})).length).toBeGreaterThan(0)

  await app.stop()
  const again = await start()
  await again.online()
  expect(await seen(again)).toEqual(nothing)
  expect(again.state().pending).toEqual([])
  const carol = await after.world.createPerson({ name: 'Carol' })
  await after.world.say({ person: carol.openId, text: 'hello' })
  await until('her message counts', async () => (await seen(again)).message === 'done')
  expect((await seen(again)).reply).toBe('open')
})
