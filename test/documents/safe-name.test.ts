import { join, resolve } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { folderName, numbered, safeName } from '../../main/documents/safe-name.ts'

const rows = [
  { given: 'report.pdf', becomes: 'report.pdf' },
  { given: '年度报告（终稿）.docx', becomes: '年度报告（终稿）.docx' },
  { given: '../../etc/passwd', becomes: '_.._etc_passwd' },
  { given: '..\\..\\win.ini', becomes: '_.._win.ini' },
  { given: '／etc／passwd', becomes: '_etc_passwd' },
  { given: 'a\u0000b\nc.txt', becomes: 'abc.txt' },
  { given: 'invoice\u202Efdp.exe', becomes: 'invoicefdp.exe' },
  { given: 'zero\u200Bwidth.txt', becomes: 'zerowidth.txt' },
  { given: 'CON', becomes: '_CON' },
  { given: 'aux.txt', becomes: '_aux.txt' },
  { given: 'lpt1.tar.gz', becomes: '_lpt1.tar.gz' },
  { given: '.bashrc', becomes: 'bashrc' },
  { given: '  name .txt . ', becomes: 'name .txt' },
  { given: 'name…', becomes: 'name' },
  { given: 'a:b*c?d"e<f>g|h', becomes: 'a_b_c_d_e_f_g_h' },
  { given: '', becomes: 'file' },
  { given: '...', becomes: 'file' },
  { given: 'x\uD800y.txt', becomes: 'x�y.txt' },
]

describe('the name of a received file', () => {
  test.each(rows)('$given becomes $becomes', ({ given, becomes }) => expect(safeName(given, 'file')).toBe(becomes))

  test('a long one keeps its ending and fits every disk', () => {
    const long = safeName(`${'很长的名字'.repeat(100)}.docx`, 'file')
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(150)
    expect(long).toMatch(/^很长的名字.*\.docx$/)
  })

  test('whatever it is, it stays in its folder, visible and the same when it is made safe again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({
            unit: fc.constantFrom('.', '/', '\\', '~', ':', '．', '／', '…', ' ', 'a', 'C', '\u202e', '\u0000'),
          }),
        ),
        given => {
          const name = safeName(given, 'file')
          expect(resolve('/media', name)).toBe(join('/media', name))
          expect(name).not.toMatch(/[\p{Cc}\p{Cf}/\\]/u)
          expect(name).not.toMatch(/^\.|[. ]$/)
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(151)
          expect(safeName(name, 'file')).toBe(name)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('numbers go before the ending', () => {
    expect([numbered('a.pdf', 1), numbered('a.pdf', 2), numbered('a', 3)]).toEqual(['a.pdf', 'a (2).pdf', 'a (3)'])
  })

  test('an ID that is no plain word gives no folder of that name', () => {
    const hashed = () => 'hash'
    expect(folderName('oc_a1-b', hashed)).toBe('oc_a1-b')
    for (const id of ['../x', 'a/b', '', '.', 'nul', 'x'.repeat(81)]) expect(folderName(id, hashed)).toBe('hash')
  })
})
