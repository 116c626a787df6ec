import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formsOf } from '../../main/base/redact-forms.ts'
import { createRedactor } from '../../main/base/redact.ts'

const SECRET = 'kJ7+/q "Z%ü9&x=1'

const redactorOf = (...secrets: string[]) => {
  const redactor = createRedactor()
  for (const secret of secrets) redactor.add(secret)
  return redactor
}

describe('text without secrets', () => {
  const spellings: [string, string][] = [
    ['as it is', `before ${SECRET} after`],
    ['in JSON', JSON.stringify({ a: SECRET })],
    ['in JSON inside JSON', JSON.stringify({ a: JSON.stringify({ b: SECRET }) })],
    ['in a URL', `https://x/?a=${encodeURIComponent(SECRET)}`],
    [
      'in a URL with small digits',
      `https://x/?a=${encodeURIComponent(SECRET).replace(/%../g, code => code.toLowerCase())}`,
    ],
    ['in a form', new URLSearchParams({ a: SECRET }).toString()],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64 after one byte', Buffer.from(`u${SECRET}`).toString('base64')],
    ['in base64 after two bytes', Buffer.from(`u:${SECRET}!`).toString('base64')],
    ['in base64url', Buffer.from(`abc${SECRET}`).toString('base64url')],
    ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
    ['in large hexadecimal', Buffer.from(SECRET).toString('hex').toUpperCase()],
  ]
  test.each(spellings)('finds a secret %s', (_how, text) => {
    const clean = redactorOf(SECRET).text(text)
    for (const form of formsOf(SECRET)) expect(clean).not.toContain(form)
    expect(clean).toContain('•••')
  })

  const shapes: [string, string][] = [
    ['Authorization: Bearer t-abcdefghijklmnopqrstuvwx', 't-abcdefghijklmnopqrstuvwx'],
    ['wss://h/ws?fpid=493&access_key=abc123&ticket=f00-ba7', 'abc123'],
    ['wss://h/ws?fpid=493&access_key=abc123&ticket=f00-ba7', 'f00-ba7'],
    ['{"app_secret":"plain","tenant_access_token": "t-1"}', 'plain'],
    ['{"app_secret":"plain","tenant_access_token": "t-1"}', 't-1'],
    [String.raw`{"data":"{\"encrypt_key\":\"inner\"}"}`, 'inner'],
    ['POST https://open.feishu.cn/open-apis/bot/v2/hook/0f9b-77aa-cc', '0f9b-77aa-cc'],
    ['http://someone:pass@proxy:8080', 'pass'],
    ['Incorrect API key provided: sk-or-v1-0123456789abcdef', '0123456789abcdef'],
  ]
  test.each(shapes)('hides by its surroundings, in %s, %s', (text, hidden) => {
    expect(createRedactor().text(text)).not.toContain(hidden)
  })

  test('leaves ordinary text alone', () => {
    const text = 'The token of thanks: basic authentication, bearer of news, a/b//c:d, 5 tokens, key=value?x=1'
    expect(redactorOf(SECRET).text(text)).toBe(text)
  })

  test('keeps no half secret at the cut, wherever it falls', () => {
    const redactor = redactorOf('0123456789abcdef')
    for (let before = 8170; before <= 8200; before++) {
      const clean = redactor.text(`${'.'.repeat(before)}0123456789abcdef${'.'.repeat(50)}`)
      expect(clean).not.toMatch(/0123/)
    }
  })

  test('hides the longer of two secrets whole when one begins the other', () => {
    expect(redactorOf('abcdef', 'abcdefghij').text('x abcdefghij y')).toBe('x ••• y')
  })

  test('looks for no value so short that it is a part of ordinary words', () => {
    expect(redactorOf('', 'a', 'the').text('the cat')).toBe('the cat')
  })
})

