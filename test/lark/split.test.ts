import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleaned } from '../../main/lark/cleaning.ts'
import { parsed, tablesIn, walk } from '../../main/lark/markdown.ts'
import { split } from '../../main/lark/split.ts'
import { cost } from '../../main/lark/weights.ts'
import { markdowns } from './markdown-samples.ts'

const textsOf = (markdown: string, bytes: number, tables = 3) =>
  split(markdown, { bytes, tables }).map(piece => piece.text)
const limits = fc.integer({ min: 300, max: 1500 })
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
const typesIn = (markdown: string) => [...walk(parsed(markdown).children)].map(({ node }) => node.type)

/** True when every letter of `inner` comes in `outer`, in this order; heads of tables may come again in between. */
function hasAllLetters(outer: string, inner: string): boolean {
  const wanted = inner.replaceAll(/[^\p{L}]/gu, '')
  let found = 0
  for (const letter of outer) if (wanted.startsWith(letter, found)) found += letter.length
  return found === wanted.length
}

describe('cutting any markdown', () => {
  const samples = fc.tuple(markdowns.map(cleaned), limits)

  test('loses no letter, and keeps their order', () => {
    fc.assert(
      fc.property(samples, ([markdown, bytes]) => {
        expect(hasAllLetters(textsOf(markdown, bytes).join(''), markdown)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('keeps every part within its room, with what is added to it', () => {
    fc.assert(
      fc.property(samples, ([markdown, bytes]) => {
        for (const text of textsOf(markdown, bytes, 2)) {
          expect(cost(text)).toBeLessThanOrEqual(bytes + 80)
          expect(tablesIn(text)).toBeLessThanOrEqual(2)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('never cuts inside a character as a reader sees it', () => {
    const edges = (text: string) => [...graphemes.segment(text.replaceAll(/\s/gu, ''))].length
    const wide = fc.array(fc.constantFrom('👨‍👩‍👧‍👦', '🇨🇳', 'e\u0301', '𠮷', '很', ' '), { minLength: 200, maxLength: 900 })
    fc.assert(
      fc.property(wide, limits, (letters, bytes) => {
        const text = letters.join('').trim()
        const parts = textsOf(text, bytes).map(part => edges(part))
        expect(parts.reduce((sum, count) => sum + count, 0)).toBe(edges(text))
      }),
      { numRuns: 60 },
    )
  })

  test('gets on with it when not even one character fits', () => {
    expect(textsOf('你好👨‍👩‍👧‍👦', 1)).toEqual(['你', '好', '👨‍👩‍👧‍👦'])
  })
})

describe('where markdown is cut', () => {
  test('between paragraphs rather than at the last line that fits', () => {
    const text = `${'one\n'.repeat(30)}\n${'two\n'.repeat(30)}`
    expect(textsOf(text, 260)[0]?.trim()).toBe('one\n'.repeat(30).trim())
  })

  test('not between a heading and the text below it', () => {
    const text = `${'text text text\n\n'.repeat(10)}## Title\n\n${'more more\n\n'.repeat(20)}`
    const [first, second] = textsOf(text, 240)
    expect(first).not.toContain('## Title')
    expect(second).toMatch(/^## Title\n\nmore/)
  })

  test('before a table, a block of code, a list item that would fit into a part of its own', () => {
    const rows = Array.from({ length: 12 }, (_, row) => `| ${row} | value |`).join('\n')
    const blocks = [
      `| n | v |\n|---|---|\n${rows}`,
      `\`\`\`js\n${'let a = 1\n'.repeat(20)}\`\`\``,
      `- ${'word '.repeat(50)}`,
    ]
    for (const block of blocks) {
      const parts = textsOf(`${'Some words before it. '.repeat(12)}\n\n${block}\n\nAfter.`, 400)
      expect(parts.filter(part => part.includes(block.trim()))).toHaveLength(1)
    }
  })

  test('between the rows of a table that is larger than a part, with its head again', () => {
    const rows = Array.from({ length: 60 }, (_, row) => `| ${row} | 第${row}行 |`)
    const parts = textsOf(['| n | 内容 |', '|---|---|', ...rows].join('\n'), 300)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) {
      expect(part.trim().split('\n').slice(0, 2)).toEqual(['| n | 内容 |', '|---|---|'])
      expect(typesIn(part).filter(type => type === 'table')).toHaveLength(1)
    }
    expect(parts.flatMap(part => part.trim().split('\n').slice(2))).toEqual(rows)
  })

  test('between the lines of code, with its language on both sides', () => {
    const parts = textsOf(`Before:\n\n\`\`\`python\n${'print("你好")\n'.repeat(40)}\`\`\`\n\nAfter.`, 500)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts.slice(1, -1)) expect(part).toMatch(/^```python\nprint[^]*print\("你好"\)\n```$/)
    expect(parts.at(-1)).toMatch(/^```python\n(?:print\("你好"\)\n)+```\n\nAfter\.$/)
    expect(parts.join('').match(/print/g)).toHaveLength(40)
  })

  test('between the items of a list, whose numbers go on', () => {
    const list = Array.from({ length: 30 }, (_, item) => `1. item ${item} with a few words`).join('\n')
    const parts = textsOf(list, 500)
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts.slice(1)) {
      const [, number = '', item = ''] = /^(\d+)\. item (\d+)/.exec(part) ?? []
      expect(Number(number)).toBe(Number(item) + 1)
    }
  })

  test('inside an item only when it is larger than a part, and what follows is a list again', () => {
    const inner = Array.from({ length: 40 }, (_, item) => `   - inner ${item} and more`).join('\n')
    const parts = textsOf(`1. outer\n${inner}\n2. next\n`, 500)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts.slice(1)) expect(part).toMatch(/^- inner/)
    expect(parts.at(-1)).toMatch(/\n2\. next\n$/)
    for (const part of parts) expect(typesIn(part)).not.toContain('code')
  })

  test('code inside a list item keeps its lines', () => {
    const code = Array.from({ length: 60 }, (_, line) => `   line ${line}`).join('\n')
    const parts = textsOf(`1. run\n\n   \`\`\`sh\n${code}\n   \`\`\`\n\n2. done`, 500)
    const lines = parts.join('\n').match(/^ *line \d+$/gm)
    expect(lines?.map(line => line.trim())).toEqual(Array.from({ length: 60 }, (_, line) => `line ${line}`))
    expect(parts.at(-1)).toMatch(/2\. done$/)
    for (const part of parts.slice(1, -1)) expect(part).toMatch(/^```sh\nline[^]*\n```$/)
  })

  test('behind a sentence or a word, not inside a link or inline code', () => {
    const line = `${'Words of it. '.repeat(20)}[a link of words](https://example.com/a) \`some code here\` ${'word '.repeat(50)}`
    for (const bytes of [340, 360, 380, 400, 420]) {
      const [first = ''] = textsOf(line, bytes)
      expect(first).toMatch(/ $|\.$/)
      expect(first.split('[').length).toBe(first.split('](https://example.com/a)').length)
      expect((first.split('`').length - 1) % 2).toBe(0)
    }
  })

  test('Chinese behind its own punctuation', () => {
    const [first] = textsOf('这是一个很长的句子，里面有很多字。'.repeat(40), 600)
    expect(first).toMatch(/。$/)
  })
})

test('earlier parts stay as they are while an answer grows', () => {
  const block = (n: number) =>
    `Line ${n} of the answer.\n\n| a | b |\n|---|---|\n| ${n} | x |\n\n\`\`\`js\nlet a = ${n}\n\`\`\`\n\n`
  const answer = Array.from({ length: 20 }, (_, n) => block(n)).join('')
  const whole = textsOf(answer, 700)
  for (let length = 700; length < answer.length; length += 37) {
    const early = textsOf(answer.slice(0, length), 700).slice(0, -1)
    expect(early).toEqual(whole.slice(0, early.length))
  }
})
