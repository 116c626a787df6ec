import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createNetwork } from '../../main/base/network.ts'
import type { LogFields, Logger } from '../../main/base/logger.ts'
import type { ErrorCode } from '../../main/contract/errors.ts'
import { truest, tryOut, type Attempt, type TryOutOptions } from '../../main/lark/tryout.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'

const APP = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'S3cretOfTheApp7Qw9Zx2LmNvB4kTy0a', name: 'Ann’s bot' }
const OTHER = { appId: 'cli_00000000000000ff', appSecret: 'AnotherSecret0123456789abcdefABC' }

let feishu: Sandbox
let lark: Sandbox
let lines: string[]
beforeEach(async () => {
  lines = []
  feishu = await createSandbox({ apps: [OTHER] })
  lark = await createSandbox({ apps: [APP] })
})
afterEach(async () => {
  await Promise.all([feishu.close(), lark.close()])
})

const noting = (message: string, fields?: LogFields) => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
const log: Logger = { debug: noting, info: noting, warn: noting, error: noting, child: () => log }
const { signal } = new AbortController()

async function attempt(over: Partial<TryOutOptions> = {}, proxy = 'none') {
  const network = createNetwork({ proxy: () => proxy, env: {} })
  const places = [
    { domain: 'feishu', baseUrl: feishu.url },
    { domain: 'lark', baseUrl: lark.url },
  ]
  try {
    return await tryOut({ ...APP, places, network, proxyOf: () => '', log, now: Date.now, ...over }, signal)
  } finally {
    await network.close()
  }
}

const first = () => [{ domain: 'feishu', baseUrl: feishu.url }]
const second = () => [{ domain: 'lark', baseUrl: lark.url }]