describe('a value for the log', () => {
  const hidden = [
    'secret',
    'app_secret',
    'appSecret',
    'X-Api-Key',
    'Authorization',
    'tenant_access_token',
    'ticket',
    'encryptKey',
  ]
  test.each([...hidden, 'access_key', 'password', 'Set-Cookie', 'verificationToken'])(
    'hides what stands under %s',
    name => {
      expect(createRedactor().value({ deep: [{ [name]: 'plain' }] })).toEqual({ deep: [{ [name]: '•••' }] })
    },
  )

  test('shows counts and the names of variables, which are no secrets', () => {
    const fields = { maxTokens: 8192, tokens: 5, appSecretEnv: 'MY_SECRET', hasToken: true, token: '', secrets: null }
    expect(createRedactor().value(fields)).toEqual(fields)
  })

  test('hides the value that follows its name in a flat list of headers', () => {
    expect(createRedactor().value(['Host', 'x', 'Authorization', 'abc'])).toEqual(['Host', 'x', 'Authorization', '•••'])
  })

  test('takes of an error only name, message, code, status, stack and causes', () => {
    const cause = Object.assign(new Error(`refused ${SECRET}`), {
      config: { headers: { a: 'x' } },
      code: 'E1',
      request: {},
    })
    const shown = redactorOf(SECRET).value({ error: new TypeError('outer', { cause }) })
    expect(shown).toMatchObject({
      error: { name: 'TypeError', message: 'outer', cause: { code: 'E1', message: 'refused •••' } },
    })
    expect(JSON.stringify(shown)).not.toMatch(/headers|request|kJ7/)
  })

  test('reads the errors inside an AggregateError', () => {
    expect(createRedactor().value(new AggregateError([new Error('inner')], 'outer'))).toMatchObject({
      errors: [{ message: 'inner' }],
    })
  })

  test('survives cycles, depth, width and size', () => {
    const round: Record<string, unknown> = { name: 'x' }
    round['self'] = round
    let deep: unknown = 'bottom'
    for (let level = 0; level < 10_000; level++) deep = [deep]
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index]))
    const shown = createRedactor().value({
      round,
      deep,
      wide,
      long: 'x'.repeat(1_000_000),
      many: Array.from({ length: 9999 }).fill(1),
    })
    expect(shown).toMatchObject({ round: { name: 'x', self: '[seen above]' } })
    expect(JSON.stringify(shown).length).toBeLessThan(20_000)
  })

  test('shows the same object twice when it is no cycle', () => {
    const shared = { a: 1 }
    expect(createRedactor().value([shared, shared])).toEqual([{ a: 1 }, { a: 1 }])
  })

  test('survives hostile getters, proxies and toJSON', () => {
    const hostile = {
      get bad() {
        throw new Error('no')
      },
      toJSON() {
        throw new Error('no')
      },
      proxy: new Proxy(
        {},
        {
          ownKeys() {
            throw new Error('no')
          },
        },
      ),
      fine: 1,
    }
    expect(createRedactor().value(hostile)).toEqual({
      bad: '[unreadable]',
      toJSON: '[function]',
      proxy: '[proxy]',
      fine: 1,
    })
  })

  test('turns what JSON can not hold into words', () => {
    const value = {
      map: new Map([['token', 'a']]),
      set: new Set([1]),
      date: new Date(0),
      bytes: Buffer.alloc(3),
      big: 5n,
      nan: Number.NaN,
      url: new URL('http://a:pw@b/'),
    }
    expect(createRedactor().value(value)).toEqual({
      map: { token: '•••' },
      set: [1],
      date: '1970-01-01T00:00:00.000Z',
      bytes: '[3 bytes]',
      big: '5',
      nan: 'NaN',
      url: 'http://a:•••@b/',
    })
  })

  test('finds a secret of digits that comes as a number, and one in the name of a key', () => {
    expect(redactorOf('12345678').value({ code: 12345678, x12345678: 1 })).toEqual({ code: '•••', 'x•••': 1 })
  })

  test('a key named __proto__ changes nothing but itself', () => {
    const shown = createRedactor().value(JSON.parse('{"__proto__":{"polluted":1}}')) as object
    expect('polluted' in shown).toBe(false)
  })
})

describe('whatever is thrown at it', () => {
  const secrets = fc.string({ minLength: 4, maxLength: 60, unit: 'grapheme' }).filter(text => text.trim().length >= 4)

  test('a registered secret never comes out, in no spelling', () => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), fc.integer({ min: 0, max: 5 }), (secret, before, after, how) => {
        const spelt = formsOf(secret)[how] ?? secret
        const redactor = redactorOf(secret)
        const clean = redactor.text(before + spelt + after)
        for (const form of formsOf(secret)) expect(clean.includes(form)).toBe(false)
        const error = new Error(before + spelt, { cause: { [spelt]: [spelt + after] } })
        const shown = JSON.stringify(redactor.value({ a: [error], b: { c: spelt } }))
        // what stands around a secret in the JSON of its holder is punctuation, so look between the quotes
        for (const piece of shown.split('"')) expect(piece.includes(secret)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('it never throws, and what comes out is JSON', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withSparseArray: true,
          withNullPrototype: true,
        }),
        value => {
          const shown = createRedactor().value({ value })
          expect(() => JSON.parse(JSON.stringify(shown))).not.toThrow()
        },
      ),
      { numRuns: 1000 },
    )
  })
})
