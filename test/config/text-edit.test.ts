import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConfig, valueOf, type Value } from '../../main/config/parse.ts'
import { editAll, editText, type Edit } from '../../main/config/text-edit.ts'

const read = (text: string): Value => {
  const { root, problems } = parseConfig(text)
  expect(problems).toEqual([])
  return root ? valueOf(root) : {}
}

const FILE = `{
  // who may write
  "allow": [
    "ann", // the boss
    "bob", // a friend
    "cat" // the last one
  ],
  "mode": "a", // how
  "inline": { "x": 1, "y": [1, 2] },
  /* before the end */
  "last": true // the end
}
`

describe('an edit of the file', () => {
  const rows: [string, Edit, string, string][] = [
    ['a changed value', { kind: 'set', path: ['mode'], value: 'b' }, '"mode": "a", // how', '"mode": "b", // how'],
    [
      'a new key',
      { kind: 'set', path: ['new'], value: 1 },
      '"last": true // the end\n',
      '"last": true, // the end\n  "new": 1\n',
    ],
    [
      'a new key far down',
      { kind: 'set', path: ['p', 'q'], value: 1 },
      '"last": true // the end\n',
      '"last": true, // the end\n  "p": {\n    "q": 1\n  }\n',
    ],
    [
      'a new key on one line',
      { kind: 'set', path: ['inline', 'z'], value: 3 },
      '"y": [1, 2] }',
      '"y": [1, 2], "z": 3 }',
    ],
    [
      'one more in a list',
      { kind: 'add', path: ['allow'], item: 'dan' },
      '"cat" // the last one\n',
      '"cat", // the last one\n    "dan"\n',
    ],
    [
      'the first one gone',
      { kind: 'remove', path: ['allow'], item: 'ann' },
      '    "ann", // the boss\n',
      '    // the boss\n',
    ],
    [
      'the last one gone',
      { kind: 'remove', path: ['allow'], item: 'cat' },
      '"bob", // a friend\n    "cat" // the last one',
      '"bob" // a friend\n    // the last one',
    ],
    ['a key gone', { kind: 'unset', path: ['mode'] }, '  "mode": "a", // how\n', '  // how\n'],
    [
      'the last key gone',
      { kind: 'unset', path: ['last'] },
      '[1, 2] },\n  /* before the end */\n  "last": true // the end',
      '[1, 2] }\n  /* before the end */\n  // the end',
    ],
    ['a key gone from a line', { kind: 'unset', path: ['inline', 'x'] }, '{ "x": 1, "y"', '{ "y"'],
    ['a place gone from a list', { kind: 'unset', path: ['inline', 'y', 1] }, '[1, 2]', '[1]'],
  ]
  test.each(rows)('%s', (_what, edit, before, after) => {
    expect(FILE).toContain(before)
    expect(editText(FILE, edit)).toBe(FILE.replace(before, after))
  })

  const nothing: [string, Edit][] = [
    ['adding what is there', { kind: 'add', path: ['allow'], item: 'bob' }],
    ['removing what is not there', { kind: 'remove', path: ['allow'], item: 'eve' }],
    ['removing from a list that is not there', { kind: 'remove', path: ['deny'], item: 'eve' }],
    ['unsetting what is not there', { kind: 'unset', path: ['inline', 'q', 'r'] }],
  ]
  test.each(nothing)('%s changes nothing', (_what, edit) => {
    expect(editText(FILE, edit)).toBe(FILE)
  })

  test('begins a file that is empty or holds only comments', () => {
    expect(editText('', { kind: 'set', path: ['a', 'b'], value: 1 })).toBe('{\n  "a": {\n    "b": 1\n  }\n}\n')
    expect(editText('// mine\n', { kind: 'set', path: ['a'], value: 1 })).toBe('// mine\n{\n  "a": 1\n}\n')
    expect(editText('{\n  // mine\n}', { kind: 'set', path: ['a'], value: 1 })).toBe('{\n  // mine\n  "a": 1\n}')
  })

  test('keeps the indentation, the line ends and the trailing commas of the file', () => {
    const file = '{\r\n\t"a": {\r\n\t\t"b": 1,\r\n\t},\r\n}\r\n'
    expect(editText(file, { kind: 'set', path: ['a', 'c'], value: { d: 1 } })).toBe(
      '{\r\n\t"a": {\r\n\t\t"b": 1,\r\n\t\t"c": {\r\n\t\t\t"d": 1\r\n\t\t},\r\n\t},\r\n}\r\n',
    )
  })

  test('takes out every entry of a name that stands twice', () => {
    expect(editText('{ "a": 1, "b": 2, "a": 3 }', { kind: 'unset', path: ['a'] })).toBe('{ "b": 2 }')
  })

  test('a name such as __proto__ is only a name', () => {
    expect(read(editText('{}', { kind: 'set', path: ['__proto__', 'x'], value: 1 }))).toEqual(
      JSON.parse('{"__proto__":{"x":1}}'),
    )
  })

  test('a file that is no JSON is refused with its place, and so is a way through a value', () => {
    const set: Edit = { kind: 'set', path: ['a', 'b'], value: 1 }
    expect(() => editText('{\n  "a": \n}', set)).toThrow(
      expect.objectContaining({
        code: 'config-broken',
        message: expect.stringContaining('config.json:3:1 expected a value'),
      }),
    )
    expect(() => editText('{\n  "a": 5\n}', set)).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: 'config.json:2:8 a must be an object { … } to hold "b".',
      }),
    )
  })
})

