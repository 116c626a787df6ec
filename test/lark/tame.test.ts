import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf } from '../../main/lark/bodies.ts'
import { startOf, endOf, parsed, walk } from '../../main/lark/markdown.ts'
import { plainText } from '../../main/lark/plain.ts'
import { cardMarkdown, postMarkdown } from '../../main/lark/render.ts'
import { tamed, untamed } from '../../main/lark/tame.ts'
import { markdowns } from './markdown-samples.ts'

const deep: readonly (readonly [string, string])[] = [
  ['quotes', `${'>'.repeat(8000)} end`],
  ['quotes with blanks', `${'> '.repeat(8000)}end`],
  ['lists', `${'- '.repeat(8000)}end`],
  ['numbered lists', `${'1. '.repeat(6000)}end`],
  ['emphasis', `${'**a *b '.repeat(1500)}end${'* c** '.repeat(1500)}`],
  ['emphasis without blanks', `${'**a_b '.repeat(2000)}end${'**'.repeat(2000)}`],
  ['one long run', `${'*'.repeat(10_000)}end${'*'.repeat(10_000)}`],
  ['strokes', `${'~~a '.repeat(3000)}end${'~~ '.repeat(3000)}`],
]

describe('text that nests without end', () => {
  test.each(deep)('%s: every form has the words', (_, text) => {
    for (const form of ['card', 'post', 'text'] as const) expect(contentOf(form, text).content).toContain('end')
  })

  test.each(deep)('%s: nothing is lost as plain words', (_, text) => {
    const signs = (all: string) => all.replaceAll(/[^a-z]/g, '')
    expect(signs(plainText(text))).toBe(signs(text))
    expect(plainText(text)).not.toMatch(/[\ufdd0-\ufdd7]/)
  })

  test('keeps its length, and every character has its sign again', () => {
    fc.assert(
      fc.property(fc.oneof(markdowns, fc.constantFrom(...deep.map(([, text]) => text))), text => {
        expect(tamed(text)).toHaveLength(text.length)
        expect(untamed(tamed(text))).toBe(text)
      }),
    )
  })

  test('what people write is left as it is', () => {
    const table = `| a |\n|---|\n${'| **b** and `c` |\n'.repeat(150)}`
    const names = 'a_long_name_of_a_variable '.repeat(200)
    for (const text of [table, names, '***\n\n---\n- - -', '> - 1. a\n>   > b', '~~~js\nlet a\n~~~\n'.repeat(200)])
      expect(tamed(text)).toBe(text)
  })
})

describe('bare addresses', () => {
  test.each([
    ['< me@x.org', '&#60; me@x.org'],
    ['<br>me@x.org www.example.com', '<br>me@x.org www.example.com'],
    ['<b>hi</b> mail a@b.cd 1 < 2', '&#60;b>hi&#60;/b> mail a@b.cd 1 &#60; 2'],
  ])('behind a tag are written once: %s', (markdown, card) => {
    expect(cardMarkdown(markdown)).toBe(card)
    expect(postMarkdown(markdown)).toBe(markdown)
  })

  test('leave every node its place', () => {
    const source = 'see www.x.org, https://y.org/a and me@x.org'
    for (const { node } of walk(parsed(source).children)) expect(endOf(node) - startOf(node)).toBeGreaterThan(0)
  })
})

test('a list of thousands of items is read once, not once for each of its items', () => {
  const list = Array.from({ length: 3000 }, (_, index) => `${index + 1}. x`).join('\n')
  expect(cardMarkdown(list)).toBe(list)
})
