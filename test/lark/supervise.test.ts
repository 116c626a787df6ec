import { describe, expect, test } from 'vitest'
import type { Ending } from '../../main/lark/connection.ts'
import { isDoubtful, verdict, waitAfter, type Retry, type SecretCheck } from '../../main/lark/supervise.ts'
import { usualTiming } from '../../main/lark/timing.ts'

const NOW = 1_000_000
type Row = { what: string; ending: Partial<Ending>; secret?: SecretCheck; retry: Retry; code: string }
const rows: Row[] = [
  { what: 'cut after a minute', ending: { readyAt: NOW - 60_000 }, retry: 'soon', code: 'lark-unreachable' },
  { what: 'cut after a second', ending: { readyAt: NOW - 1_000 }, retry: 'later', code: 'lark-unreachable' },
  { what: 'never came up', ending: {}, retry: 'later', code: 'lark-unreachable' },
  {
    what: 'given up on purpose',
    ending: { code: 'cancelled', readyAt: NOW - 5 },
    retry: 'now',
    code: 'lark-unreachable',
  },
  { what: 'busy', ending: { code: 'lark-busy', endpointCode: 1 }, retry: 'later', code: 'lark-busy' },
  {
    what: 'too many connections',
    ending: { code: 'lark-too-many-connections', endpointCode: 1000040350 },
    retry: 'later',
    code: 'lark-too-many-connections',
  },
  {
    what: 'wrong brand',
    ending: { code: 'lark-wrong-domain', endpointCode: 1000040351 },
    retry: 'slowly',
    code: 'lark-wrong-domain',
  },
  { what: 'certificate', ending: { code: 'lark-certificate' }, retry: 'slowly', code: 'lark-certificate' },
  ...[403, 514, 1000040345, 1000040346, 77].flatMap((endpointCode): Row[] => [
    {
      what: `code ${endpointCode}`,
      ending: { code: 'lark-busy', endpointCode },
      secret: 'taken',
      retry: 'later',
      code: 'lark-busy',
    },
    {
      what: `code ${endpointCode}`,
      ending: { code: 'lark-busy', endpointCode },
      secret: 'unknown',
      retry: 'later',
      code: 'lark-busy',
    },
    {
      what: `code ${endpointCode}`,
      ending: { code: 'lark-busy', endpointCode },
      secret: 'refused',
      retry: 'never',
      code: 'lark-bad-secret',
    },
  ]),
  {
    what: 'the token API itself refused',
    ending: { code: 'lark-bad-secret' },
    retry: 'never',
    code: 'lark-bad-secret',
  },
]

describe('what follows the end of a connection', () => {
  test.each(rows)('$what, secret $secret: $retry as $code', ({ ending, secret = 'unasked', retry, code }) => {
    const whole: Ending = { code: 'lark-unreachable', reason: { en: 'why', zh: '为什么' }, ...ending }
    expect(verdict(whole, secret, NOW, usualTiming)).toMatchObject({ retry, code })
  })

  test('the token API is asked only for answers that may mean a wrong secret', () => {
    const doubtful = [1, 403, 514, 1000040343, 1000040345, 1000040346, 1000040350, 1000040351].filter(endpointCode =>
      isDoubtful({ code: 'lark-busy', reason: { en: '', zh: '' }, endpointCode }),
    )
    expect(doubtful).toEqual([403, 514, 1000040345, 1000040346])
  })
})

describe('the pause before the next attempt', () => {
  const wait = (retry: Retry, attempt: number, random: number) => waitAfter(retry, attempt, () => random, usualTiming)

  test('it doubles from one second to a minute, and is spread by chance', () => {
    expect([1, 2, 3, 6, 7, 50].map(attempt => wait('later', attempt, 1))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ])
    expect(wait('later', 7, 0)).toBe(30_000)
  })

  test('it is short after a good connection, long where a person must act, and endless where waiting is no use', () => {
    expect([wait('now', 9, 1), wait('soon', 9, 1), wait('slowly', 1, 0)]).toEqual([0, 1_000, 60_000])
    expect(wait('never', 1, 0)).toBe(Number.POSITIVE_INFINITY)
  })
})
