import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBlocks, type Block } from '../../../renderer/ui/markdown-blocks.ts'
import { readSpans, type Span } from '../../../renderer/ui/markdown-spans.ts'

const kinds = (text: string) => readBlocks(text).map(({ kind }) => kind)

describe('markdown on lines', () => {
  test.each([
    ['# Title\ntext\n\nmore', ['heading', 'paragraph', 'paragraph']],
    ['- a\n- b\n\n1. c', ['list', 'list']],
    ['> quoted\n> more\nnot', ['quote', 'paragraph']],
    ['| a | b |\n|---|--:|\n| 1 | 2 |\nend', ['table', 'paragraph']],
    ['```js\n# no title\n```\nafter', ['code', 'paragraph']],
    ['```\nstill coming', ['code']],
    ['---', ['rule']],
    ['a | b without a rule', ['paragraph']],
  ])('%j', (text, expected) => expect(kinds(text)).toEqual(expected))

  test('lists nest, and tasks have boxes', () => {
    const [list] = readBlocks('- [ ] one\n- [x] two\n  - inner\n    more')
    expect(list).toMatchObject({
      kind: 'list',
      items: [{ isDone: false }, { isDone: true, blocks: [{ kind: 'paragraph' }, { kind: 'list' }] }],
    })
  })

  test('a table keeps its alignment', () => {
    expect(readBlocks('a|b|c\n:--|:-:|--:\n1|2|3')[0]).toMatchObject({
      aligns: ['start', 'center', 'end'],
      rows: [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
      ],
    })
  })

  test('whatever is written is read without an error, and no word is lost', () => {
    const word = fc.constantFrom('alpha', 'beta', '- ', '# ', '> ', '```', '\n', '\n\n', '| ', '|---|', '1. ', '  ')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), pieces => {
        const text = pieces.join('')
        const found = JSON.stringify(readBlocks(text))
        // what follows a fence on its line names a language
        const said = text.split('\n').map(line => line.replace(/```.*$/, ''))
        for (const name of ['alpha', 'beta']) expect(found.includes(name) || !said.join('\n').includes(name)).toBe(true)
      }),
    )
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 120 }), text => void readBlocks(text)))
  })

  test('a deep nest ends as text', () => {
    const depth = (blocks: readonly Block[]): number =>
      1 + Math.max(0, ...blocks.map(block => (block.kind === 'quote' ? depth(block.blocks) : 0)))
    expect(depth(readBlocks('>'.repeat(5000) + 'x'))).toBeLessThan(12)
  })
})

const plain = (spans: readonly Span[]): string =>
  spans.map(span => ('spans' in span ? plain(span.spans) : span.text)).join('')

describe('markdown in a line', () => {
  test.each([
    ['**bold** and `code`', 'strong text code'],
    ['*a* _b_ ~~c~~', 'em text em text del'],
    ['snake_case_name', 'text'],
    ['2 * 3 * 4', 'text'],
    ['[site](https://example.com)', 'link'],
    ['[bad](javascript:alert(1))', 'text'],
    ['[file](file:///etc/passwd)', 'text'],
    ['see https://example.com/a_b.', 'text link text'],
    ['\\*not\\*', 'text'],
    ['<b onclick="x">raw</b>', 'text'],
    ['**open', 'text'],
  ])('%s', (text, expected) =>
    expect(
      readSpans(text)
        .map(({ kind }) => kind)
        .join(' '),
    ).toBe(expected),
  )

  test('no link ever leads to anything but the web or a mail', () => {
    const hrefs = (spans: readonly Span[]): string[] =>
      spans.flatMap(span =>
        'spans' in span ? [...(span.kind === 'link' ? [span.href] : []), ...hrefs(span.spans)] : [],
      )
    const piece = fc.constantFrom('[', '](', ')', 'javascript:', 'https://', 'a', '*', '**', '`', 'data:', '\\', ' ')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        for (const href of hrefs(readSpans(pieces.join('')))) expect(href).toMatch(/^(https?:\/\/|mailto:)/)
      }),
    )
  })

  test('text without signs stays as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 ,.]*$/), text => {
        fc.pre(!text.includes('http'))
        expect(plain(readSpans(text))).toBe(text)
      }),
    )
  })

  test('many open signs are looked at once each', () => {
    const text = '**~~[`'.repeat(20_000)
    expect(plain(readSpans(text)).length).toBeGreaterThan(0)
  })
})
