import * as fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { straightened } from '../../main/documents/radicals.ts'
import { examine } from '../../main/documents/examine.ts'
import { MOST_TEXT } from '../../main/documents/findings.ts'
import { judgeZip } from '../../main/documents/zip-guard.ts'
import { bomb, docx, pdf, png, pptx, xlsx } from './samples.ts'

const MB = 1024 * 1024

/** A PDF of one line in a Chinese font that it does not hold, with its characters in this encoding. */
const cidPdf = (map: string, hex: string): Buffer => {
  const line = `BT /F1 12 Tf 50 700 Td <${hex}> Tj ET`
  return Buffer.from(
    [
      '%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj',
      '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>\nendobj',
      `4 0 obj\n<< /Length ${line.length} >>\nstream\n${line}\nendstream\nendobj`,
      `5 0 obj\n<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /${map} /DescendantFonts [6 0 R] >>\nendobj`,
      '6 0 obj\n<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>\nendobj',
      'trailer << /Size 7 /Root 1 0 R >>\n%%EOF',
    ].join('\n'),
  )
}

describe('documents are read to text', () => {
  const rows = [
    {
      what: 'a Word document',
      bytes: docx(['Hello 你好', 'Second &amp; last'], ['left', 'right']),
      name: 'a.docx',
      type: 'Word document',
      says: ['Hello 你好', 'Second & last', 'left', 'right'],
    },
    {
      what: 'a workbook',
      bytes: xlsx('Sales 销售', [
        ['Month', 'Sum'],
        ['June', 1250.5],
      ]),
      name: 'a.xlsx',
      type: 'Excel workbook',
      says: ['[sheet Sales 销售]', 'Month\tSum', 'June\t1250.5'],
    },
    {
      what: 'a presentation with notes',
      bytes: pptx([['Title &lt;1&gt;', '第二段'], ['Next']], { 1: 'say this aloud' }),
      name: 'a.pptx',
      type: 'PowerPoint presentation',
      says: ['[slide 1]\nTitle <1>\n第二段', '[notes of slide 1]\nsay this aloud', '[slide 2]\nNext'],
    },
    {
      what: 'a PDF of two pages',
      bytes: pdf(['First page', 'Second page']),
      name: 'a.pdf',
      type: 'PDF document',
      says: ['[page 1]\nFirst page', '[page 2]\nSecond page'],
    },
    {
      what: 'a web page',
      bytes: Buffer.from(
        '<!doctype html><script>x()</script><h1>Head</h1><p>Body <a href="https://e.com/a">link</a></p>',
      ),
      name: 'a.html',
      type: 'HTML page',
      says: ['Head', 'Body link [https://e.com/a]'],
    },
    { what: 'a text', bytes: Buffer.from('plain 文字'), name: 'a.md', type: 'text file', says: ['plain 文字'] },
    { what: 'a table', bytes: Buffer.from('a,b\r\n1,2\r\n'), name: 'a.csv', type: 'text file', says: ['a,b\n1,2'] },
    {
      what: 'XML',
      bytes: Buffer.from('<?xml version="1.0"?><a>x</a>'),
      name: 'a.xml',
      type: 'XML file',
      says: ['<a>x</a>'],
    },
  ]
  test.each(rows)('$what', async ({ bytes, name, type, says }) => {
    const found = await examine(bytes, name)
    expect(found).toMatchObject({ type })
    expect(found).not.toHaveProperty('misnamed')
    expect(found).not.toHaveProperty('problem')
    for (const words of says) expect(found.text).toContain(words)
  })

  test('older encodings of text are known', async () => {
    const gb = Buffer.from('c4e3bac3a3acd5e2cac7d6d0cec4a1a3', 'hex')
    expect(await examine(gb, 'a.txt')).toMatchObject({ text: '你好，这是中文。', plain: true })
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('你好', 'utf16le')])
    expect(await examine(utf16, 'a.txt')).toMatchObject({ text: '你好' })
  })

  test('shapes that a browser put into a PDF become characters again', async () => {
    const bytes = pdf(['ABCD'], { A: '⽐', B: '⻓', C: '⼈', D: '⻰' })
    expect((await examine(bytes, 'a.pdf')).text).toBe('比长人龙')
  })

  test('and nothing else does: a power stays one, and Chinese punctuation Chinese', () => {
    expect(straightened('10² ①，：（½）ﬁn ⼈')).toBe('10² ①，：（½）fin 人')
  })

  const named = [
    ['UniGB-UCS2-H', '4f60597dff0c4e16754c', '你好，世界'],
    ['UniGB-UTF16-H', '4f60597d', '你好'],
    ['GBK-EUC-H', 'c4e3bac341', '你好A'],
    ['ETen-B5-H', 'c163c5e9', '繁體'],
    ['90ms-RKSJ-H', '93fa967b', '日本'],
  ] as const
  test.each(named)('Chinese in a PDF that brings no font is read: %s', async (map, hex, text) => {
    expect((await examine(cidPdf(map, hex), 'a.pdf')).text).toBe(text)
  })

  test('where such a PDF numbers the glyphs of a font itself, it has no words', async () => {
    expect((await examine(cidPdf('Identity-H', '04d20929'), 'a.pdf')).text ?? '').not.toMatch(/\p{L}/u)
  })

  test('a cell that claims to be a million others is one', async () => {
    const table = (span: string) => `<html><table><tr><td ${span}>x</td><td>y</td></tr></table>`
    for (const span of [
      'colspan="99999999" rowspan=99999999',
      'colspan=1e9',
      "COLSPAN = '0x7fffffff'",
      'rowspan=&#57;99999',
    ])
      expect((await examine(Buffer.from(table(span)), 'a.html')).text).toBe('x   y')
    expect((await examine(Buffer.from(table('colspan=2')), 'a.html')).text).toBe('x   y')
    expect((await examine(Buffer.from('<html>write colspan="3" there'), 'a.html')).text).toBe('write colspan="3" there')
  })

  test('a number that is no day does not cost the other cells', async () => {
    const { cellText } = await import('../../main/documents/office.ts')
    expect([new Date(Number.NaN), new Date(0), 'x'].map(cellText)).toEqual(['####', '1970-01-01', 'x'])
  })

  test('a long text keeps its beginning and says how much is left out', async () => {
    const found = await examine(Buffer.from('x'.repeat(MOST_TEXT + 7)), 'a.txt')
    expect(found.text).toHaveLength(MOST_TEXT)
    expect(found.cut).toBe(7)
  })
})

