import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineReader } from '../../main/local/line-reader.ts'

test('lines come out whole, however the bytes come in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).map(text => text.replaceAll('\n', ' '))),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (lines, sizes) => {
        const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''))
        const reader = new LineReader(1_000_000)
        const seen: string[] = []
        for (let [start, turn] = [0, 0]; start < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1
          seen.push(...(reader.read(bytes.subarray(start, start + size)) ?? []))
          start += size
        }
        expect(seen).toEqual(lines)
      },
    ),
  )
})

test.each([
  { what: 'a line at the limit', pieces: ['12345\n'], becomes: ['12345'] },
  { what: 'a line over the limit', pieces: ['123456\n'], becomes: undefined },
  { what: 'a line over the limit in pieces, before its end', pieces: ['123', '456'], becomes: undefined },
  { what: 'many short lines', pieces: ['1\n2\n3\n4\n5\n6\n'], becomes: ['1', '2', '3', '4', '5', '6'] },
])('$what gives $becomes', ({ pieces, becomes }) => {
  const reader = new LineReader(5)
  expect(pieces.map(piece => reader.read(Buffer.from(piece))).at(-1)).toEqual(becomes)
})
