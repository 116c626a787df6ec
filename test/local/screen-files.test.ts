import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createScreenFiles, findScreens, screenPolicy } from '../../main/local/screen-files.ts'
import { startLoopback } from './loopback.ts'
import { temporaryFolder } from './temporary.ts'

/** A built renderer of a few files, and a secret beside it. */
function builtScreens(): string {
  const folder = temporaryFolder()
  const screens = join(folder, 'dist', 'renderer')
  mkdirSync(join(screens, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'dist', 'secret.json'), '{"secret":"hunter2"}')
  writeFileSync(join(screens, 'index.html'), '<!doctype html><title>Perch</title>')
  writeFileSync(join(screens, '.hidden.json'), 'hunter2')
  writeFileSync(join(screens, 'mark.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(screens, 'assets', 'index-Ab3_x9Zq.js'), 'export {}')
  writeFileSync(join(screens, 'assets', 'notes.txt'), 'hunter2')
  if (process.platform !== 'win32') symlinkSync(join(folder, 'dist', 'secret.json'), join(screens, 'link.json'))
  return screens
}

describe('the files of the screens', () => {
  test.each([
    { path: '/', type: 'text/html; charset=utf-8', immutable: false },
    { path: '/index.html', type: 'text/html; charset=utf-8', immutable: false },
    { path: '/mark.svg', type: 'image/svg+xml', immutable: false },
    { path: '/assets/index-Ab3_x9Zq.js', type: 'text/javascript; charset=utf-8', immutable: true },
  ])('$path is $type', async ({ path, type, immutable }) => {
    expect(await createScreenFiles(builtScreens())(path)).toMatchObject({ type, immutable })
  })

  test.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/..\\secret.json',
    '//secret.json',
    '/.hidden.json',
    '/link.json',
    '/assets/notes.txt',
    '/assets',
    '/assets/',
    '/nowhere.js',
    '/index.html\0.js',
    'secret.json',
    '',
  ])('%s is none of them', async path => {
    expect(await createScreenFiles(builtScreens())(path)).toBeUndefined()
  })

  test('nothing whatever leads out of their folder', async () => {
    const files = createScreenFiles(builtScreens())
    const piece = fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', 'secret.json', 'assets', 'link.json', '\0')
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async pieces => {
        const file = await files(`/${pieces.join('')}`)
        expect(Buffer.from(file?.body ?? []).toString()).not.toContain('hunter2')
      }),
    )
  })

  test('are found above the program, when they were built', () => {
    const screens = builtScreens()
    expect(findScreens(join(screens, '..', 'chunks'))).toBe(screens)
    expect(findScreens(join(screens, '..', '..', 'main', 'local'))).toBe(screens)
    expect(findScreens(temporaryFolder())).toBeUndefined()
  })
})

describe('a server with screens', () => {
  test('serves them with the strictest policy, the page never from a cache', async () => {
    const { url, port } = await startLoopback({ screens: builtScreens() })
    const page = await fetch(url)
    expect(await page.text()).toContain('<title>Perch</title>')
    expect(page.headers.get('content-security-policy')).toBe(screenPolicy(`127.0.0.1:${port}`))
    expect(page.headers.get('cache-control')).toBe('no-store')
    const asset = await fetch(`${url}/assets/index-Ab3_x9Zq.js`)
    expect(asset.headers.get('cache-control')).toBe('max-age=31536000, immutable')
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    for (const { headers } of [page, asset]) {
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    }
  })

  test('allows nothing inline and nobody else', () => {
    const policy = screenPolicy('127.0.0.1:18789')
    expect(policy).toContain(`default-src 'none'`)
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:18789;`)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  })

  test.each(['/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/assets/..%5c..%5csecret.json'])(
    'answers %s with nothing, sent as it is',
    async path => {
      const { port } = await startLoopback({ screens: builtScreens() })
      const { status, text } = await rawGet(port, path)
      expect(status).toBe(404)
      expect(text).not.toContain('hunter2')
    },
  )

  test('serves no file and no page when it is public', async () => {
    const { port } = await startLoopback({ host: '0.0.0.0', allowPublic: true, screens: builtScreens() })
    for (const path of ['/', '/index.html', '/assets/index-Ab3_x9Zq.js'])
      expect((await rawGet(port, path)).status).toBe(404)
  })
})

/** `fetch` would tidy the path up. */
function rawGet(port: number, path: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString() }))
    })
    sent.on('error', reject)
    sent.end()
  })
}
