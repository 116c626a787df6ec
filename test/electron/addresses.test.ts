import fc from 'fast-check'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isOurPage, isSamePage, outsideLink, screenAddress } from '../../main/electron/address.ts'
import { assetHeaders, assetOf, SCREENS_POLICY } from '../../main/electron/assets.ts'
import { refusalOf } from '../../main/electron/message-guard.ts'
import { LONGEST_MESSAGE } from '../../main/rpc/wire.ts'

describe('the files of the screens', () => {
  test.each([
    ['perch://app/', 'index.html'],
    ['perch://app/#/people', 'index.html'],
    ['perch://app/assets/index-Ab1.js', 'assets/index-Ab1.js'],
    ['perch://app/assets/a%20b.css?x=1', 'assets/a b.css'],
  ])('%s is %s', (address, path) => expect(assetOf(address)?.path).toBe(path))

  test.each([
    'perch://app/a%2f..%2f..%2fsecrets.json',
    'perch://app/..%2fsecrets.json',
    'perch://app/a%5c..%5csecrets.json',
    'perch://app/index.html%00.js',
    'perch://app/%zz.js',
    'perch://app/perch.db',
    'perch://app/assets',
    'perch://other/index.html',
    'file:///etc/passwd',
    'https://app/index.html',
    '',
  ])('%s is none', address => expect(assetOf(address)).toBeUndefined())

  test('no address leads out of the folder', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2E.',
      '/',
      '%2f',
      '%5c',
      '\\',
      'a',
      'x.js',
      '?',
      '#',
      '%00',
      '//',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), parts => {
        const path = assetOf(`perch://app/${parts.join('')}`)?.path
        if (path !== undefined) expect(posix.join('/screens', path)).toMatch(/^\/screens\/(?!\.\.\/)/)
      }),
    )
  })

  test('forbid every source but their own', () => {
    expect(assetHeaders('text/html')['content-security-policy']).toBe(SCREENS_POLICY)
    expect(SCREENS_POLICY).toMatch(/default-src 'none'.*script-src 'self'.*connect-src 'none'/)
    expect(SCREENS_POLICY).not.toMatch(/unsafe|\*|https?:/)
  })
})

describe('where the window may be', () => {
  test.each([
    ['perch://app/', true],
    ['perch://app/#/log', true],
    ['perch://app.example/', false],
    ['perch://user@app/', true],
    ['perch:app', false],
    ['https://app/', false],
    ['about:blank', false],
  ])('%s: %s', (address, ours) => expect(isOurPage(address)).toBe(ours))

  test('stays on its page when only the screen changes', () => {
    expect(isSamePage(screenAddress(), screenAddress('people'))).toBe(true)
    expect(isSamePage(screenAddress('people'), 'perch://app/other.html')).toBe(false)
    expect(isSamePage('https://example.com/', 'https://example.com/#a')).toBe(false)
  })
})

describe('links that open in the browser', () => {
  test.each(['https://open.feishu.cn/app/cli_1/event', 'https://open.larksuite.com/document?lang=zh-CN#a'])(
    '%s',
    link => expect(outsideLink(link)).toBe(link),
  )

  test.each([
    'http://open.feishu.cn/',
    'https://open.feishu.cn@evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://server/share',
    'ms-settings:privacy',
    'perch://app/',
    'https://',
    'no link',
    `https://example.com/${'x'.repeat(3000)}`,
  ])('not %s', link => expect(outsideLink(link)).toBeUndefined())
})

describe('a message of a window', () => {
  const page = { url: 'perch://app/#/home', isMainFrame: true }

  test('is taken from the screens', () => expect(refusalOf(page, '{}')).toBeUndefined())

  test.each([
    ['another page', { url: 'https://example.com/', isMainFrame: true }, '{}'],
    ['a frame inside the page', { url: 'perch://app/', isMainFrame: false }, '{}'],
    ['a page that is gone', undefined, '{}'],
    ['an object', page, { watch: true }],
    ['nothing', page, undefined],
    ['a text that is too long', page, 'x'.repeat(LONGEST_MESSAGE + 1)],
  ])('is refused: %s', (_, sender, text) => expect(refusalOf(sender, text)).toMatch(/^it /))
})