describe('files that can not be read have one reason each', () => {
  const encryptedPdf = Buffer.from(
    '%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n3 0 obj\n<< /Filter /Standard /V 1 /R 2 /O <00000000000000000000000000000000000000000000000000000000000000aa> /U <00000000000000000000000000000000000000000000000000000000000000bb> /P -4 >>\nendobj\ntrailer << /Root 1 0 R /Encrypt 3 0 R /ID [<00><00>] >>\n%%EOF',
  )
  const cfb = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)])
  const rows = [
    { what: 'a container that unpacks to far too much', bytes: bomb(160 * MB), name: 'a.docx', problem: 'bomb' },
    {
      what: 'a docx cut in half',
      bytes: docx(['x'.repeat(5000)]).subarray(0, 900),
      name: 'a.docx',
      problem: 'damaged',
    },
    { what: 'a PDF without its inside', bytes: Buffer.from('%PDF-1.7\nrubbish'), name: 'a.pdf', problem: 'damaged' },
    { what: 'a PDF with a password', bytes: encryptedPdf, name: 'a.pdf', problem: 'password' },
    {
      what: 'an encrypted Office file',
      bytes: Buffer.concat([cfb, Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(500)]),
      name: 'a.xlsx',
      problem: 'password',
    },
    { what: 'an Office file of before 2007', bytes: cfb, name: 'a.doc', problem: 'old-office' },
    { what: 'a PDF without words', bytes: pdf(['']), name: 'a.pdf', problem: 'no-text' },
    { what: 'an archive', bytes: Buffer.from(zipSync({ a: strToU8('x') })), name: 'a.zip', problem: 'not-readable' },
    { what: 'bytes of no kind', bytes: Buffer.from([0, 1, 2, 3, 0, 0, 9]), name: 'a.bin', problem: 'not-readable' },
    { what: 'an empty file', bytes: Buffer.alloc(0), name: 'a.pdf', problem: 'empty' },
    {
      what: 'a picture of a kind that models do not take',
      bytes: Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(100)]),
      name: 'a.heic',
      problem: 'not-shown',
    },
    { what: 'a picture without a size', bytes: png(0, 8), name: 'a.png', problem: 'damaged' },
  ]
  test.each(rows)('$what: $problem', async ({ bytes, name, problem }) => {
    const found = await examine(bytes, name)
    expect(found.problem).toBe(problem)
    expect(found.text).toBeUndefined()
  })
})

