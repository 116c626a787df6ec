import { request } from 'node:http'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { serveLoopback, type LoopbackOptions } from '../../main/local/loopback-server.ts'
import { pageLanguage } from '../../main/local/screen-page.ts'

async function start(over: Partial<LoopbackOptions> = {}) {
  const server = await serveLoopback({
    host: '127.0.0.1',
    port: 0,
    version: '0.1.0',
    now: () => 0,
    log: silentLogger,
    openLink: () => ({ receive: () => undefined, close: () => undefined }),
    ...over,
  })
  onTestFinished(() => server.close())
  return server
}

/** `fetch` won't send a Host of one's own. */
function statusWith(url: string, headers: Record<string, string>, method = 'GET'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, method }, answer => {
      answer.resume()
      resolve(answer.statusCode)
    })
    sent.on('error', reject)
    sent.end()
  })
}

const tokenOf = (link: string) => new URL(link).hash.replace('#token=', '')
const exchange = (url: string, token: string) =>
  fetch(`${url}/api/v1/session`, { method: 'POST', body: JSON.stringify({ token }) })

describe('the loopback server', () => {
  test('says that it is well, and which version it is', async () => {
    const { url } = await start()
    const answer = await fetch(`${url}/api/v1/health`)
    expect(await answer.text()).toBe('{"status":"ok","version":"0.1.0"}')
  })

  test('guards every path by Host and Origin', async () => {
    const { url } = await start()
    for (const path of ['/', '/api/v1/health', '/api/v1/session', '/nowhere']) {
      expect(await statusWith(url + path, { host: 'evil.example' })).toBe(403)
      expect(await statusWith(url + path, { origin: 'https://evil.example' })).toBe(403)
      expect(await statusWith(url + path, { host: 'evil.example' }, 'POST')).toBe(403)
      const upgrade = { host: 'evil.example', connection: 'upgrade', upgrade: 'websocket' }
      expect(await statusWith(url + path, upgrade)).toBe(403)
    }
  })

  test('sends its security headers with every answer', async () => {
    const { url } = await start()
    for (const path of ['/', '/api/v1/health', '/nowhere']) {
      const { headers } = await fetch(url + path)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  test('opens the screens with a link once, by a cookie that scripts can not read', async () => {
    const { url, port, link } = await start()
    const token = tokenOf(link())
    const answer = await exchange(url, token)
    expect(answer.status).toBe(200)
    const { tab } = (await answer.json()) as { tab: string }
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(new RegExp(`^perch-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`))
    const check = (headers: Record<string, string>) => fetch(`${url}/api/v1/session`, { headers })
    expect((await check({ cookie, 'x-perch-tab': tab })).status).toBe(204)
    expect((await check({ cookie })).status).toBe(401)
    expect((await check({ 'x-perch-tab': tab })).status).toBe(401)
    expect((await exchange(url, token)).status).toBe(401)
  })

  test.each(['', 'null', '{"token":5}', '{'])('takes %s for no token', async body => {
    const { url } = await start()
    expect((await fetch(`${url}/api/v1/session`, { method: 'POST', body })).status).toBe(401)
  })

  test('refuses a body of more than a megabyte, announced or not', async () => {
    const { url } = await start()
    const big = 'x'.repeat(1024 * 1024 + 1)
    const post = (body: string | ReadableStream) =>
      fetch(`${url}/api/v1/session`, { method: 'POST', body, duplex: 'half' })
    expect((await post(big)).status).toBe(413)
    expect((await post(new Blob([big]).stream())).status).toBe(413)
  })

  test('shows its page in the language of the browser', async () => {
    const { url } = await start()
    const chinese = await fetch(url, { headers: { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' } })
    expect(await chinese.text()).toContain('Perch 正在运行')
    expect(await (await fetch(url)).text()).toContain('Perch is running')
  })

  test('says when its port is taken', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const { port } = other.address() as { port: number }
    await expect(start({ port })).rejects.toMatchObject({ code: 'port-in-use' })
  })
})

describe('a public host', () => {
  test('is refused unless it was meant', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'public-host-refused' })
  })

  test('answers programs and never shows the screens', async () => {
    const { port, link } = await start({ host: '0.0.0.0', allowPublic: true })
    const url = `http://127.0.0.1:${port}`
    expect((await fetch(`${url}/api/v1/health`)).status).toBe(200)
    expect((await fetch(url)).status).toBe(404)
    expect((await exchange(url, 'x')).status).toBe(404)
    expect(link()).not.toContain('token')
  })

  test('that is not this computer is named', async () => {
    await expect(start({ host: '192.0.2.1', allowPublic: true })).rejects.toMatchObject({ code: 'bad-request' })
  })
})

test.each([
  [undefined, 'en'],
  ['en-US,en;q=0.9,zh;q=0.8', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['de-DE,de;q=0.9,zh;q=0.5', 'zh'],
  ['fr', 'en'],
])('a browser that prefers %s reads %s', (accepted, language) => {
  expect(pageLanguage(accepted)).toBe(language)
})