describe('credentials are tried out', () => {
  test('the brand is the one that takes them, and the bot is named', async () => {
    const { bot } = (await attempt()) as { bot?: { openId: string } }
    expect(await attempt()).toEqual({ ok: true, domain: 'lark', bot: { openId: bot?.openId, name: 'Ann’s bot' } })
    expect(bot?.openId).toMatch(/^ou_/)
    expect(await attempt(OTHER)).toMatchObject({ ok: true, domain: 'feishu' })
  })

  test('a secret that one of the platforms refuses is a wrong secret', async () => {
    const tried = await attempt({ appSecret: 'wrong-but-long-enough' })
    expect(tried).toMatchObject({ ok: false, code: 'lark-bad-secret' })
    expect(tried.says?.zh).toContain('App Secret')
  })

  test('an App ID that the platform does not know', async () => {
    await feishu.world.failRoute({ route: 'tenant_access_token', status: 200, code: 10003, message: 'invalid param' })
    expect(await attempt({ places: first() })).toMatchObject({ ok: false, code: 'lark-app-unknown' })
  })

  test('an App ID that the platform refuses with the code of a wrong secret, and other words', async () => {
    const refuse = (message: string) =>
      feishu.world.failRoute({ route: 'tenant_access_token', status: 200, code: 10014, message })
    await refuse('app id not exists')
    expect(await attempt({ places: first() })).toMatchObject({ ok: false, code: 'lark-app-unknown' })
    await refuse('app_id or app_secret is invalid')
    expect(await attempt({ places: first() })).toMatchObject({ ok: false, code: 'lark-bad-secret' })
    await refuse('app secret invalid')
    expect(await attempt({ places: first() })).toMatchObject({ ok: false, code: 'lark-bad-secret' })
  })

  test('an App ID of another form is not sent anywhere', async () => {
    expect(await attempt({ appId: 'cli_1' })).toMatchObject({ ok: false, code: 'lark-app-id-invalid' })
    expect(await feishu.world.calls({})).toEqual([])
  })

  test('a platform that does not answer', async () => {
    await lark.world.setNetwork({ state: 'down' })
    expect(await attempt({ places: second() })).toMatchObject({ ok: false, code: 'lark-unreachable' })
  })

  test('behind a proxy that refuses, or is not there, the proxy is named', async () => {
    const proxyOf = () => 'http://proxy.example:3128'
    await lark.world.setNetwork({ state: 'down' })
    expect(await attempt({ places: second(), proxyOf })).toMatchObject({ ok: false, code: 'lark-proxy' })
    const refusing = createServer().on('connect', (_request, socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
    )
    await new Promise<void>(resolve => void refusing.listen(0, '127.0.0.1', resolve))
    // A server that listens on TCP has an address with a port.
    const proxy = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`
    const places = [{ domain: 'feishu', baseUrl: 'https://platform.example' }]
    expect(await attempt({ places, proxyOf }, proxy)).toMatchObject({ ok: false, code: 'lark-proxy' })
    refusing.close()
  })

  test('an app of the other brand, which only the long connection knows: the other brand is tried, or named', async () => {
    await feishu.world.createApp(APP)
    await feishu.world.failEndpoint({ fault: { kind: 'code', code: 1000040351 }, times: 2 })
    expect(await attempt()).toMatchObject({ ok: true, domain: 'lark' })
    const tried = await attempt({ places: first() })
    expect(tried).toMatchObject({ ok: false, code: 'lark-wrong-domain' })
    expect(tried.says?.en).toContain('Lark (international)')
  })

  test('on an address of one’s own, nobody claims to know which platform is the right one', async () => {
    await feishu.world.createApp(APP)
    await feishu.world.failEndpoint({ fault: { kind: 'code', code: 1000040351 }, times: 1 })
    const tried = await attempt({ places: [{ domain: feishu.url, baseUrl: feishu.url }] })
    expect(tried).toMatchObject({ ok: false, code: 'lark-wrong-domain' })
    expect(tried.says?.en).toContain('another platform or brand than this address')
    expect(JSON.stringify(tried.says)).not.toMatch(/channels\.lark|the other brand/)
  })

  test('an app without a bot is taken, and says what to do', async () => {
    await lark.world.changeApp({ botEnabled: false })
    const tried = await attempt()
    expect(tried).toMatchObject({ ok: true, domain: 'lark' })
    expect(tried.says?.en).toContain('no bot yet')
  })

  test('a long connection that is refused for now does not make the credentials wrong', async () => {
    await lark.world.failEndpoint({ fault: { kind: 'code', code: 1000040345, message: 'system busy' } })
    const tried = await attempt()
    expect(tried).toMatchObject({ ok: true, bot: { name: 'Ann’s bot' } })
    expect(tried.says?.en).toContain('no long connection at the moment')
  })

  test('it can be called off', async () => {
    await feishu.world.failRoute({ route: 'tenant_access_token', hang: true })
    const network = createNetwork({ proxy: () => 'none', env: {} })
    const tried = tryOut(
      { ...APP, places: first(), network, proxyOf: () => '', log, now: Date.now },
      AbortSignal.timeout(50),
    )
    await expect(tried).rejects.toMatchObject({ code: 'cancelled' })
    await network.close()
  })

  test('the secret is in no log line and in no answer', async () => {
    await feishu.world.failRoute({ route: 'tenant_access_token', status: 500, body: '{}' })
    await lark.world.setNetwork({ state: 'down' })
    const tried = await attempt()
    for (const text of [...lines, JSON.stringify(tried)]) expect(text).not.toContain(APP.appSecret)
  })
})

const attemptWith = (code: ErrorCode, domain: string): Attempt => ({ ok: false, code, message: `${domain}.`, domain })

describe('of two refusals the truer one is told', () => {
  test.each<[ErrorCode, ErrorCode, string]>([
    ['lark-bad-secret', 'lark-app-unknown', 'feishu'],
    ['lark-app-unknown', 'lark-bad-secret', 'lark'],
    ['lark-bad-secret', 'lark-bad-secret', 'feishu'],
    ['lark-unreachable', 'lark-app-unknown', 'feishu'],
    ['lark-app-unknown', 'lark-unreachable', 'lark'],
    ['lark-unreachable', 'lark-bad-secret', 'lark'],
    ['lark-unreachable', 'lark-certificate', 'feishu'],
    ['lark-wrong-domain', 'lark-bad-secret', 'feishu'],
    ['lark-wrong-domain', 'lark-unreachable', 'feishu'],
  ])('%s from Feishu and %s from Lark: the one of %s', (one, two, domain) => {
    const told = truest([attemptWith(one, 'feishu'), attemptWith(two, 'lark')])
    expect(told).toMatchObject({ domain, message: 'feishu. lark.' })
  })
})
