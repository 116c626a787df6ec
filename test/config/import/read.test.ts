import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readEnvFile } from '../../../main/config/import/env-file.ts'
import { formatOf, readSource } from '../../../main/config/import/read.ts'
import { isAppError } from '../../../main/contract/errors.ts'

function failureOf(name: string, text: string): string {
  try {
    readSource(name, text)
  } catch (thrown) {
    if (!isAppError(thrown)) throw thrown
    expect(thrown.code).toBe('import-unreadable')
    expect(thrown.says?.zh).toMatch(/\p{Script=Han}/u)
    return thrown.message
  }
  return ''
}

describe('the form of a file', () => {
  const rows: [string, string, string][] = [
    ['config.json', '{"a":1}', 'json'],
    ['openclaw.json', '// mine\n/* all of it */ {a: 1}', 'json'],
    ['clawdbot.json', 'channels:\n  lark: {}\n', 'yaml'],
    ['moltbot.yaml', '{a: 1}', 'yaml'],
    ['config.toml', '# x\n[llm]\nmodel = "a"', 'toml'],
    ['pasted', 'a = 1', 'toml'],
    ['pasted', '[[agents.list]]\nid = "main"', 'toml'],
    ['pasted', 'agents:\n  list:\n  - id: main', 'yaml'],
    ['pasted', '\uFEFF  {"a":1}', 'json'],
  ]
  test.each(rows)('%s with %j is %s', (name, text, format) => {
    expect(formatOf(name, text.replace(/^\uFEFF/, ''))).toBe(format)
    expect(readSource(name, text).format).toBe(format)
  })

  test('does not change what it says', () => {
    const json = readSource('a.json', '{"a":{"b":[1,"x",true,null,1.5]}}').root
    expect(readSource('a.json5', "{a: {b: [1, 'x', true, null, 1.5,]}}").root).toEqual(json)
    expect(readSource('a.yaml', 'a:\n  b: [1, x, true, null, 1.5]').root).toEqual(json)
    expect(readSource('a.toml', '[a]\nb = [1, "x", true, 1.5]').root).toEqual({ a: { b: [1, 'x', true, 1.5] } })
    expect(readSource('a.toml', 'a = 2026-01-02T03:04:05Z').root).toEqual({ a: '2026-01-02T03:04:05.000Z' })
  })

  test('takes __proto__ for an ordinary name', () => {
    const { root } = readSource('a.json', '{"__proto__":{"polluted":1}}')
    expect(Object.keys(root)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

const badAliases = 'uses YAML aliases (*name) in a way that is not read; write out what they stand for.'
const growing = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  .map((name, index, all) => `${name}: &${name} [${`${index === 0 ? 'x' : `*${all[index - 1]}`}, `.repeat(9)}]`)
  .join('\n')

test('YAML aliases and merges stand for what they name', () => {
  const text = 'bot: &bot {dmPolicy: open, name: a}\nb:\n  <<: *bot\n  name: b\nc: *bot\n'
  expect(readSource('a.yaml', text).root).toEqual({
    bot: { dmPolicy: 'open', name: 'a' },
    b: { dmPolicy: 'open', name: 'b' },
    c: { dmPolicy: 'open', name: 'a' },
  })
})

describe('a broken file is named with its place and never quoted', () => {
  const rows: [string, string, string][] = [
    ['a.json', '{\n  "appSecret": "S3cretValue', 'a.json:2:28 is not JSON or JSON5 here.'],
    ['a.json', '{"a": S3cretValue}', 'a.json:1:7 is not JSON or JSON5 here.'],
    ['a.json', '', 'a.json:1:1 is not JSON or JSON5 here.'],
    ['a.toml', 'x = 1\nx = "S3cretValue"', 'a.toml:2:1 is a name that was given before.'],
    ['a.toml', '[a]\nsecret = S3cretValue', 'a.toml:2:10 is not TOML here.'],
    ['a.yaml', 'a: 1\na: S3cretValue', 'a.yaml:2:1 is a name that was given before.'],
    ['a.yaml', 'a: S3cretValue\nb: *x', `a.yaml ${badAliases}`],
    ['a.yaml', 'a: &x [*x]', 'a.yaml is nested more than 64 levels deep.'],
    ['a.yaml', growing, `a.yaml ${badAliases}`],
    ['a.yaml', '<<: S3cretValue', `a.yaml ${badAliases}`],
    ['a.yaml', 'a: [S3cretValue', 'a.yaml:1:16 is not YAML here (bad_indent).'],
    ['a.yaml', '- 1', 'a.yaml must hold keys with values at its top.'],
    ['a.yaml', `a: ${'['.repeat(70)}${']'.repeat(70)}`, 'a.yaml is nested more than 64 levels deep.'],
    ['a.json', `{"a":${'['.repeat(9000)}${']'.repeat(9000)}}`, 'a.json is nested more than 64 levels deep.'],
    ['a.json', `{"a":"${'x'.repeat(1_000_001)}"}`, 'a.json is too large to be a configuration.'],
  ]
  test.each(rows)('%s %j', (name, text, message) => {
    expect(failureOf(name, text)).toBe(message)
  })

  test('whatever stands in it', () => {
    const anything = fc.oneof(fc.string({ maxLength: 200 }), fc.json(), fc.string({ unit: 'grapheme-composite' }))
    fc.assert(
      fc.property(fc.constantFrom('a.json', 'a.yaml', 'a.toml', 'a'), anything, (name, text) => {
        const message = failureOf(name, `${text}\n{S3cretValue`)
        expect(message).not.toContain('S3cretValue')
      }),
      { numRuns: 500 },
    )
  })
})

describe('names that stand twice in JSON', () => {
  const rows: [string, { path: string; line: number }[]][] = [
    ['{"a":1,"b":{"a":2}}', []],
    ['{"a":1,\n"a":2}', [{ path: 'a', line: 2 }]],
    ["{a:1,'a':2}", [{ path: 'a', line: 1 }]],
    ['{"x":[{"a":1},\n{"a":1,"a":"a,b:{"}]}', [{ path: 'x[1].a', line: 2 }]],
    ['{"a":1, // "a":3\n/* "a":4 */ "b":"\\"a\\":", "b":2}', [{ path: 'b', line: 2 }]],
  ]
  test.each(rows)('%j', (text, doubled) => {
    expect(readSource('a.json', text).doubled).toEqual(doubled)
  })
})

describe('an env file', () => {
  const rows: [string, string][] = [
    ['A=1', '1'],
    ['export A=1', '1'],
    ['  A = "x y"  # said', 'x y'],
    [`A='it#s'`, 'it#s'],
    ['A=se#cret', 'se#cret'],
    ['A=secret #c', 'secret'],
    ['A="a\\"b\\$c"', 'a"b$c'],
    ['A=a=b==', 'a=b=='],
    ['A=', ''],
    ['\uFEFFA=1\r\nB=2', '1'],
    ['# A=0\nnot a line\nA=1', '1'],
  ]
  test.each(rows)('%j gives %j', (text, value) => {
    expect(readEnvFile(text).get('A')).toBe(value)
  })

  test('keeps every value that is quoted', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^'\r\n]*$/), value => {
        expect(readEnvFile(`X=1\nA='${value}'\n`).get('A')).toBe(value)
      }),
    )
  })
})