describe('what a file is, its content decides', () => {
  test('a picture has a size', async () => {
    expect(await examine(png(1200, 800), '')).toMatchObject({
      type: 'PNG picture',
      mediaType: 'image/png',
      picture: { width: 1200, height: 800 },
    })
  })

  const rows = [
    { name: 'report.pdf', bytes: png(1, 1), misnamed: true },
    { name: 'photo.jpg', bytes: png(1, 1), misnamed: true },
    { name: 'photo.png', bytes: png(1, 1), misnamed: undefined },
    { name: 'photo', bytes: png(1, 1), misnamed: undefined },
    { name: 'invoice.pdf', bytes: Buffer.from('just text'), misnamed: true },
    { name: 'notes.txt', bytes: docx(['x']), misnamed: true },
    { name: 'notes.weird', bytes: Buffer.from('just text'), misnamed: undefined },
    { name: 'page.htm', bytes: Buffer.from('<html><p>x</p></html>'), misnamed: undefined },
    { name: 'holiday.jpg', bytes: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), misnamed: true },
  ]
  test.each(rows)('$name with other content is told: $misnamed', async ({ name, bytes, misnamed }) => {
    expect((await examine(bytes, name)).misnamed).toBe(misnamed)
  })

  test('whatever bytes come, a finding comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.string(), async (bytes, name) => {
        const found = await examine(Buffer.from(bytes), name)
        expect(found.type).not.toBe('')
      }),
    )
  })
})

describe('a container is judged before a reader gets it', () => {
  const plain = Buffer.from(zipSync({ 'a.txt': strToU8('hello'.repeat(100)), 'b.txt': [strToU8('x'), { level: 0 }] }))
  const small = { entries: 5, bytes: 1000, ratio: 10 }

  test('an honest one is fine', () => expect(judgeZip(plain)).toBe('fine'))

  test('sizes that are lies are found by unpacking', () => {
    const lying = Buffer.from(bomb(20 * MB))
    const central = lying.lastIndexOf(Buffer.from('504b0102', 'hex'))
    lying.writeUInt32LE(10, central + 24) // the directory states ten bytes
    expect(judgeZip(lying, { ...small, entries: 10, bytes: 5 * MB })).toBe('bomb')
  })

  test('too many entries, and the same bytes told as many files', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_each, index) => [`f${index}`, strToU8('x')]))
    expect(judgeZip(Buffer.from(zipSync(many)), small)).toBe('bomb')
    const each = new Uint8Array(700)
    expect(judgeZip(Buffer.from(zipSync({ a: each, b: each })), small)).toBe('bomb')
  })

  test('an encrypted entry asks for a password', () => {
    const locked = Buffer.from(plain)
    const central = locked.indexOf(Buffer.from('504b0102', 'hex'))
    locked.writeUInt16LE(1, central + 8)
    expect(judgeZip(locked)).toBe('password')
  })

  test('no bytes make it throw', () => {
    fc.assert(
      fc.property(fc.nat(plain.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const broken = Buffer.from(plain)
        broken[at] = value
        expect(['fine', 'bomb', 'damaged', 'password']).toContain(judgeZip(broken, small))
      }),
      { numRuns: 500 },
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => void judgeZip(bytes)))
  })
})
