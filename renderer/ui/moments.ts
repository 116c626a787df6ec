import type { ScreenLanguage } from '../words/translator.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const steps = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [SECOND, 'second'],
] as const

/** "3 min ago", from a week on the date. */
export function relative(at: number, now: number, language: ScreenLanguage): string {
  const gone = Math.max(0, now - at)
  if (gone >= 7 * DAY) return dateOf(at, now, language)
  if (gone < 5 * SECOND) return spaced(formatter(language).format(0, 'second'))
  const [size, unit] = steps.find(([length]) => gone >= length) ?? [SECOND, 'second' as const]
  return spaced(formatter(language).format(-Math.floor(gone / size), unit))
}

const formatter = (language: ScreenLanguage) =>
  new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })

/** The time of day, with the date unless it is today. */
export function clock(at: number, now: number, language: ScreenLanguage): string {
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
  return isSameDay(at, now) ? time : `${dateOf(at, now, language)} ${time}`
}

/** Day and month, with the year unless it is this one. */
export function dateOf(at: number, now: number, language: ScreenLanguage): string {
  const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const year = thisYear ? {} : ({ year: 'numeric' } as const)
  return spaced(
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { day: 'numeric', month: 'short', ...year }).format(
      at,
    ),
  )
}

/** To the second, for the hover. */
export const exactly = (at: number, language: ScreenLanguage): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'full', timeStyle: 'medium' }).format(at)

const isSameDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString()

/** A space between Han and digits, as everywhere on the screens. */
const spaced = (text: string): string => text.replaceAll(/(\d)(?=\p{Script=Han})|(\p{Script=Han})(?=\d)/gu, '$1$2 ')
