import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scan } from '../../main/lark/markdown.ts'
import { joined, split } from '../../main/lark/split.ts'
import { markdowns } from './markdown-samples.ts'

const bytes = (most: number) => (text: string) => Buffer.byteLength(text) <= most
const limits = fc.integer({ min: 200, max: 1500 })
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

describe('cutting markdown', () => {
  test('loses no character and adds none to the texts', () => {
    fc.assert(
      fc.property(markdowns, limits, (markdown, most) => {
        expect(
          split(markdown, bytes(most))
            .map(piece => piece.text)
            .join(''),
        ).toBe(markdown)
      }),
      { numRuns: 300 },
    )
  })

  test('keeps every piece within the limit, with what is added to it', () => {
    fc.assert(
      fc.property(markdowns, limits, (markdown, most) => {
        for (const piece of split(markdown, bytes(most)))
          expect(Buffer.byteLength(joined(piece))).toBeLessThanOrEqual(most)
      }),
      { numRuns: 300 },
    )
  })

  test('every piece but the last closes the code blocks that it opens', () => {
    fc.assert(
      fc.property(markdowns, limits, (markdown, most) => {
        for (const piece of split(markdown, bytes(most)).slice(0, -1)) {
          const lines = scan(joined(piece))
          const count = (kind: string) => lines.filter(line => line.kind === kind).length
          expect(count('fence-open')).toBe(count('fence-close'))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('never cuts inside a character as a reader sees it', () => {
    fc.assert(
      fc.property(
        markdowns.map(text => text.toWellFormed()),
        limits,
        (markdown, most) => {
          const edges = new Set([...graphemes.segment(markdown)].map(segment => segment.index))
          let offset = 0
          for (const piece of split(markdown, bytes(most)).slice(0, -1)) {
            offset += piece.text.length
            expect(edges.has(offset)).toBe(true)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('code keeps its language on both sides of a cut', () => {
    const code = `Before:\n\n\`\`\`python\n${'print("你好")\n'.repeat(40)}\`\`\`\n\nAfter.`
    const pieces = split(code, bytes(400)).map(joined)
    expect(pieces.length).toBeGreaterThan(1)
    for (const piece of pieces.slice(1)) expect(piece).toMatch(/^(```python\nprint|After)/)
    for (const piece of pieces.slice(0, -1)) expect(piece.trimEnd()).toMatch(/```$|Before:$/)
  })

  test('a table that is cut shows its head again, and its rows stay whole', () => {
    const rows = Array.from({ length: 60 }, (_, row) => `| ${row} | 第${row}行 |`)
    const table = ['| n | 内容 |', '|---|---|', ...rows].join('\n')
    const pieces = split(table, bytes(300))
    expect(pieces.length).toBeGreaterThan(2)
    for (const piece of pieces) {
      const lines = joined(piece).trimEnd().split('\n')
      expect(lines.slice(0, 2)).toEqual(['| n | 内容 |', '|---|---|'])
      for (const line of lines) expect(line).toMatch(/^\|.*\|$/)
    }
    expect(pieces.flatMap(piece => piece.text.trimEnd().split('\n')).slice(2)).toEqual(rows)
  })

  test('prefers the end of a paragraph to the last line that fits', () => {
    const text = `${'one\n'.repeat(30)}\n${'two\n'.repeat(30)}`
    expect(split(text, bytes(200))[0]?.text).toBe(`${'one\n'.repeat(30)}\n`)
  })

  test('leaves a heading with the text below it', () => {
    const text = `${'text text text\n'.repeat(10)}\n## Title\n\n${'more more\n'.repeat(20)}`
    const [first, second] = split(text, bytes(180))
    expect(first?.text).not.toContain('## Title')
    expect(second?.text).toMatch(/^## Title/)
  })

  test('cuts a giant line behind a word, not inside a link', () => {
    const line = `${'word '.repeat(50)}[a link of words](https://example.com/a) ${'word '.repeat(50)}`
    for (const most of [255, 262, 270, 280]) {
      const [first] = split(line, bytes(most))
      expect(first?.text).toMatch(/ $/)
      expect((first?.text.match(/\[/g) ?? []).length).toBe((first?.text.match(/\)/g) ?? []).length)
    }
  })

  test('keeps earlier pieces as they are while an answer grows', () => {
    const answer = Array.from({ length: 80 }, (_, line) => `Line ${line} of the answer.\n${line % 5 ? '' : '\n'}`).join(
      '',
    )
    const whole = split(answer, bytes(500))
    const early = split(answer.slice(0, 1200), bytes(500))
    expect(early.slice(0, -1)).toEqual(whole.slice(0, early.length - 1))
  })

  test('gets on with it when not even one character fits', () => {
    expect(split('你好👨‍👩‍👧‍👦', () => false).map(piece => piece.text)).toEqual(['你', '好', '👨‍👩‍👧‍👦'])
  })
})
