import type { CheckView, Verdict } from '../../../main/contract/doctor.ts'
import type { ScreenLanguage } from '../../words/translator.ts'
import { inLanguage } from '../../words/in-language.ts'

/** How the report says what the reader's dictionary knows. */
export type ReportWords = {
  readonly title: string
  readonly verdict: (verdict: Verdict) => string
  readonly fix: (text: string) => string
  readonly test: (text: string) => string
  readonly accountName: (account: string) => string
}

/** The checks as a plain text to hand on. Checks carry no secrets, so neither does this. */
export function reportOf(checks: readonly CheckView[], language: ScreenLanguage, words: ReportWords): string {
  return [words.title, ...checks.map(check => lineOf(check, language, words))].join('\n\n')
}

const marks = { ok: '✓', failed: '✗', unknown: '?', waiting: '-', running: '-' } as const satisfies Record<
  Verdict,
  string
>

function lineOf(check: CheckView, language: ScreenLanguage, words: ReportWords): string {
  const { verdict, account, raw = '', link = '', test } = check
  const whose = account === undefined ? '' : ` [${words.accountName(account)}]`
  const detail = inLanguage(check.detail, language)
  const fix = inLanguage(check.fix, language)
  const tried = test ? inLanguage(test, language) : ''
  const rest = [
    detail,
    verdict === 'ok' || fix === '' ? '' : words.fix(fix),
    verdict !== 'unknown' || tried === '' ? '' : words.test(tried),
    raw,
    verdict === 'ok' ? '' : link,
  ]
  const head = `${marks[verdict]} ${inLanguage(check.title, language)}${whose} (${words.verdict(verdict)})`
  return [head, ...rest.filter(text => text !== '').map(text => `  ${text}`)].join('\n')
}
