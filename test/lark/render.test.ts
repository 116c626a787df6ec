import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleaned } from '../../main/lark/cleaning.ts'
import { parsed, walk } from '../../main/lark/markdown.ts'
import { plainText } from '../../main/lark/plain.ts'
import { withoutReferences } from '../../main/lark/references.ts'
import { cardMarkdown, postMarkdown } from '../../main/lark/render.ts'
import { checkCard } from '../../main/sandbox/card-rules.ts'
import { markdowns } from './markdown-samples.ts'

const letters = (text: string) => text.replaceAll(/&#60;/g, '').replaceAll(/[^\p{L}]/gu, '')

describe('markdown on a card', () => {
  test.each([
    ['headings are smaller', '# A\n\nB\n===\n\n### C ##', '#### A\n\n#### B\n\n###### C'],
    ['a heading over two lines is one', 'A\nB\n---\ntext', '##### A B\ntext'],
    ['a comment in code is no heading', '```sh\n# x\n```', '```sh\n# x\n```'],
    ['nested lists stay', '- a\n  - b\n    1. c', '- a\n  - b\n    1. c'],
    ['check boxes are signs', '- [ ] a\n- [x] b\n1. [X] c', '- ☐ a\n- ☑ b\n1. ☑ c'],
    ['tables stay', '| a |\n|---|\n| 1 |', '| a |\n|---|\n| 1 |'],
    ['quotes stay', '> a\n> b', '> a\n> b'],
    ['links stay', '[a](https://b.c "t")', '[a](https://b.c "t")'],
    ['a link that no client opens shows its address', '[a](./b.md) [c](javascript:d)', 'a (./b.md) c (javascript:d)'],
    ['an address in angle brackets is a link', '<https://a.b>', '[https://a.b](https://a.b)'],
    ['an image is a link', 'see ![a](https://b.c/d.png)', 'see [a](https://b.c/d.png)'],
    ['an image in a link is its words', '[![a](https://b.c)](https://d.e)', '[a](https://d.e)'],
    ['an uploaded image stays', '![a](img_v3_x)', '![a](img_v3_x)'],
    ['tags are words', 'a <b>c</b> <font color=red>d</font>', 'a &#60;b>c&#60;/b> &#60;font color=red>d&#60;/font>'],
    ['so are blocks of them', '<div>\n<p>a</p>\n</div>', '&#60;div>\n&#60;p>a&#60;/p>\n&#60;/div>'],
    ['so is a comment', '<!-- a -->', '&#60;!-- a -->'],
    ['a line break is one', 'a<br>b', 'a<br>b'],
    ['less and more are signs', '1 < 2 && 3 > 2', '1 &#60; 2 && 3 > 2'],
    ['an escaped sign stays escaped', 'a \\< b \\\\< c', 'a &#60; b \\\\&#60; c'],
    ['code keeps its signs', '`a < b` and\n```\na < b\n```', '`a < b` and\n```\na < b\n```'],
    ['indented code is fenced', 'a\n\n    b\n      c\n\nd', 'a\n\n```\nb\n  c\n```\n\nd'],
    ['code in a list begins its line', '- a\n\n  ```js\n  b\n  ```', '- a\n\n```js\nb\n```'],
    ['a list goes on counting behind code', '1. a\n   ```\n   x\n   ```\n1. b', '1. a\n```\nx\n```\n2. b'],
    ['math is shown letter by letter', 'so $x^2_1$ and \\(\\frac{a}{b}\\)', 'so `x^2_1` and `\\frac{a}{b}`'],
    ['so are its blocks', '$$\n\\int_0^1 x\\,dx\n$$', '```latex\n\\int_0^1 x\\,dx\n```'],
    ['prices are no math', 'from $5 to $10_000', 'from $5 to $10_000'],
    ['a definition is shown', '[a]: https://b.c', 'a: https://b.c'],
    ['a long language is none', `\`\`\`${'x'.repeat(60)}\na\n\`\`\``, '```\na\n```'],
  ])('%s', (_what, markdown, card) => expect(cardMarkdown(markdown)).toBe(card))

  test('nobody is called by it but those who may be', () => {
    const text = 'hi <at id=ou_a></at>, <at id=ou_b></at> <at id=all></at> &lt;at id=all&gt; `<at id=ou_a>`'
    expect(cardMarkdown(text)).not.toMatch(/<\s*\/?at\b|&(?:lt|#60);\s*\/?at\b/i)
    const allowed = cardMarkdown(text, new Set(['ou_a']))
    expect(allowed).toContain('hi <at id=ou_a></at>,')
    expect(allowed.match(/<at/g)).toHaveLength(1)
  })

  test('whatever a model writes, its letters are there and the platform takes it', () => {
    fc.assert(
      fc.property(markdowns.map(cleaned), markdown => {
        const content = cardMarkdown(markdown)
        expect(content).not.toMatch(/<\s*\/?at\b/i)
        const kept = [...walk(parsed(markdown).children)].every(
          ({ node }) => !['definition', 'image'].includes(node.type),
        )
        if (kept) expect(letters(content)).toBe(letters(markdown))
        const tables = [...walk(parsed(markdown).children)].filter(({ node }) => node.type === 'table').length
        const card = { schema: '2.0', body: { elements: [{ tag: 'markdown', content }] } }
        if (tables <= 3) expect(checkCard(JSON.stringify(card))).not.toHaveProperty('violation')
      }),
      { numRuns: 60 },
    )
  })
})

describe('markdown elsewhere', () => {
  test('a post has bold lines for headings and words for images', () => {
    expect(postMarkdown('# A **b**\n\n![c](https://d.e)\n\n- [x] f')).toBe('**A b**\n\n[c](https://d.e)\n\n- ☑ f')
  })

  test('a text has no marks, and everything else', () => {
    const markdown =
      '# A\n\n**b** [c](https://d.e) `f`\n\n1. g\n   - h\n2. [x] i\n\n| j | k |\n|---|---|\n| l | m |\n\n```js\nn < o\n```\n\n> p\n> q'
    expect(plainText(markdown)).toBe(
      'A\n\nb c (https://d.e) f\n\n1. g\n   - h\n2. ☑ i\n\nj | k\nl | m\n\nn < o\n\n> p\n> q',
    )
  })

  test('a text calls nobody, whatever is decoded on the way', () => {
    expect(plainText('&lt;at user_id="all"&gt;&lt;/at&gt; \\<at user_id="all">')).not.toMatch(/<\s*\/?at\b/)
  })

  test('links by reference become links of their own', () => {
    expect(withoutReferences('[a][1], [b][], [b]\n\n[1]: https://c.d\n[b]: https://e.f')).toBe(
      '[a](https://c.d), [b](https://e.f), [b](https://e.f)\n\n[1]: https://c.d\n[b]: https://e.f',
    )
    expect(withoutReferences('`[a][1]`\n\n[1]: https://c.d')).toContain('`[a][1]`')
  })
})