/** JSON with blanks, line breaks and comments wherever they may stand, and now and then a trailing comma. */
const trivia = fc.array(fc.constantFrom(' ', '\n', '\t', '  ', '\n    '), { maxLength: 2 }).chain(parts =>
  fc.tuple(fc.constant(parts.join('')), fc.integer({ min: 0, max: 12 }), fc.nat()).map(([blanks, kind, id]) => {
    if (kind === 0) return `${blanks}// c${id}, "x": [1\n`
    return kind === 1 ? `${blanks}/* c${id} , } */` : blanks
  }),
)
const names = fc.constantFrom('a', 'b', 'c', 'd e', '.')
const items = fc.constantFrom('p', 'q', 'r', '// s', 'd"e')

type Doc = { text: string; value: Value }
const literals: fc.Arbitrary<Doc> = fc
  .oneof(items, fc.integer(), fc.boolean(), fc.constant(null))
  .map(value => ({ text: JSON.stringify(value), value }))

function joinedWith(open: string, close: string) {
  return (parts: string[], gaps: string[], comma: boolean): string => {
    const body = parts.map((part, index) => `${gaps[index * 2] ?? ''}${part}${gaps[index * 2 + 1] ?? ''}`).join(',')
    return `${open}${body}${comma && parts.length > 0 ? ',' : ''}${gaps.at(-1) ?? ''}${close}`
  }
}

const lists = (depth: number): fc.Arbitrary<Doc> =>
  fc
    .tuple(
      fc.array(depth > 0 ? fc.oneof(literals, docs(depth - 1)) : literals, { maxLength: 4 }),
      fc.array(trivia, { minLength: 9, maxLength: 9 }),
      fc.boolean(),
    )
    .map(([parts, gaps, comma]) => ({
      text: joinedWith('[', ']')(
        parts.map(part => part.text),
        gaps,
        comma,
      ),
      value: parts.map(part => part.value),
    }))

const objects = (depth: number): fc.Arbitrary<Doc> =>
  fc
    .tuple(
      fc.uniqueArray(fc.tuple(names, depth > 0 ? fc.oneof(literals, docs(depth - 1)) : literals, trivia, trivia), {
        maxLength: 4,
        selector: ([name]) => name,
      }),
      fc.array(trivia, { minLength: 9, maxLength: 9 }),
      fc.boolean(),
    )
    .map(([parts, gaps, comma]) => ({
      text: joinedWith('{', '}')(
        parts.map(([name, doc, before, after]) => `${JSON.stringify(name)}${before}:${after}${doc.text}`),
        gaps,
        comma,
      ),
      value: Object.fromEntries(parts.map(([name, doc]) => [name, doc.value])),
    }))

