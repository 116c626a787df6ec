import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import { createAccountsServers, type AccountsServers } from '../../main/sandbox/register.ts'
import { scannedPage } from '../../main/sandbox/register-page.ts'

let servers: AccountsServers
let time: number
beforeEach(async () => {
  time = 1_000_000
  const make = async () => ({ clientId: 'cli_1', clientSecret: 's', openId: 'ou_1' })
  servers = await createAccountsServers({ make, now: () => time })
})
afterEach(() => servers.close())

const BEGIN = {
  action: 'begin',
  archetype: 'PersonalAgent',
  auth_method: 'client_secret',
  request_user_info: 'open_id',
}

async function ask(
  fields: Record<string, string>,
  brand: 'feishu' | 'lark' = 'feishu',
  type = 'application/x-www-form-urlencoded',
) {
  const body = type.includes('json') ? JSON.stringify(fields) : new URLSearchParams(fields).toString()
  const url = `${servers.urls[brand]}/oauth/v1/app/registration`
  const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } })
  const answer: Record<string, unknown> = { ...((await response.json()) as object), status: response.status }
  return answer
}

async function begun() {
  const { device_code: code, verification_uri_complete: link } = await ask(BEGIN)
  const page = `${String(link)}&from=sdk&tp=sdk`
  return { page, poll: (brand?: 'feishu' | 'lark') => ask({ action: 'poll', device_code: String(code) }, brand) }
}

describe('the practice accounts servers', () => {
  test('speak the device flow: pending, too fast, made, used up', async () => {
    const { page, poll } = await begun()
    expect(await poll()).toMatchObject({ status: 400, error: 'authorization_pending' })
    expect(await poll()).toMatchObject({ status: 400, error: 'slow_down' })
    time += 5000
    expect(await poll()).toMatchObject({ error: 'slow_down' }) // five seconds more than before
    time += 15_000
    expect(await poll()).toMatchObject({ error: 'authorization_pending' })
    await servers.approve(page)
    expect(await poll()).toMatchObject({
      status: 200,
      client_id: 'cli_1',
      client_secret: 's',
      user_info: { open_id: 'ou_1', tenant_brand: 'feishu' },
    })
    expect(await poll()).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  test('give a Lark app out at Lark only', async () => {
    const { page, poll } = await begun()
    await servers.approve(page, 'lark')
    expect(await poll()).toEqual({ status: 200, user_info: { tenant_brand: 'lark' } })
    expect(await poll('lark')).toMatchObject({ client_id: 'cli_1' })
  })

  test('know denial and age', async () => {
    const denied = await begun()
    servers.deny(denied.page)
    expect(await denied.poll()).toMatchObject({ error: 'access_denied' })
    const old = await begun()
    time += 600_000
    expect(await old.poll()).toMatchObject({ error: 'expired_token' })
    await expect(servers.approve(old.page)).rejects.toThrow('waits')
  })

  test.each([
    ['JSON', BEGIN, 'application/json'],
    ['another archetype', { ...BEGIN, archetype: 'Agent' }, undefined],
    ['no wish for the person', { ...BEGIN, request_user_info: '' }, undefined],
    ['an unknown action', { action: 'init' }, undefined],
  ])('refuse %s', async (_what, fields, type) => {
    expect(await ask(fields, 'feishu', type)).toMatchObject({ status: 400, error: 'invalid_request' })
  })
})

describe('the page behind a code', () => {
  const link = (addons: unknown) => {
    const encoded = gzipSync(JSON.stringify(addons)).toString('base64url')
    return `https://open.feishu.cn/page?user_code=A&from=sdk&tp=sdk&addons=${encoded}`
  }

  test('leaves out in silence what the platform does not know', () => {
    const page = scannedPage(
      link({
        preset: false,
        scopes: { tenant: ['im:resource', 'im:everything'] },
        callbacks: { items: ['card.action.trigger', 'x'] },
      }),
    )
    expect(page).toMatchObject({
      scopes: ['im:resource'],
      callbacks: ['card.action.trigger'],
      ignored: ['im:everything', 'x'],
    })
  })

  test.each([
    ['without from=sdk', 'https://open.feishu.cn/page?user_code=A&tp=sdk'],
    ['without a code', 'https://open.feishu.cn/page?from=sdk&tp=sdk'],
    ['with addons in another base64', 'https://open.feishu.cn/page?user_code=A&from=sdk&tp=sdk&addons=a%2Bb%3D'],
    ['with addons of another form', link({ scopes: { tenant: 'im:resource' } })],
    ['with unknown keys', link({ everything: true })],
  ])('refuses a link %s', (_what, given) => {
    expect(() => scannedPage(given)).toThrow()
  })
})
