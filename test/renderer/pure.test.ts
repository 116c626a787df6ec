import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { botLink } from '../../renderer/bot-link.ts'
import { href, readRoute } from '../../renderer/route.ts'
import { monthOf } from '../../renderer/screens/home-quota.ts'
import { duration } from '../../renderer/ui/duration.ts'
import { dateOf, relative } from '../../renderer/ui/moments.ts'
import { shortId } from '../../renderer/ui/short-id.ts'
import { define } from '../../renderer/words/define.ts'
import { createTranslator, speak } from '../../renderer/words/translator.ts'

const MINUTE = 60_000

describe('words', () => {
  const dictionary = define('test', {
    plain: ['Home', '概览'],
    hole: ['{{name}} waits', '{{name}} 在等'],
    counted: ['{{count}} person', '{{count}} people', '{{count}} 人'],
  })
  const translator = createTranslator()
  const en = speak(translator, dictionary, 'en')
  const zh = speak(translator, dictionary, 'zh-CN')

  test('speak both languages side by side', () => {
    expect([en('plain'), zh('plain')]).toEqual(['Home', '概览'])
  })

  test('count as each language does', () => {
    expect([1, 2, 0].map(count => en('counted', { count }))).toEqual(['1 person', '2 people', '0 people'])
    expect(zh('counted', { count: 1 })).toBe('1 人')
    expect(en('counted', { count: 1204 })).toBe('1,204 people')
  })

  test('a name is never read as a part of the sentence', () => {
    const name = '$t(plain) {{name}} <b>&</b>'
    expect(en('hole', { name })).toBe(`${name} waits`)
  })

  test('an element stands where its hole is', () => {
    expect(en.parts('hole', {})).toEqual([{ hole: 'name' }, { text: ' waits' }])
    expect(zh.parts('hole', {})).toEqual([{ hole: 'name' }, { text: ' 在等' }])
  })
})

describe('times', () => {
  test.each([
    [0, '0 s', '0 秒'],
    [100_000, '1 min 40 s', '1 分 40 秒'],
    [130 * MINUTE, '2 h 10 min', '2 小时 10 分'],
    [24 * 60 * MINUTE, '1 d', '1 天'],
  ])('%d ms is said as a person would', (length, en, zh) => {
    expect([duration(length, 'en'), duration(length, 'zh-CN')]).toEqual([en, zh])
  })

  test('a moment is told by its distance, and from a week on by its date', () => {
    const now = new Date(2026, 10, 19, 14, 32).getTime()
    expect(relative(now - 3 * MINUTE, now, 'en')).toBe('3 min. ago')
    expect(relative(now - 1000, now, 'en')).toBe('now')
    expect(relative(now + MINUTE, now, 'en')).toBe('now')
    expect(relative(new Date(2026, 10, 1).getTime(), now, 'en')).toBe('1 Nov')
    expect(dateOf(new Date(2025, 11, 1).getTime(), now, 'zh-CN')).toBe('2025 年 12 月 1 日')
  })

  test('Chinese has a space between digits and Han', () => {
    const now = Date.now()
    expect(relative(now - 3 * MINUTE, now, 'zh-CN')).toBe('3 分钟前')
  })
})

describe('IDs and addresses', () => {
  test('an ID is cut in the middle, so that its kind and its end stay', () => {
    expect(shortId('ou_2b91aaaaaaaaaaaaaaaaaaaaaaaac07e')).toBe('ou_2b91…c07e')
    expect(shortId('ou_short')).toBe('ou_short')
  })

  test('every address is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), rest => {
        expect(readRoute(href('log', ...rest))).toEqual({ screen: 'log', rest })
      }),
    )
  })

  test.each(['', '#', '#/', '#//'])('%s is Home', hash => {
    expect(readRoute(hash)).toEqual({ screen: 'home', rest: [] })
  })

  test('a typed address never throws', () => {
    expect(readRoute('#/log/%E0%A4%A')).toEqual({ screen: 'log', rest: ['%E0%A4%A'] })
  })

  test.each([
    ['feishu', 'cli_a1', 'https://applink.feishu.cn/client/bot/open?appId=cli_a1'],
    ['lark', 'cli_a1', 'https://applink.larksuite.com/client/bot/open?appId=cli_a1'],
    ['http://127.0.0.1:4000', 'cli_a1', undefined],
    ['constructor', 'cli_a1', undefined],
    ['feishu', '', undefined],
  ])('the chat with a bot of %s opens only where its links are known', (domain, appId, link) => {
    expect(botLink({ domain, appId })).toBe(link)
  })
})

describe('the calls of a month', () => {
  const at = (day: number) => new Date(2026, 10, day).getTime()
  const end = new Date(2026, 11, 1).getTime()
  const quota = (calls: number) => ({ month: '2026-11', calls, limit: 10_000 })

  test.each([
    ['below 70 %, all is calm', 6999, at(19), { state: 'calm', until: end }],
    ['over 70 % late in the month, they last', 7100, at(29), { state: 'enough', until: end }],
    ['over 70 % early in the month, they run out', 7500, at(16), { state: 'short', until: at(21) }],
    ['at the limit, they are used up', 10_000, at(16), { state: 'used-up', until: end }],
  ])('%s', (_name, calls, now, pace) => {
    expect(monthOf(quota(calls), now)).toEqual(pace)
  })
})
