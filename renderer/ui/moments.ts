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

/** Making a formatter costs a hundred times what it formats, and a log makes a moment of every row; so each is kept. */
function kept<T>(make: (language: ScreenLanguage) => T): (language: ScreenLanguage) => T {
  const known = new Map<ScreenLanguage, T>()
  return language => {
    const formatter = known.get(language) ?? make(language)
    known.set(language, formatter)
    return formatter
  }
}

const dates = (form: Intl.DateTimeFormatOptions) =>
  kept(language => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, form))

const formatter = kept(language => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }))
const time = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const day = dates({ day: 'numeric', month: 'short' })
const dayOfYear = dates({ day: 'numeric', month: 'short', year: 'numeric' })
const moment = dates({ dateStyle: 'full', timeStyle: 'medium' })

/** The time of day, with the date unless it is today. */
export function clock(at: number, now: number, language: ScreenLanguage): string {
  const said = time(language).format(at)
  return isSameDay(at, now) ? said : `${dateOf(at, now, language)} ${said}`
}

/** Day and month, with the year unless it is this one. */
export function dateOf(at: number, now: number, language: ScreenLanguage): string {
  const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return spaced((thisYear ? day : dayOfYear)(language).format(at))
}

/** To the second, for the hover. */
export const exactly = (at: number, language: ScreenLanguage): string => spaced(moment(language).format(at))

const isSameDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString()

/** A space between Han and digits, as everywhere on the screens. */
const spaced = (text: string): string => text.replaceAll(/(\d)(?=\p{Script=Han})|(\p{Script=Han})(?=\d)/gu, '$1$2 ')
