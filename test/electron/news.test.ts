import { describe, expect, test } from 'vitest'
import type { AppState } from '../../main/contract/state.ts'
import { isSettled, newsOf } from '../../main/electron/news.ts'
import { account, people, person, stateWith } from './states.ts'

const calm = stateWith([account()])
const calls = (used: number, month = '2026-11') =>
  stateWith([account({ quota: { month, calls: used, limit: 10_000 } })])
const failed = stateWith([account({ state: 'failed', code: 'lark-secret-refused' as never })])

type Row = { when: string; before: AppState; after: AppState; titles: string[] }
const rows: Row[] = [
  { when: 'nothing changed', before: calm, after: calm, titles: [] },
  {
    when: 'a stranger wrote',
    before: calm,
    after: stateWith([account()], { pending: [person()] }),
    titles: ['孙浩然 would like to write to Office bot'],
  },
  {
    when: 'the same stranger wrote again',
    before: stateWith([account()], { pending: [person()] }),
    after: stateWith([account()], { pending: [person({ messages: 2 })] }),
    titles: [],
  },
  {
    when: 'many strangers wrote at once',
    before: calm,
    after: stateWith([account()], { pending: people(20) }),
    titles: ['20 people would like to write'],
  },
  { when: 'the connection failed for good', before: calm, after: failed, titles: ['Office bot is not connected'] },
  { when: 'it is still failed', before: failed, after: failed, titles: [] },
  { when: 'it reconnects', before: calm, after: stateWith([account({ state: 'reconnecting' })]), titles: [] },
  {
    when: 'the quota passes 70 %',
    before: calls(6_999),
    after: calls(7_004),
    titles: ['70 % of this month’s platform calls are used'],
  },
  { when: 'the quota was past 70 % before', before: calls(7_004), after: calls(7_100), titles: [] },
  { when: 'Perch starts with a quota past 70 %', before: stateWith([]), after: calls(7_100), titles: [] },
  { when: 'a new month begins', before: calls(9_000), after: calls(1, '2026-12'), titles: [] },
]

describe('what a person is told', () => {
  test.each(rows)('$when', ({ before, after, titles }) => {
    expect(newsOf(before, after, 'en').map(({ title }) => title)).toEqual(titles)
  })

  test('leads to the place where it is mended', () => {
    const [stranger] = newsOf(calm, stateWith([account()], { pending: [person()] }), 'zh')
    expect(stranger).toMatchObject({
      title: '孙浩然 想使用“Office bot”',
      screen: 'people',
      person: { account: 'default', openId: person().openId },
    })
    expect(newsOf(calm, failed, 'en')[0]).toMatchObject({ screen: 'home' })
  })
})

describe('a notification goes', () => {
  const waiting = stateWith([account()], { pending: [person()] })
  const [stranger] = newsOf(calm, waiting, 'en')
  const [many] = newsOf(calm, stateWith([account()], { pending: people(9) }), 'en')
  const [broken] = newsOf(calm, failed, 'en')

  test.each([
    ['when its person was decided about elsewhere', stranger, calm, true],
    ['not while its person waits', stranger, waiting, false],
    ['when nobody waits any more', many, calm, true],
    ['not while anybody waits', many, waiting, false],
    ['when the connection is back', broken, calm, true],
    ['not while it is failed', broken, failed, false],
  ])('%s', (_, news, state, settled) => {
    expect(news && isSettled(news, state)).toBe(settled)
  })
})
