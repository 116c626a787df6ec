import { createConnection } from 'node:net'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { knock, openBrowser, outcomeOf, startLoopback } from './loopback.ts'
import { temporaryFolder } from './temporary.ts'

/** A built page, so that every route of a real server is there. */
function screensFolder(): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Perch</title>')
  writeFileSync(join(folder, 'assets', 'index-abcdefgh.js'), 'void 0')
  return folder
}

type Said = { readonly status: number; readonly body: string; readonly head: string }

/** What a program says that is no browser: it may claim any Host, Origin and path. */
function say(port: number, lines: readonly string[], connection = 'close'): Promise<Said> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1')
    let heard = ''
    socket.on('data', chunk => {
      heard += chunk.toString()
      if (heard.startsWith('HTTP/1.1 101')) socket.destroy() // it was let in, and would stay
    })
    socket.on('error', reject)
    socket.on('close', () => {
      const [head = '', rest = ''] = heard.split('\r\n\r\n', 2)
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, body: rest })
    })
    socket.write(`${lines.join('\r\n')}\r\nConnection: ${connection}\r\n\r\n`)
  })
}

const routes = [
  '/',
  '/assets/index-abcdefgh.js',
  '/api/v1/health',
  '/api/v1/session',
  '/api/v1/link',
  '/api/v1/state',
  '/nowhere',
]
const forms = [
  '/../secrets.enc',
  '/%2e%2e/secrets.enc',
  '/assets/..%2f..%2fconfig.json',
  '//config.json',
  '/config.json',
  '/perch.db',
  '/.perch/config.json',
  '/api/v1/session/',
  '/API/V1/SESSION',
]

describe("another user's program, which knows the port and nothing else", () => {
  test('gets the empty page and the sign of life on any route by any method, and nothing of anybody', async () => {
    const server = await startLoopback({ screens: screensFolder() })
    const { port, service } = server
    service.hub.publish({ type: 'notice-cleared', id: 'SECRET-OF-THE-OWNER' })
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])
      for (const path of [...routes, ...forms]) {
        const host = `Host: 127.0.0.1:${port}`
        const { status, body, head } = await say(port, [
          `${method} ${path} HTTP/1.1`,
          host,
          `Origin: http://127.0.0.1:${port}`,
        ])
        const isOpen =
          ['GET', 'HEAD'].includes(method) && ['/', '/assets/index-abcdefgh.js', '/api/v1/health'].includes(path)
        expect([method, path, isOpen ? status : status >= 400]).toEqual([method, path, isOpen ? 200 : true])
        expect(body).not.toMatch(/SECRET|ou_|cli_|token/)
        expect(head).not.toMatch(/set-cookie|access-control-allow/i)
      }
  })

  test.each([
    { what: 'no session', headers: [] },
    { what: 'a made-up cookie', headers: ['Cookie: perch-PORT=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'] },
    { what: 'an empty cookie', headers: ['Cookie: perch-PORT='] },
    { what: 'the token of the test as cookie', headers: ['Cookie: perch-PORT=TOKEN'] },
  ])('opens no link with $what, though Host, Origin and protocol are forged right', async ({ headers }) => {
    const { port, link } = await startLoopback()
    const token = new URL(link()).hash.replace('#token=', '')
    const own = headers.map(header => header.replace('PORT', String(port)).replace('TOKEN', token))
    for (const tab of ['', 'perch.tab.', `perch.tab.${token}`, `perch.tab.${'A'.repeat(43)}`]) {
      const lines = [
        'GET /api/v1/link HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        `Origin: http://127.0.0.1:${port}`,
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        `Sec-WebSocket-Protocol: perch.v1${tab && `, ${tab}`}`,
        ...own,
      ]
      expect((await say(port, lines, 'Upgrade')).status).toBe(401)
    }
  })

  test('guesses no token, and its guesses use nobody up', async () => {
    const server = await startLoopback()
    const { url, link } = server
    const real = link()
    for (let round = 0; round < 40; round++) {
      const token = `${'A'.repeat(40)}${round}`
      const answer = await fetch(`${url}/api/v1/session`, { method: 'POST', body: JSON.stringify({ token }) })
      expect(answer.status).toBe(401)
    }
    const { tab } = await openBrowser({ ...server, link: () => real })
    expect(tab).toMatch(/^[\w-]{43}$/)
  })
})

describe('a link that two browsers open at once', () => {
  test('opens the screens for one of them', async () => {
    for (let round = 0; round < 10; round++) {
      const { url, link } = await startLoopback()
      const body = JSON.stringify({ token: new URL(link()).hash.replace('#token=', '') })
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => fetch(`${url}/api/v1/session`, { method: 'POST', body })),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(7)
      expect(answers.flatMap(({ headers }) => headers.getSetCookie())).toHaveLength(1)
    }
  })
})

describe('half of a session', () => {
  test("opens nothing: the cookie without a tab's value, the value without the cookie, the value of another server", async () => {
    const server = await startLoopback()
    const other = await startLoopback()
    const [mine, theirs] = [await openBrowser(server), await openBrowser(other)]
    const check = (headers: Record<string, string>) =>
      fetch(`${server.url}/api/v1/session`, { headers }).then(({ status }) => status)
    expect(await check({ cookie: mine.cookie, 'x-perch-tab': mine.tab })).toBe(204)
    for (const [cookie, tab] of [
      [mine.cookie, ''],
      ['', mine.tab],
      [mine.cookie, theirs.tab],
      [theirs.cookie, mine.tab],
      [theirs.cookie, theirs.tab],
    ] as const) {
      expect(await check({ cookie, 'x-perch-tab': tab })).toBe(401)
      expect(await outcomeOf(knock(server, { ...mine, cookie, tab }))).toBe(401)
    }
  })
})
