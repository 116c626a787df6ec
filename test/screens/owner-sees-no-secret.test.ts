import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { APP, MODEL_KEY, startJourney, type Journey } from '../fakes/journey.ts'
import { watchService } from '../fakes/watch-service.ts'
import { openOwner, type OwnerWindow } from './owner.ts'
import { perch } from '../fakes/perch.ts'

/** Each secret that there is a place for, and nothing else that would look like it. */
const secrets: Readonly<Record<string, string>> = {
  'channels.lark.appSecret': APP.appSecret,
  'channels.lark.encryptKey': 'EncryptKey+of/this=app_4Gh7Jk2Lm9Np',
  'channels.lark.verificationToken': 'Verify Token&of?this#app 8Qw3Er6Ty1U',
  'llm.apiKey': MODEL_KEY,
}

/** A secret as it is, in JSON, in base64 wherever in a text it stands, and in addresses. */
const formsOf = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  encodeURI(secret),
  secret.replaceAll('&', '&amp;'),
  new URLSearchParams({ x: secret }).toString().slice(2),
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64url'),
  // its middle, for each of the three ways in which bytes before it shift the letters
  ...[0, 1, 2].map(shift =>
    Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)])
      .toString('base64')
      .slice(4, -4),
  ),
]
const forms = Object.values(secrets).flatMap(formsOf)
const leaksIn = (text: string): readonly string[] => forms.filter(form => text.includes(form))

let journey: Journey
let service: Awaited<ReturnType<typeof watchService>>
let owner: Awaited<ReturnType<typeof openOwner>>
let window: OwnerWindow
const asked: string[] = []

beforeAll(async () => {
  journey = await startJourney({
    lark: { dmPolicy: 'open', appSecretEnv: '' },
    config: { logLevel: 'debug' },
  })
  await perch(journey.home, ['config', 'unset', 'llm.apiKeyEnv'])
  for (const [name, value] of Object.entries(secrets))
    expect(await perch(journey.home, ['secret', 'set', name], { input: value })).toMatchObject({ code: 0 })
  await journey.start(['--verbose'])
  service = await watchService(journey.home)
  owner = await openOwner(journey.home)
  window = await owner.window()
  window.page.on('request', request => asked.push(request.url(), request.postData() ?? ''))
})
afterAll(async () => {
  await owner?.close()
  service?.close()
  await journey.stop()
})

/** All that a script of this page could read: the document with what fields hold, the stores, the cookies. */
const readable = (page: Page): Promise<string> =>
  page.evaluate(`JSON.stringify({
    html: document.documentElement.outerHTML,
    values: [...document.querySelectorAll('input, textarea, select')].map(field => field.value),
    local: { ...localStorage }, session: { ...sessionStorage },
    cookie: document.cookie, title: document.title, address: location.href, state: history.state,
  })`)

test('the search finds what it looks for', () => {
  for (const secret of Object.values(secrets))
    for (const told of [secret, `x${Buffer.from(`ab${secret}cd`).toString('base64')}`, encodeURIComponent(secret)])
      expect(leaksIn(told).length).toBeGreaterThan(0)
  expect(leaksIn('nothing of the kind')).toEqual([])
})

test('no screen, store, cookie or frame of a window holds a secret, whatever happens', async () => {
  const { page, frames } = window
  const { world } = journey
  const ann = await world.createPerson({ name: 'Ann' })
  const said = await world.say({ person: ann.openId, text: 'hello' })
  await journey.answers(said.messageId)
  // a platform and a provider that quote secrets back
  const quoted = Object.values(secrets).join(' ')
  await world.failEndpoint({ fault: { kind: 'code', code: 1, message: `refused for ${quoted}` }, times: 3 })
  await world.cutConnections({})
  await page
    .getByText(/refused for/)
    .first()
    .waitFor()
  const seen: string[] = []
  const look = async (what: string) => {
    const text = await readable(page)
    expect([what, leaksIn(text)]).toEqual([what, []])
    seen.push(what)
  }
  await look('home in trouble')
  await until('it is online again', () => service.state().accounts['default']?.state === 'online', 30_000)

  const links = page.getByRole('navigation').first().getByRole('link')
  for (let index = 0; index < (await links.count()); index++) {
    const link = links.nth(index)
    const name = await link.innerText()
    await link.click()
    await page.getByRole('main').getByRole('heading').first().waitFor()
    await page.waitForTimeout(500)
    await look(name)
  }
  expect(seen.length).toBeGreaterThan(5)

  // every page of the settings; a secret that is replaced stays in its field no longer than it is typed
  await page.evaluate('void (location.hash = "#/settings")')
  const topics = page.getByRole('main').getByRole('navigation').getByRole('link')
  await topics.first().waitFor()
  for (let index = 0; index < (await topics.count()); index++) {
    await topics.nth(index).click()
    await page.waitForTimeout(200)
    await look(`settings ${index}`)
  }
  const report = JSON.stringify([
    await service.link.call('status.get', {}),
    await service.link.call('settings.list', {}),
    await service.link.call('config.get', { path: '' }),
    await service.link.call('secret.list', {}),
    service.state(),
  ])
  expect(leaksIn(report)).toEqual([])
  expect(frames.some(({ text }) => text.includes('refused for'))).toBe(true)
  expect(leaksIn(frames.map(({ text }) => text).join('\n'))).toEqual([])
  expect(leaksIn(asked.join('\n'))).toEqual([])
})

test('what the owner types goes to the service once, and is nowhere in the window afterwards', async () => {
  const { page, frames } = window
  const fresh = 'sk-Fr3shlyTypedByTheOwner_9Zx4Cv7Bn2M'
  const field = page.getByRole('textbox').or(page.locator('input[type=password]'))
  await page.evaluate('void (location.hash = "#/settings")')
  await page.getByRole('main').getByRole('navigation').getByRole('link', { name: /model/i }).first().click()
  await page.getByRole('button', { name: 'Replace: API key' }).click() // that of the page before has another name
  const secret = page.locator('input[type=password]').first()
  await secret.waitFor()
  await secret.fill(fresh)
  expect(await field.count()).toBeGreaterThan(0)
  await secret.press('Enter')
  await until('it is set', () => frames.some(({ text }) => text.includes('secret.set')))
  await secret.waitFor({ state: 'detached' })
  expect(await readable(page)).not.toContain(fresh)
  const told = frames.filter(({ text }) => formsOf(fresh).some(form => text.includes(form)))
  expect(told.map(({ direction }) => direction)).toEqual(['sent'])
})
