import { posix, win32 } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confine } from '../../main/tools/confine.ts'

const allowed = [
  ['notes.md', 'notes.md'],
  ['a/b/c.txt', 'a/b/c.txt'],
  ['./a//b/', 'a/b'],
  ['', ''],
  ['.', ''],
  ['.hidden', '.hidden'],
  ['我的 文件/计划（终稿）.md', '我的 文件/计划（终稿）.md'],
  ['café/naïve.txt', 'café/naïve.txt'],
  ['family 👨‍👩‍👧.txt', 'family 👨‍👩‍👧.txt'],
  ['a..b/c', 'a..b/c'],
  ['console.log', 'console.log'],
] as const

const refused = [
  '..',
  '../x',
  'a/../../x',
  'a/..',
  '/etc/passwd',
  '//server/share',
  '~',
  '~root/x',
  '~/x',
  'C:/Windows',
  'c:x',
  '\\\\server\\share',
  'a\\..\\b',
  'a\u0000b',
  'a\nb',
  '...',
  '.. ',
  '../',
  'a/.. /b',
  'a/..../b',
  'name.',
  'name ',
  'NUL',
  'aux.txt',
  'a/com1',
  'file.txt:stream',
  '．．/x',
  '‥/x',
  '․․/x',
  '.\u200d./x',
  '\u2060../x',
  '／etc/passwd',
  'a／..／b',
  '～/x',
  '﹨x',
  'Ｃ：/x',
  '\ud800',
  'x'.repeat(2000),
]

describe('a path of the workspace', () => {
  test.each(allowed)('"%s" is inside, as "%s"', (path, placed) =>
    expect(confine(path)).toEqual({ inside: true, path: placed }),
  )
  test.each(refused)('%j is refused', path => expect(confine(path)).toMatchObject({ inside: false }))

  const spice = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '~',
    ':',
    'C:',
    '\u0000',
    '．',
    '／',
    '\u200d',
    ' ',
    'a',
    '你',
    '%2e',
    '‥',
    '\u202e',
  )
  const path = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(spice, { maxLength: 12 }).map(parts => parts.join('')),
  )

  test('never leads out of its folder, by the rules of any system and after any folding', () => {
    fc.assert(
      fc.property(path, requested => {
        const placed = confine(requested)
        if (!placed.inside) return
        for (const form of [placed.path, placed.path.normalize('NFKC'), placed.path.replace(/[\p{Cf}]/gu, '')]) {
          expect(posix.resolve('/root/base', form)).toMatch(/^\/root\/base(\/|$)/)
          expect(win32.resolve('D:\\base', form)).toMatch(/^D:\\base(\\|$)/)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('stays the same when it is placed again', () => {
    fc.assert(
      fc.property(path, requested => {
        const placed = confine(requested)
        if (placed.inside) expect(confine(placed.path)).toEqual(placed)
      }),
    )
  })

  test('that is plain is never refused', () => {
    const name = fc.stringMatching(/^[a-z0-9_\u4e00-\u9fa5-]{4,12}(\.[a-z]{1,4})?$/)
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), parts => {
        expect(confine(parts.join('/'))).toEqual({ inside: true, path: parts.join('/') })
      }),
    )
  })
})
