import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { askedScopes } from '../../main/lark/wanted.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'
import { BROWSER, QUIET } from '../fakes/browser.ts'
import { until } from '../fakes/chat.ts'
import { startEchoModel } from '../fakes/echo-model.ts'
import { filesWith } from '../fakes/living-app.ts'
import { startService, type LivingService } from '../fakes/living-service.ts'
import { dropHome, perch } from '../fakes/perch.ts'
import { SAMPLES, secretsOf } from '../config/import/start.ts'
import { startScanning, type Scanning } from '../fakes/scanning.ts'
import { expectNoBarriers, expectNoSideScroll, picture } from './harness.ts'

const APP = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'S3cretOfTheApp7Qw9Zx2LmNvB4kTy0a', name: 'Ann’s bot' }
const KEY = 'sk-K3yOfTheModel_5Rt8Pq1WsXcV6mJh'

let browser: Browser
let sandbox: Sandbox
let model: Awaited<ReturnType<typeof startEchoModel>>
let scanning: Scanning
let home: string
let ann: string
let service: LivingService
let page: Page
const faults: string[] = []

beforeAll(async () => void (browser = await chromium.launch({ executablePath: BROWSER, args: QUIET })))
afterAll(() => browser.close())
beforeEach(async () => {
  sandbox = await createSandbox({ apps: [{ ...APP, scopes: askedScopes }] })
  model = await startEchoModel({ key: KEY })
  ann = (await sandbox.world.createPerson({ name: 'Ann', tenantKey: 'practicetenant01' })).openId
  scanning = await startScanning(sandbox, () => ann)
  home = mkdtempSync(join(tmpdir(), 'perch-new-'))
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' && page && !page.isClosed())
    await picture(page, `live-failed-${task.name.slice(0, 20)}`)
  await page?.context().close()
  await service?.stop()
  await scanning.servers.close()
  await model.close()
  await sandbox.close()
  dropHome(home)
  expect(faults.splice(0)).toEqual([])
})

/** An empty home, whose owner has only said where their platform is. */
async function begin(keys: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}) {
  service = await startService(home, env)
  for (const [key, value] of Object.entries({ domain: sandbox.url, ...keys }))
    expect(await perch(home, ['config', 'set', `channels.lark.${key}`, value])).toMatchObject({ code: 0 })
}

async function open(locale: 'en-US' | 'zh-CN' = 'en-US', colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 980, height: 680 }, locale, colorScheme })
  page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', error => faults.push(String(error)))
  page.on('console', line => void (line.type() === 'error' && faults.push(line.text())))
  await page.goto(service.link())
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
  return page
}

