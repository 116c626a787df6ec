import type { Language } from '../contract/words.ts'

/** A moment as a person would say it: the time alone for today, with the day for any other. */
export function clockText(at: number, now: number, language: Language, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone }
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const time = new Intl.DateTimeFormat(locale, { ...zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat(locale, { ...zone, day: 'numeric', month: 'short' })
  const year = new Intl.DateTimeFormat(locale, { ...zone, dateStyle: 'short' })
  return year.format(at) === year.format(now) ? time.format(at) : `${day.format(at)} ${time.format(at)}`
}
