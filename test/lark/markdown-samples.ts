import * as fc from 'fast-check'

const words = fc.array(
  fc.constantFrom(
    'hello',
    '你好',
    '世界。',
    '👨‍👩‍👧‍👦',
    '🇨🇳',
    'é',
    '"quote"',
    'a\\b',
    '**bold**',
    '`x = 1`',
    '[link](https://a.b/c)',
    '，',
    '𠮷',
    '|',
  ),
  { minLength: 1, maxLength: 12 },
)
const sentence = words.map(list => list.join(' '))
const giant = fc
  .tuple(fc.constantFrom('很', 'word ', '🎉', 'x', '"', '🇨🇳', 'e\u0301'), fc.integer({ min: 100, max: 900 }))
  .map(([part, count]) => part.repeat(count))
const code = fc.array(
  fc.oneof(sentence, fc.constantFrom('', 'const a = 1', '# no heading', '| no | table |', '|---|---|')),
  { maxLength: 12 },
)
const fence = fc
  .record({
    marker: fc.constantFrom('```', '````', '~~~'),
    language: fc.constantFrom('', 'js', 'python'),
    lines: code,
    closed: fc.boolean(),
  })
  .map(({ marker, language, lines, closed }) => [marker + language, ...lines, ...(closed ? [marker] : [])].join('\n'))
const table = fc
  .array(
    fc.tuple(
      fc.constantFrom('a', '一', '👍🏽'),
      sentence.map(text => text.replaceAll('|', '/')),
    ),
    { maxLength: 14 },
  )
  .map(rows => ['| 名 | value |', '|---|:-:|', ...rows.map(([one, two]) => `| ${one} | ${two} |`)].join('\n'))
const list = fc.array(sentence, { minLength: 1, maxLength: 8 }).map(items => items.map(item => `- ${item}`).join('\n'))
const heading = fc
  .tuple(fc.integer({ min: 1, max: 6 }), sentence)
  .map(([level, text]) => `${'#'.repeat(level)} ${text}`)
const noise = fc.string({ unit: 'binary', maxLength: 60 })

/** Markdown as models write it, and as they should not: Chinese, emoji, open code blocks, tables, giant lines, noise. */
export const markdowns = fc
  .array(
    fc.tuple(fc.oneof(sentence, giant, fence, table, list, heading, noise), fc.constantFrom('\n', '\n\n', '\n\n\n')),
    { maxLength: 10 },
  )
  .map(blocks => blocks.map(([block, gap]) => block + gap).join(''))
