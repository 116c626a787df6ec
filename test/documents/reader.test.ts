import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { DocumentReader, usualReading } from '../../main/documents/reader.ts'
import { docx, pdf, png, xlsx } from './samples.ts'

const never = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'perch-reader-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function stored(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
/** A PDF of one page whose content was packed twice. */
const pdfOf = (packed: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Filter [/FlateDecode /FlateDecode] /Length ${packed.length} >>\nstream\n`,
    ),
    packed,
    Buffer.from('\nendstream\nendobj\ntrailer << /Size 5 /Root 1 0 R >>\n%%EOF'),
  ])
const heavy = (rows = 20_000) =>
  xlsx(
    's',
    Array.from({ length: rows }, (_each, row) => [`cell ${row}`, row, `more ${row}`]),
  )

describe('a thread of its own', () => {
  test('reads documents, several at once', async () => {
    const reader = new DocumentReader(silentLogger)
    const [one, two] = await Promise.all([
      reader.look(stored('a.pdf', pdf(['first'])), 'a.pdf', never),
      reader.look(stored('b.docx', docx(['second'])), 'b.docx', never),
    ])
    expect(one).toMatchObject({ type: 'PDF document', text: 'first' })
    expect(two).toMatchObject({ type: 'Word document', text: 'second' })
  })

  test('is ended when it takes too long or too much, and the next file is read all the same', async () => {
    const slow = new DocumentReader(silentLogger, { ...usualReading, milliseconds: 20, atOnce: 1 })
    expect((await slow.look(stored('c.xlsx', heavy()), 'c.xlsx', never)).problem).toBe('too-slow')
    const hungry = new DocumentReader(silentLogger, { ...usualReading, memoryMb: 8, atOnce: 1 })
    expect((await hungry.look(stored('d.xlsx', heavy()), 'd.xlsx', never)).problem).toBe('too-complex')
    expect(
      await new DocumentReader(silentLogger).look(stored('e.txt', Buffer.from('x')), 'e.txt', never),
    ).toMatchObject({
      text: 'x',
    })
  })

  test('ends with the turn that asked for it, also while it waits for its place', async () => {
    const reader = new DocumentReader(silentLogger, { ...usualReading, atOnce: 1 })
    const controller = new AbortController()
    const both = [1, 2].map(() => reader.look(stored('f.xlsx', heavy()), 'f.xlsx', controller.signal))
    controller.abort()
    for (const each of await Promise.allSettled(both)) {
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } })
    }
  })

  test('is not needed for a picture, whose first bytes tell', async () => {
    const reader = new DocumentReader(silentLogger, { ...usualReading, milliseconds: 0 })
    const rows = [
      { bytes: png(12, 8), type: 'PNG picture', picture: { width: 12, height: 8 } },
      {
        bytes: Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080008000c01011100', 'hex'),
        type: 'JPEG picture',
        picture: { width: 12, height: 8 },
      },
      { bytes: Buffer.from('GIF89a\x0c\0\x08\0', 'latin1'), type: 'GIF picture', picture: { width: 12, height: 8 } },
      {
        bytes: Buffer.from('524946460000000057454250565038580a000000000000000b0000070000', 'hex'),
        type: 'WebP picture',
        picture: { width: 12, height: 8 },
      },
    ]
    for (const { bytes, ...found } of rows) {
      expect(await reader.look(stored('p.pdf', bytes), 'p.pdf', never)).toMatchObject({ ...found, misnamed: true })
    }
    expect((await reader.look(stored('q.png', png(0, 8)), 'q.png', never)).problem).toBe('too-slow')
  })

  test('a PDF that unpacks to gigabytes is one bomb, and takes no such memory', async () => {
    const blank = deflateSync(Buffer.alloc(80 * 1024 * 1024, ' '), { level: 9 })
    const before = process.memoryUsage().rss
    const reader = new DocumentReader(silentLogger)
    const found = await reader.look(stored('bomb.pdf', pdfOf(deflateSync(blank))), 'bomb.pdf', never)
    expect(found).toMatchObject({ type: 'PDF document', problem: 'bomb' })
    expect(process.memoryUsage().rss - before).toBeLessThan(1024 ** 3)
  })

  test('a file that is gone is a damaged one', async () => {
    expect(await new DocumentReader(silentLogger).look(join(folder, 'gone'), 'gone', never)).toMatchObject({
      problem: 'damaged',
    })
  })
})
