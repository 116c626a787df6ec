import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createNetwork, type Network } from '../../main/base/network.ts'
import type { ErrorCode } from '../../main/contract/errors.ts'
import { BeginAnswer, refusalOf, judgePoll } from '../../main/lark/register-answers.ts'
import { registrationLink } from '../../main/lark/register-link.ts'
import { register, type RegisterOptions } from '../../main/lark/register.ts'
import { askedCallbacks, askedEvents, askedScopes } from '../../main/lark/wanted.ts'
import { createAccountsServers, type AccountsOptions, type AccountsServers } from '../../main/sandbox/register.ts'
import { scannedPage, type ScannedPage } from '../../main/sandbox/register-page.ts'

const APP = { clientId: 'cli_a1b2c3d4e5f60718', clientSecret: 'S3cretOfTheNewApp0123456789abcde', openId: 'ou_scanner' }

let servers: AccountsServers
let network: Network
let made: ScannedPage[]
let hidden: string[]
let troubles: (ErrorCode | undefined)[]
let brands: string[]

async function startServers(options: Partial<AccountsOptions> = {}) {
  const make = async (page: ScannedPage) => {
    made.push(page)
    return APP
  }
  servers = await createAccountsServers({ make, interval: 0.05, ...options })
}

beforeEach(async () => {
  ;[made, hidden, troubles, brands] = [[], [], [], []]
  network = createNetwork({ proxy: () => 'none', env: {} })
  await startServers()
})
afterEach(async () => {
  await network.close()
  await servers.close()
})

/** Begins a scan; gives the link of its code and how it ended. */
async function scan(over: Partial<RegisterOptions> = {}, signal = new AbortController().signal) {
  const code = Promise.withResolvers<{ url: string; expiresAt: number }>()
  const result = register(
    {
      servers: servers.urls,
      brand: 'feishu',
      name: 'Perch',
      description: 'An agent',
      network,
      hide: secret => void hidden.push(secret),
      onCode: code.resolve,
      onBrand: brand => void brands.push(brand),
      onTrouble: trouble => void (trouble !== troubles.at(-1) && troubles.push(trouble)),
      now: Date.now,
      ...over,
    },
    signal,
  )
  result.catch((error: unknown) => code.reject(error))
  return { ...(await code.promise), result: result.catch((error: unknown) => Promise.reject(error)) }
}

