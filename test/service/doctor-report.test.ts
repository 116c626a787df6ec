import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { report, reportOf } from '../../main/cli/doctor.ts'
import { closedDoor } from '../../main/cli/closed-door.ts'
import { folded } from '../../main/cli/fold.ts'
import type { CheckView } from '../../main/contract/doctor.ts'
import { AppError } from '../../main/contract/errors.ts'
import { summaryOf } from '../../main/service/doctor/summary.ts'

const words = (en: string, zh = en) => ({ en, zh })
const check = (id: string, more: Partial<CheckView>): CheckView => ({
  key: id,
  id,
  layer: 'network',
  title: words(id),
  verdict: 'ok',
  detail: words('fine'),
  fix: words(''),
  ...more,
})

describe('what the other side said itself', () => {
  const refused = 'POST /token was refused with code 10014: app secret invalid (log id log42).'
  const bad = check('token', { verdict: 'failed', detail: words('wrong secret', '密钥错误'), raw: refused })

  test('stands in the JSON and in the answer of the chat, in both languages', () => {
    for (const language of ['en', 'zh'] as const) {
      expect(reportOf(bad, language).detail).toContain(refused)
      expect(summaryOf([bad], language)).toContain(refused)
    }
  })
  test('is not said twice, on one line only, and not where all is well', () => {
    expect(reportOf({ ...bad, detail: words(`It said: ${refused}`) }, 'en').detail).toBe(`It said: ${refused}`)
    expect(reportOf({ ...bad, raw: 'one\ntwo' }, 'en').detail).toBe('wrong secret Said: one; two')
    expect(reportOf({ ...bad, verdict: 'ok' }, 'en').detail).toBe('wrong secret')
  })
})

describe('the report for a terminal', () => {
  test('goes layer by layer, what failed first, with its fix, page and raw words', () => {
    const lines = report(
      [
        check('good', {}),
        check('bad', {
          verdict: 'failed',
          detail: words('broken'),
          fix: words('mend it'),
          link: 'https://x.test/y',
          raw: 'code 10014',
        }),
        check('unsure', { layer: 'computer', verdict: 'unknown', test: words('try it') }),
      ],
      'en',
    )
    expect(lines).toEqual([
      'This computer',
      '  ? unsure: fine',
      '    To find out: try it',
      '',
      'Network',
      '  ✗ bad: broken',
      '    To do: mend it',
      '    Page: https://x.test/y',
      '    Said: code 10014',
      '  ✓ good: fine',
      '',
      "1 failed, 1 passed, 1 can't be known from here",
    ])
  })

  test('says once what several checks say in the same words', () => {
    const same = { verdict: 'unknown', detail: words('not tried'), test: words('mend it') } as const
    const lines = report([check('a', same), check('b', same), check('c', { ...same, layer: 'model' })], 'en')
    expect(lines.filter(line => line.includes('not tried'))).toEqual(['  ? a, b: not tried', '  ? c: not tried'])
  })

  test('names the account where there are several', () => {
    const lines = report([check('a', { account: 'default' }), check('b', { account: 'work' })], 'zh')
    expect(lines.join('\n')).toContain('b [work]')
  })
})

describe('folding', () => {
  const width = (line: string) => line.replace(/[\u2e80-\u9fff\uff00-\uff60]/g, 'xx').length

  test('loses no word, and no line is wider than 80 columns unless one word is', () => {
    const word = fc.oneof(fc.stringMatching(/^[a-z0-9:/.]{1,30}$/), fc.constantFrom('你好世界', '平台，', '“请”'))
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), list => {
        const text = list.join(' ')
        const lines = folded(text, '  ', '    ')
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(80)
      }),
    )
  })

  test('a link that is longer stays whole', () => {
    const link = `https://open.feishu.cn/${'x'.repeat(90)}`
    expect(folded(`see ${link} there`, '', '')).toContain(link)
  })
})

describe('a Perch that does not even open', () => {
  test.each([
    ['home-refused', 'home'],
    ['store-newer', 'database'],
    ['config-invalid', 'config'],
    ['ca-file-unusable', 'config'],
    ['lock-failed', 'home'],
  ] as const)('%s is the check "%s"', (code, id) => {
    expect(closedDoor(new AppError(code, 'why'))).toMatchObject({ id, verdict: 'failed', detail: { en: 'why' } })
  })
  test('any other failure stays one', () => expect(closedDoor(new AppError('not-permitted', 'no'))).toBeUndefined())
})
