import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodies, clipped, contentOf, fallbacks, formOf, requestBytes } from '../../main/lark/bodies.ts'
import { parsed, tablesIn } from '../../main/lark/markdown.ts'
import { cleaned, withoutMentions } from '../../main/lark/cleaning.ts'
import { cardMarkdown, postMarkdown } from '../../main/lark/render.ts'
import { cost, extras } from '../../main/lark/weights.ts'
import { markdowns } from './markdown-samples.ts'

const table = (rows: number) => `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(rows)}\n`
const size = (form: 'card' | 'post' | 'text', text: string) => Buffer.byteLength(JSON.stringify(contentOf(form, text)))
const textOf = (body: { kind: string }) => ('text' in body && typeof body.text === 'string' ? body.text : '')

describe('the form of a message', () => {
  test.each([
    ['a sentence', '你好，明天见！', 'text'],
    ['names with underscores', 'see snake_case and 3 < 4', 'text'],
    ['bold', 'this is **important**', 'post'],
    ['a list', '- one\n- two', 'post'],
    ['a link', 'see [here](https://a.b)', 'post'],
    ['code', '```js\nlet a\n```', 'post'],
    ['a heading', '# Title\n\ntext', 'card'],
    ['a table', table(2), 'card'],
    ['a nested list', '- one\n  - two', 'card'],
    ['a comment in code is no heading', '```sh\n# comment\n```', 'post'],
  ])('%s', (_name, markdown, form) => {
    expect(formOf(markdown)).toBe(form)
  })

  test('a refused form falls back to the simpler ones', () => {
    expect(fallbacks('card')).toEqual(['post', 'text'])
    expect(fallbacks('post')).toEqual(['text'])
    expect(fallbacks('text')).toEqual([])
  })
})

describe('the bodies of an answer', () => {
  test('a short answer is one body', () => {
    expect(bodies('Hello')).toEqual([{ kind: 'text', text: 'Hello' }])
    expect(bodies('**Hello**')).toEqual([{ kind: 'markdown', text: '**Hello**' }])
  })

  test('an empty answer has none', () => {
    expect(bodies('')).toEqual([])
    expect(bodies(' \n\n ')).toEqual([])
  })

  test('each fits the platform in every form, however it is escaped', () => {
    const long = fc.tuple(markdowns, fc.integer({ min: 1, max: 10 })).map(([text, times]) => text.repeat(times))
    fc.assert(
      fc.property(long, markdown => {
        for (const body of bodies(markdown)) {
          for (const form of ['card', 'post', 'text'] as const) expect(size(form, textOf(body))).toBeLessThan(28_000)
        }
      }),
      { numRuns: 12 },
    )
  })

  test('no word is lost', () => {
    const answer = Array.from({ length: 9000 }, (_, count) => `词${count}`).join(' ')
    const together = bodies(answer).map(textOf).join('')
    expect(together).toBe(answer)
  })

  test('no body has more tables than a card takes', () => {
    const many = bodies(table(3).repeat(8))
    expect(many).toHaveLength(3)
    for (const body of many) expect(tablesIn(textOf(body))).toBeLessThanOrEqual(3)
  })

  test('what a text is reckoned to cost is never less than what it takes', () => {
    const worst = [
      '"',
      '\\',
      '中',
      '\n',
      '🎉',
      '<at>',
      '# a\n',
      '\u0007',
      '\u2028',
      '$x^2$ ',
      '- [ ] a\n',
      '1. a\n',
      '~~~\na\n',
    ]
    for (const text of worst.map(part => part.repeat(500))) {
      expect(requestBytes(cardMarkdown(clipped(text)))).toBeLessThanOrEqual(22_100)
    }
    fc.assert(
      fc.property(markdowns, text => {
        const added = extras(parsed(text), text).reduce((sum, { bytes }) => sum + bytes, 0)
        expect(requestBytes(cardMarkdown(text))).toBeLessThanOrEqual(cost(text) + added + 80)
      }),
    )
  })

  test('what does not fit a card is cut and marked', () => {
    const text = '中文。'.repeat(9000)
    expect(clipped(text)).toMatch(/\n…$/)
    expect(requestBytes(cardMarkdown(clipped(text)))).toBeLessThan(23_000)
  })
})

describe('what models write', () => {
  test.each([
    '<at user_id="all"></at>',
    '<at id=all></at>',
    '< at user_id="ou_1">x</ at>',
    '<AT ids=ou_1,ou_2></AT>',
    '`<at id=all></at>`',
  ])('mentions nobody: %s', text => {
    for (const form of ['card', 'post', 'text'] as const) {
      expect(contentOf(form, text).content).not.toMatch(/<\s*at\b/i)
      expect(contentOf(form, `\`\`\`\n${text}\n\`\`\``).content).not.toMatch(/<\s*at\b/i)
    }
  })

  test('a post calls by the attribute that posts know, and only who may be called', () => {
    const { content } = contentOf('post', '<at id=ou_bob></at> and <at id=ou_eve></at>', ['ou_bob'])
    expect(JSON.parse(content).zh_cn.content[0][0].text).toContain('<at user_id="ou_bob"></at> and ')
    expect(content).not.toMatch(/<at[^>]*ou_eve/)
  })

  test.each([
    ['plain words', '<at id=ou_bob></at> and <at id=ou_eve></at>'],
    ['markdown', '**for** <at id=ou_bob></at>\n\n| a |\n|---|\n| <at id=ou_bob></at> and <at id=ou_eve></at> |'],
  ])('so does a text, of %s', (_name, text) => {
    const { content } = contentOf('text', text, ['ou_bob'])
    expect(JSON.parse(content).text).toContain('<at user_id="ou_bob"></at> and ')
    expect(content).not.toMatch(/<at[^>]*ou_eve/)
    expect(content).not.toContain('<at id=')
  })

  test('other tags and words stay as they are', () => {
    expect(withoutMentions('<atom> a < attack <b>')).toBe('<atom> a < attack <b>')
  })

  test('headings are smaller in cards and bold in posts, but not inside code', () => {
    expect(cardMarkdown('# A\n## B ##\n##### C\n```\n# D\n```')).toBe('#### A\n##### B\n###### C\n```\n# D\n```')
    expect(postMarkdown('# A **b**\ntext')).toBe('**A b**\ntext')
  })

  test('an image by its address becomes a link, for a card with one would be refused', () => {
    expect(cardMarkdown('![pic](https://a.b/c.png "t")')).toBe('[pic](https://a.b/c.png)')
    expect(cardMarkdown('![](https://a.b/c.png)')).toBe('[https://a.b/c.png](https://a.b/c.png)')
    expect(cardMarkdown('![pic](img_v2_1) `![x](y)`')).toBe('![pic](img_v2_1) `![x](y)`')
  })

  test('code inside a list comes to the beginning of the line, where the platform draws it', () => {
    expect(cardMarkdown('- run\n   ```sh\n   ls\n     -l\n   ```\n- done')).toBe('- run\n```sh\nls\n  -l\n```\n- done')
  })

  test('half characters and control characters do not reach the platform', () => {
    expect(cleaned('a\ud800b\r\nc\u0000d\u001b[0m\te')).toBe('a\ufffdb\nc d [0m\te')
  })
})