/** Goes there as people do who have no mouse. */
async function reach(target: Locator): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The Tab key does not reach ${String(target)}.`)
}
async function enter(target: Locator): Promise<void> {
  await reach(target)
  await page.keyboard.press('Enter')
}

async function look(name: string): Promise<void> {
  await expectNoBarriers(page)
  await expectNoSideScroll(page)
  await picture(page, `live-${name}`)
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const link = (name: string | RegExp) =>
  page.getByRole('main').getByRole('link', { name, exact: typeof name === 'string' })
const title = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

describe('a newcomer', () => {
  test('by App ID and secret, by keyboard alone, to an answered first message', async () => {
    await begin()
    await open()
    await title('Connect a bot')
    await look('start')
    await enter(link('Paste'))
    await title('I have an App ID')
    await reach(page.getByRole('textbox', { name: 'App ID and App Secret' }))
    await page.keyboard.insertText(`App ID: ${APP.appId}\nApp Secret: ${APP.appSecret}`)
    await look('pasted')
    await enter(button('Connect'))
    await title('Console check')
    await page
      .getByText('of 10 verified')
      .or(page.getByText(/\d+ of \d+ verified/))
      .first()
      .waitFor()
    await look('console')
    await enter(link('Continue'))
    await chooseModel()
    await sayHello()
    await enter(link('Go to Home'))
    await title('Home')
    await look('home')
    expect(filesWith(home, APP.appSecret, KEY)).toEqual([])
  })

  test('by scanning, in Chinese and in the dark, to an answered first message', async () => {
    await begin({ accountsUrl: scanning.servers.urls.feishu })
    await open('zh-CN', 'dark')
    await title('接入一个机器人')
    await look('zh-start')
    await button('显示二维码').click()
    await title('扫码创建机器人')
    const code = link(/改为在本机浏览器打开/)
    await code.waitFor()
    await look('zh-code')
    const address = (await code.getAttribute('href')) ?? ''
    const { clientId } = await scanning.servers.approve(address)
    await page.getByText(/已接入/).waitFor()
    await look('zh-scanned')
    await link('继续').click()
    await title('后台核对')
    await page
      .getByText(/已核对 \d+/)
      .first()
      .waitFor()
    await look('zh-console')
    await link('继续').click()
    await title('模型')
    await page.getByRole('combobox', { name: '服务商' }).click()
    await page.getByRole('option', { name: '其他地址' }).click()
    await page.getByRole('textbox', { name: '接口地址' }).fill(model.url)
    await page.getByLabel(/^API 密钥/).fill(KEY)
    await page.getByRole('combobox', { name: '模型', exact: true }).click()
    await page.getByRole('option', { name: 'echo' }).click()
    await button('发送一句话').click()
    await page.getByText(/秒后出现第一个字/).waitFor()
    await look('zh-model')
    await button('继续').click()
    await title('打个招呼')
    await sandbox.world.say({ app: clientId, person: ann, text: '早上好' })
    await title('一切正常')
    await look('zh-hello')
    await link('前往概览').click()
    await title('概览')
    await look('zh-home')
    expect(filesWith(home, KEY, ...scanning.secrets)).toEqual([])
  })
})

describe('each wrong turn is named, with the way out', () => {
  test('while App ID and secret are pasted', async () => {
    await begin()
    await open()
    await link('Paste').click()
    const field = page.getByRole('textbox', { name: 'App ID and App Secret' })
    for (const { name, text = pair(), trouble, says, way } of pastings) {
      await trouble?.()
      await field.fill(text)
      await button('Connect').click()
      await page.getByText(says).first().waitFor()
      await button(way).or(link(way)).waitFor()
      await look(`wrong-${name}`)
    }
    expect(await perch(home, ['config', 'get', 'channels.lark.appId', '--json'])).toMatchObject({ stdout: '""\n' })
    expect(filesWith(home, APP.appSecret)).toEqual([])
  })

  test('of what is set in the console, on the screen and by the command line', async () => {
    await connected()
    await open()
    for (const { name, trouble, says, check, detail } of consoles) {
      await trouble()
      await page.evaluate(() => (location.hash = '#/setup/console'))
      await title('Console check')
      await button('Check again').first().click()
      await page.getByText(says).first().waitFor()
      await look(`console-${name}`)
      const { stdout } = await perch(home, ['doctor', '--json'])
      const rows: readonly { id: string; ok: boolean | null; detail: string; fix: string }[] = JSON.parse(stdout)
      const row = rows.find(({ id }) => id === check)
      expect(row).toMatchObject({ ok: false, detail: expect.stringMatching(detail) })
      expect(row?.fix).not.toBe('')
    }
    await link('Paste the secret again').click()
    await title('Paste the secret again')
    await page.evaluate(() => (location.hash = '#/doctor'))
    await page.getByRole('main').getByText('App ID and App Secret are taken').first().waitFor()
    await look('doctor')
  })
})

describe('what was entered once', () => {
  test('is in no file in clear after setup, rotation, import and removal', async () => {
    await connected()
    const rotated = 'R0tatedSecretOfTheApp9Qw8Zx7LmNv'
    await sandbox.world.changeApp({ appSecret: rotated })
    expect(await perch(home, ['secret', 'set', 'channels.lark.appSecret'], { input: rotated })).toMatchObject({
      code: 0,
    })
    await until('it is online again', () => online())
    const sample = join(SAMPLES, 'openclaw', 'openclaw.json')
    expect(await perch(home, ['import', sample])).toMatchObject({ code: 0 })
    const secrets = [APP.appSecret, rotated, ...secretsOf(sample)]
    expect(secrets.length).toBeGreaterThan(3)
    expect(filesWith(home, ...secrets)).toEqual([])
    await open()
    await page.evaluate(() => (location.hash = '#/settings/account'))
    await button('More for Ann’s bot').click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByText('Remove Ann’s bot?').waitFor()
    await look('remove')
    await button('Remove the account').click()
    await until('it is gone', () => service.state().accounts['default'] === undefined)
    const { stdout } = await perch(home, ['secret', 'list'])
    expect(stdout).not.toContain('channels.lark.appSecret')
    expect(filesWith(home, ...secrets)).toEqual([])
    for (const text of [...service.printed, ...service.states.map(state => JSON.stringify(state))])
      for (const secret of secrets) expect(text).not.toContain(secret)
  })
})

describe('after the first day', () => {
  test('a scan adds the permissions that are missing', async () => {
    await connected({ accountsUrl: scanning.servers.urls.feishu })
    await sandbox.world.revokeScopes({ scopes: ['im:resource', 'cardkit:card:write'] })
    await open()
    await page.evaluate(() => (location.hash = '#/setup/console'))
    await page.getByText('2 permissions are missing').waitFor()
    await button('Add by scanning').click()
    await title('Scan to add what is missing')
    const code = link(/Open on this computer instead/)
    await code.waitFor()
    await scanning.servers.approve((await code.getAttribute('href')) ?? '')
    await link('Continue').click()
    await page.getByText('All 9 are granted.').waitFor()
    const before = calls()
    await page.getByText('The bot has an owner.').waitFor()
    await look('added')
    expect(calls()).toBe(before) // nobody asks the platform again and again
  })

  test('whoever sends the code that the screen shows becomes the owner', async () => {
    await connected()
    await open()
    await page.evaluate(() => (location.hash = '#/setup/console'))
    await button('Get a code').click()
    const code = (await page.locator('.owner-code code').textContent()) ?? ''
    expect(code).toMatch(/\S{6,}/)
    await look('owner-code')
    await sandbox.world.say({ person: ann, text: code })
    await page.getByText('The bot has an owner.').waitFor()
    await look('owner')
  })
})

const online = () => service.state().accounts['default']?.state === 'online'
const calls = () => service.state().accounts['default']?.quota?.used ?? 0

/** A bot that is set up already, by the command line. */
async function connected(keys: Readonly<Record<string, string>> = {}): Promise<void> {
  await begin({ appId: APP.appId, ...keys })
  expect(await perch(home, ['secret', 'set', 'channels.lark.appSecret'], { input: APP.appSecret })).toMatchObject({
    code: 0,
  })
  await until('it is online', () => online(), 20_000)
}

type Pasting = {
  readonly name: string
  readonly text?: string
  readonly trouble?: () => Promise<unknown>
  readonly says: RegExp
  readonly way: string
}
const pair = (secret = APP.appSecret, id = APP.appId) => `App ID: ${id}\nApp Secret: ${secret}`
const endpoint = (code: number) => () => sandbox.world.failEndpoint({ fault: { kind: 'code', code }, times: 1 })
const pastings: readonly Pasting[] = [
  {
    name: 'blank',
    text: pair(`${APP.appSecret.slice(0, 9)} ${APP.appSecret.slice(9)}`),
    says: /There is a blank inside the App Secret/,
    way: 'Connect',
  },
  { name: 'hidden', text: pair('****************'), says: /still hidden or a placeholder/, way: 'Connect' },
  { name: 'secret', text: pair('wrong'.padEnd(32, '7')), says: /does not take this App Secret/, way: 'Paste again' },
  {
    name: 'other-brand',
    trouble: endpoint(1000040351),
    says: /belongs to another platform or brand/,
    way: 'Try again',
  },
  {
    name: 'no-network',
    trouble: () => sandbox.world.setNetwork({ state: 'down' }),
    says: /The platform could not be asked/,
    way: 'Open Doctor',
  },
]

type Console = {
  readonly name: string
  readonly trouble: () => Promise<unknown>
  readonly says: RegExp
  readonly check: string
  readonly detail: RegExp
}
const told = (application: object) => sandbox.world.changeApp({ told: { application: { ...application }, bot: {} } })
const consoles: readonly Console[] = [
  {
    name: 'scope',
    trouble: () => sandbox.world.revokeScopes({ scopes: ['im:message.p2p_msg:readonly'] }),
    says: /One permission is missing/,
    check: 'scope-im-message-p2p-msg-readonly',
    detail: /Private messages never arrive/,
  },
  {
    name: 'unpublished',
    trouble: async () => {
      const scopes = ['im:message.p2p_msg:readonly', 'application:application:self_manage']
      await sandbox.world.grantScopes({ scopes })
      await told({ online_version_id: '' })
    },
    says: /No version of the app was ever published/,
    check: 'published',
    detail: /No version of the app was ever published/,
  },
  {
    name: 'webhook',
    trouble: () => told({ event: { subscription_type: 'webhook' } }),
    says: /The console sends events by webhook/,
    check: 'subscription',
    detail: /The console sends events by webhook/,
  },
  {
    name: 'secret',
    trouble: () => sandbox.world.changeApp({ appSecret: 'Another7Secret7Of7The7App7000000' }),
    says: /does not take this App ID with this App Secret/,
    check: 'token',
    detail: /does not take this App ID with this App Secret/,
  },
]

/** A provider of one's own, its list, a wrong key, then the right one. */
async function chooseModel(): Promise<void> {
  await title('Model')
  const provider = page.getByRole('combobox', { name: 'Provider' })
  await enter(provider)
  await page.getByRole('option', { name: 'OpenAI-compatible' }).waitFor()
  await page.keyboard.type('Another')
  await page.keyboard.press('Enter')
  await reach(page.getByRole('textbox', { name: 'API address' }))
  await page.keyboard.insertText(model.url)
  const key = page.getByLabel(/^API key/)
  await reach(key)
  await page.keyboard.insertText('sk-WrongKeyOfSomebodyElse_1234567')
  await page.keyboard.press('Enter')
  await page.getByText(/list could not be read/).waitFor()
  await look('model-list-refused')
  const name = page.getByRole('combobox', { name: 'Model' })
  await reach(name)
  await page.keyboard.insertText('echo')
  await enter(button('Send a sentence'))
  await page.getByText('The key was refused').waitFor()
  await look('model-refused')
  await enter(button('Enter another key'))
  await reach(key)
  await page.keyboard.insertText(KEY)
  await page.keyboard.press('Enter')
  await page.getByText('One of 2 that it offers.').waitFor()
  await enter(button('Send a sentence'))
  await page.getByText(/First word after/).waitFor()
  await look('model-tested')
  await enter(button('Continue'))
}

async function sayHello(): Promise<void> {
  await title('Say hello')
  await look('hello')
  const { messageId } = await sandbox.world.say({ person: ann, text: 'good morning' })
  await page.getByText('Is this you?').waitFor()
  await page.getByText('good morning').waitFor()
  expect(await page.getByRole('button', { name: /Open ID/ }).textContent()).toContain(ann.slice(0, 6))
  await look('hello-arrived')
  await enter(button('Yes, make me the owner'))
  await title('It works')
  const replies = await until('the answer is in the chat', async () => {
    const all = await sandbox.world.replies({ messageId })
    return all.some(({ text }) => text.includes('echo: ')) ? all : undefined
  })
  expect(replies.at(-1)?.text).toContain('good morning')
  await look('hello-done')
}