describe('scanning a code to make a bot', () => {
  test('asks for exactly what Perch needs, and gives back credentials and the person', async () => {
    const { url, expiresAt, result } = await scan()
    expect(servers.open(url)).toEqual({
      userCode: expect.stringMatching(/^[0-9A-F]{10}$/),
      name: 'Perch',
      description: 'An agent',
      createOnly: true,
      clientId: undefined,
      minimal: true,
      scopes: askedScopes,
      events: askedEvents,
      callbacks: askedCallbacks,
      ignored: [],
    })
    expect(expiresAt - Date.now()).toBeGreaterThan(590_000)
    await servers.approve(url)
    expect(await result).toEqual({
      appId: APP.clientId,
      appSecret: APP.clientSecret,
      ownerId: APP.openId,
      brand: 'feishu',
    })
    expect(hidden).toContain(APP.clientSecret)
    expect(hidden[0]).toMatch(/^[\w-]{32}$/) // the device code, before anything else
    expect(url).not.toContain(hidden[0])
  })

  test('an app that is there is named, and may be changed', async () => {
    const { url, result } = await scan({ appId: APP.clientId })
    expect(servers.open(url)).toMatchObject({ createOnly: false, clientId: APP.clientId })
    await servers.approve(url)
    expect(await result).toMatchObject({ appId: APP.clientId })
  })

  test('a person of a Lark company is followed to the server of Lark, at once', async () => {
    const { url, result } = await scan()
    await servers.approve(url, 'lark')
    expect(await result).toMatchObject({ brand: 'lark', appSecret: APP.clientSecret })
    expect(brands).toEqual(['lark'])
    expect(servers.asked().slice(-2)).toEqual(['feishu poll', 'lark poll'])
  })

  test('begun at Lark, a person of a Feishu company is followed there', async () => {
    const { url, result } = await scan({ brand: 'lark' })
    await servers.approve(url, 'feishu')
    expect(await result).toMatchObject({ brand: 'feishu' })
    expect(servers.asked()[0]).toBe('lark begin')
  })

  test('declining ends it', async () => {
    const { url, result } = await scan()
    servers.deny(url)
    await expect(result).rejects.toMatchObject({ code: 'scan-denied' })
  })

  test('a code that runs out ends it, whether the server says so or the clock', async () => {
    const first = await scan()
    servers.expire(first.url)
    await expect(first.result).rejects.toMatchObject({ code: 'scan-expired' })
    await servers.close()
    await startServers({ expiresIn: 0.2 })
    const second = await scan()
    await expect(second.result).rejects.toMatchObject({ code: 'scan-expired' })
  })

  test('calling it off ends it, in a wait and in the middle of a question', async () => {
    const waiting = new AbortController()
    const one = await scan({}, waiting.signal)
    waiting.abort()
    await expect(one.result).rejects.toMatchObject({ code: 'cancelled' })
    const asking = new AbortController()
    const two = await scan({}, asking.signal)
    servers.fail('hang', 5)
    setTimeout(() => asking.abort(), 120)
    await expect(two.result).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('an outage in the middle is survived: the same code is good when the network is back', async () => {
    const { url, result } = await scan()
    servers.fail('cut', 3)
    servers.fail(502, 2)
    await servers.approve(url)
    expect(await result).toMatchObject({ appId: APP.clientId })
    expect(troubles).toEqual(['lark-unreachable', 'lark-busy', undefined])
    expect(servers.asked().filter(asked => asked.endsWith('begin'))).toHaveLength(1)
  })

  test('asked to slow down, it does', async () => {
    const waits: number[] = []
    const pause = async (milliseconds: number) => void waits.push(milliseconds)
    let time = 0
    await servers.close()
    await startServers({ interval: 1, now: () => 1_000_000 + time })
    const { url, result } = await scan({
      now: () => 1_000_000 + time,
      pause: async (wait, _signal) => {
        await pause(wait)
        time += waits.length === 2 ? 10 : wait // the second poll comes too soon
        if (waits.length === 4) await servers.approve(url)
      },
    })
    await result
    expect(waits).toEqual([1000, 1000, 6000, 6000])
  })

  test('without a first answer there is no code', async () => {
    servers.fail('cut')
    await expect(scan()).rejects.toMatchObject({ code: 'lark-unreachable' })
    servers.fail(200)
    await expect(scan()).rejects.toMatchObject({ code: 'lark-answer-invalid' })
  })
})

test('numbers that come as text count', () => {
  const answer = {
    device_code: 'd',
    verification_uri_complete: 'https://accounts.feishu.cn/p',
    interval: '1',
    expires_in: '60',
  }
  expect(BeginAnswer.parse(answer)).toMatchObject({ interval: 1, expires_in: 60 })
  expect(BeginAnswer.parse({ ...answer, interval: null, expires_in: 'soon' })).toMatchObject({
    interval: 5,
    expires_in: 600,
  })
})

test('a refusal to give out a code is one, and safe to show', () => {
  expect(refusalOf({ error: 'invalid_request <b>', error_description: 'no' })).toBe('invalid_requestb')
  expect(refusalOf({ error: 5 })).toBeUndefined()
  expect(refusalOf('<html>')).toBeUndefined()
})

describe('an answer to a poll', () => {
  const credentials = { client_id: 'cli_1', client_secret: 's' }
  test.each([
    [{ error: 'authorization_pending' }, { kind: 'pending' }],
    [{ error: 'slow_down' }, { kind: 'slow-down' }],
    [{ error: 'access_denied' }, { kind: 'over', code: 'scan-denied' }],
    [{ error: 'expired_token' }, { kind: 'over', code: 'scan-expired' }],
    [{ error: 'invalid_grant <b>' }, { kind: 'over', code: 'lark-bad-request', error: 'invalid_grantb' }],
    [
      { ...credentials, user_info: { open_id: 'ou_1' } },
      { kind: 'made', appId: 'cli_1', ownerId: 'ou_1' },
    ],
    [credentials, { kind: 'made', ownerId: undefined }],
    [
      { ...credentials, user_info: { tenant_brand: 'lark' } },
      { kind: 'other-brand', brand: 'lark' },
    ],
    [{ ...credentials, user_info: { tenant_brand: 'mars' } }, { kind: 'made' }],
    [{ client_id: 'cli_1' }, { kind: 'nonsense' }],
    [{ client_id: 7, error: 7 }, { kind: 'nonsense' }],
    ['<html>', { kind: 'nonsense' }],
    [null, { kind: 'nonsense' }],
  ])('%j', (body, judged) => {
    expect(judgePoll(body, 'feishu')).toMatchObject(judged)
  })
})

describe('the link of a code', () => {
  const wish = { name: 'Büro & 办公', description: '' }
  test.each(['https://open.feishu.cn/page/launcher?user_code=AB', 'http://127.0.0.1:80/page?user_code=AB'])(
    '%s',
    given => {
      const link = registrationLink(given, wish)
      expect(scannedPage(link ?? '')).toMatchObject({ userCode: 'AB', name: 'Büro & 办公' })
    },
  )

  test.each(['http://open.feishu.cn/page', 'javascript:alert(1)', 'file:///etc/passwd', 'no address', ''])(
    'is never %s',
    given => {
      expect(registrationLink(given, wish)).toBeUndefined()
    },
  )
})
