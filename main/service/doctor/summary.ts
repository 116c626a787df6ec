import { saidBeside, type CheckView } from '../../contract/doctor.ts'
import type { Language } from '../../contract/words.ts'

/** More than this makes no short answer. */
const MOST_SHOWN = 8

/** What the doctor found, for a chat: what failed first, then how much can't be told. */
export function summaryOf(checks: readonly CheckView[], language: Language): string {
  const zh = language === 'zh'
  const failed = checks.filter(({ verdict }) => verdict === 'failed')
  const passed = checks.filter(({ verdict }) => verdict === 'ok').length
  const open = checks.length - failed.length - passed
  const head = zh
    ? `诊断：${failed.length} 项未通过，${passed} 项通过，${open} 项无法从本机得知。`
    : `Doctor: ${failed.length} failed, ${passed} passed, ${open} can't be known from here.`
  const lines = failed.slice(0, MOST_SHOWN).map(check => lineOf(check, language))
  const more = failed.length - lines.length
  const rest =
    more > 0 ? [zh ? `……另有 ${more} 项，请在界面中查看。` : `… and ${more} more, on the Doctor screen.`] : []
  return [head, ...lines, ...rest].join('\n\n')
}

function lineOf(check: CheckView, language: Language): string {
  const { title, account, detail, fix, link } = check
  const said = saidBeside(check, language)
  const name = account === undefined ? title[language] : `${title[language]} (${account})`
  const way = [fix[language], link].filter(Boolean).join(' ')
  return `**${name}**: ${detail[language]}${said === '' ? '' : `\n${said}`}${way === '' ? '' : `\n→ ${way}`}`
}
