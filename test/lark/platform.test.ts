import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { silentLogger } from '../../main/base/logger.ts'
import { createNetwork } from '../../main/base/network.ts'
import { createPlatform, type Platform } from '../../main/lark/platform.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

type Answer = { status?: number; body?: unknown; headers?: Record<string, string>; hang?: boolean }
type Seen = { method: string; url: string; token: string; body: string }

/** A platform whose Open API answers as told; its tokens are t-1, t-2, … */
async function platformWith(answerTo: (seen: Seen) => Answer) {
  const seen: Seen[] = []
  const counted: string[] = []
  let tokens = 0
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const call = {
      method: request.method ?? '',
      url: request.url ?? '',
      token: request.headers.authorization ?? '',
      body,
    }
    const isToken = call.url.includes('tenant_access_token')
    seen.push(call)
    const fresh = { code: 0, tenant_access_token: `t-${isToken ? ++tokens : tokens}`, expire: 7_200 }
    const { status = 200, body: said = { code: 0 }, headers = {}, hang } = isToken ? { body: fresh } : answerTo(call)
    if (hang) return
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof said === 'string' ? said : JSON.stringify(said))
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => answer(request, response, Buffer.concat(chunks).toString()))
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const network = createNetwork({ proxy: () => 'none', env: {} })
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  const platform: Platform = createPlatform({
    account: 'default',
    appId: 'cli_a1b2c3d4e5f60718',
    appSecret: 'hush',
    baseUrl: `http://127.0.0.1:${port}`,
    network,
    countCall: kind => void counted.push(kind),
    log: silentLogger,
    now: Date.now,
  })
  cleanups.push(async () => {
    platform.close()
    await network.close()
    server.close()
    server.closeAllConnections()
  })
  return { platform, seen, counted }
}

const { signal } = new AbortController()
const request = {
  method: 'GET',
  url: '/open-apis/im/v1/chats',
  kind: 'read',
  answer: z.object({ data: z.object({ n: z.number() }) }),
} as const

describe('a call of the Open API', () => {
  test('it carries one token for all, is counted, and its answer is checked', async () => {
    const { platform, seen, counted } = await platformWith(() => ({ body: { code: 0, data: { n: 1 } } }))
    const post = { ...request, method: 'POST', kind: 'message', params: { a: true }, data: { b: 2 } } as const
    const [answer] = await Promise.all([platform.call(request, signal), platform.call(post, signal)])
    expect(answer).toEqual({ data: { n: 1 } })
    expect(seen.map(({ url, token, body }) => [url, token, body])).toEqual([
      ['/open-apis/auth/v3/tenant_access_token/internal', '', '{"app_id":"cli_a1b2c3d4e5f60718","app_secret":"hush"}'],
      ['/open-apis/im/v1/chats', 'Bearer t-1', ''],
      ['/open-apis/im/v1/chats?a=true', 'Bearer t-1', '{"b":2}'],
    ])
    expect(counted).toEqual(['read', 'message'])
  })

  test('a token that is refused is renewed once, and not a second time', async () => {
    const refused = { status: 400, body: { code: 99991663, msg: 'invalid token' } }
    const once = await platformWith(({ token }) =>
      token === 'Bearer t-1' ? refused : { body: { code: 0, data: { n: 2 } } },
    )
    expect(await once.platform.call(request, signal)).toEqual({ data: { n: 2 } })
    const always = await platformWith(() => refused)
    await expect(always.platform.call(request, signal)).rejects.toMatchObject({ code: 'lark-token-expired' })
    expect(always.counted).toHaveLength(2)
  })

  const failures: { what: string; answer: Answer; error: object }[] = [
    {
      what: 'a refusal with status 200',
      answer: { body: { code: 230002, msg: 'x' } },
      error: { code: 'lark-not-in-chat' },
    },
    {
      what: 'an answer of another form',
      answer: { body: { code: 0, data: {} } },
      error: { code: 'lark-answer-invalid' },
    },
    { what: 'a page', answer: { body: '<html>hello</html>' }, error: { code: 'lark-answer-invalid' } },
    {
      what: 'a gateway error',
      answer: { status: 502, body: 'bad gateway' },
      error: { code: 'lark-busy', retry: 'later' },
    },
    {
      what: 'a redirect, which is not followed',
      answer: { status: 302, headers: { location: 'http://127.0.0.1:9/' } },
      error: { code: 'lark-answer-invalid' },
    },
    {
      what: 'a limit',
      answer: { status: 429, body: { code: 99991400 }, headers: { 'x-ogw-ratelimit-reset': '2' } },
      error: { code: 'lark-rate-limited', retryAfterMs: 2_000 },
    },
    {
      what: 'a limit with status 200',
      answer: { body: { code: 230020 }, headers: { 'X-Ogw-Ratelimit-Reset': '1' } },
      error: { code: 'lark-rate-limited', retryAfterMs: 1_000 },
    },
    { what: 'no answer in time', answer: { hang: true }, error: { code: 'lark-unreachable', retry: 'later' } },
  ]
  test.each(failures)('$what: $error', async ({ answer, error }) => {
    const { platform } = await platformWith(() => answer)
    await expect(platform.call({ ...request, timeoutMs: 200 }, signal)).rejects.toMatchObject(error)
  })

  test('a call ends when its signal aborts, and all of them when the platform closes', async () => {
    const { platform, seen } = await platformWith(() => ({ hang: true }))
    const one = new AbortController()
    const aborted = platform.call(request, one.signal)
    const closed = platform.call(request, signal)
    const settled = Promise.allSettled([aborted, closed])
    await expect.poll(() => seen.length).toBe(3)
    one.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'cancelled' })
    platform.close()
    await expect(closed).rejects.toMatchObject({ code: 'cancelled' })
    await settled
    await expect(platform.call(request, signal)).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('files go as a form', async () => {
    const { platform, seen } = await platformWith(() => ({ body: { code: 0, data: { n: 1 } } }))
    const data = { image_type: 'message', image: Buffer.from('picture') }
    await platform.call({ ...request, method: 'POST', kind: 'media', data, multipart: true }, signal)
    expect(seen[1]?.body).toMatch(/name="image_type"[\s\S]*message[\s\S]*name="image"[\s\S]*picture/)
  })
})