const docs = (depth: number): fc.Arbitrary<Doc> => fc.oneof(objects(depth), lists(depth))
const files = fc
  .tuple(trivia, objects(2), trivia)
  .map(([before, doc, after]) => ({ text: before + doc.text + after, value: doc.value }))

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), path: fc.array(names, { minLength: 1, maxLength: 3 }), item: items }),
  fc.record({
    kind: fc.constant('remove' as const),
    path: fc.array(names, { minLength: 1, maxLength: 3 }),
    item: items,
  }),
  fc.record({ kind: fc.constant('unset' as const), path: fc.array(names, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('set' as const),
    path: fc.array(names, { minLength: 1, maxLength: 3 }),
    value: fc.constantFrom<Value>(1, 'x', [], { y: [1] }),
  }),
)

/** The same edit on the plain value. Throws when something on the way is no object, for an edit that needs one. */
function model(value: Value | undefined, [step, ...rest]: Edit['path'], edit: Edit): Value | undefined {
  if (step === undefined) return leaf(value, edit)
  const makes = edit.kind === 'set' || edit.kind === 'add'
  const isTable = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isTable && value !== undefined && makes) throw new Error('blocked')
  if (!isTable && !makes) return value
  const table: { [name: string]: Value } = isTable ? value : {}
  const name = String(step)
  const below = model(Object.hasOwn(table, name) ? table[name] : undefined, rest, edit)
  return Object.fromEntries(
    [...Object.entries(table).filter(([key]) => key !== name), [name, below] as const].filter(
      (entry): entry is [string, Value] => entry[1] !== undefined,
    ),
  )
}

function leaf(old: Value | undefined, edit: Edit): Value | undefined {
  const list = Array.isArray(old) ? old : undefined
  if (edit.kind === 'set') return edit.value
  if (edit.kind === 'unset') return undefined
  if (edit.kind === 'remove') return list ? list.filter(entry => entry !== edit.item) : old
  return list?.includes(edit.item) ? list : [...(list ?? []), edit.item]
}

function expected(value: Value, edit: Edit): Value | undefined {
  try {
    return model(value, edit.path, edit)
  } catch {
    return undefined
  }
}

const commentsOf = (text: string) => (text.match(/\/\/ c\d+, "x": \[1|\/\* c\d+ , \} \*\//g) ?? []).toSorted()

describe('whatever the file looks like', () => {
  test('an edit does to the file what it does to its value, and no comment outside of what it replaced is lost', () => {
    fc.assert(
      fc.property(files, edits, (file, edit) => {
        expect(read(file.text)).toEqual(file.value)
        const wanted = expected(file.value, edit)
        if (wanted === undefined) {
          expect(() => editText(file.text, edit)).toThrow(expect.objectContaining({ code: 'config-invalid' }))
          return
        }
        const after = editText(file.text, edit)
        expect(read(after)).toEqual(wanted)
        if (edit.kind === 'add' || edit.kind === 'remove') expectKept(file, edit, after)
      }),
      { numRuns: 4000 },
    )
  })
})

function expectKept(file: Doc, edit: Edit, after: string): void {
  let here: Value | undefined = file.value
  for (const step of edit.path)
    here = typeof here === 'object' && here !== null && !Array.isArray(here) ? here[String(step)] : undefined
  const replaced = here !== undefined && !Array.isArray(here)
  if (!replaced) expect(commentsOf(after)).toEqual(commentsOf(file.text))
}

describe('several entries for one list', () => {
  const add = (path: string[], item: string): Edit => ({ kind: 'add', path, item })

  test('each is there once, in order, with the comments of those before', () => {
    const after = editAll(FILE, [
      add(['allow'], 'dan'),
      add(['allow'], 'bob'),
      add(['allow'], 'eve'),
      add(['new'], 'x'),
    ])
    expect(read(after)).toMatchObject({ allow: ['ann', 'bob', 'cat', 'dan', 'eve'], new: ['x'] })
    expect(after).toContain('// the last one')
  })

  test('a new list is the same as when they come one by one', () => {
    const edits = ['a', 'b', 'a', 'c'].map(item => add(['deep', 'list'], item))
    expect(read(editAll('{}', edits))).toEqual({ deep: { list: ['a', 'b', 'c'] } })
    expect(editAll('{}', edits.slice(0, 1))).toBe(editText('{}', add(['deep', 'list'], 'a')))
  })
})
