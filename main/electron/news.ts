import type { AccountView, AppState, PersonView } from '../contract/state.ts'
import type { Language } from '../contract/words.ts'
import type { Screen } from './address.ts'
import { accountName, personName } from './names.ts'
import { newsWords } from './news-words.ts'

/** One notification. A later one with the same key takes its place. */
export type News = {
  readonly key: string
  readonly title: string
  readonly body: string
  readonly screen: Screen
  /** Who can be allowed or denied from the notification itself. */
  readonly person?: { readonly account: string; readonly openId: string }
}

/** More strangers than this at once are one notification. */
const MOST_AT_ONCE = 3
/** From this part of the month's calls on, the owner is told. */
const QUOTA_WARNING = 0.7

/** What a person must hear of the way from one state to the next: only what needs them. */
export const newsOf = (before: AppState, after: AppState, language: Language): readonly News[] => [
  ...strangers(before, after, language),
  ...Object.values(after.accounts).flatMap(account => accountNews(before.accounts[account.id], account, language)),
]

/** Whether what a notification asked for is settled, so that it can go. */
export function isSettled({ key, person }: News, state: AppState): boolean {
  if (person) return !state.pending.some(pending => personKey(pending) === key)
  if (key === PEOPLE) return state.pending.length === 0
  const failed = Object.values(state.accounts).filter(account => account.state === 'failed')
  return key.startsWith('failed:') && !failed.some(account => failedKey(account) === key)
}

const PEOPLE = 'people'
const personKey = ({ account, openId }: PersonView): string => `person:${account}:${openId}`
const failedKey = ({ id }: AccountView): string => `failed:${id}`

function strangers(before: AppState, after: AppState, language: Language): readonly News[] {
  const known = new Set(before.pending.map(personKey))
  const fresh = after.pending.filter(person => !known.has(personKey(person)))
  const words = newsWords[language]
  if (fresh.length > MOST_AT_ONCE)
    return [{ key: PEOPLE, title: words.people(fresh.length), body: words.peopleBody, screen: 'people' }]
  return fresh.map(person => {
    const account = after.accounts[person.account]
    const bot = account ? accountName(account) : 'Perch'
    return {
      key: personKey(person),
      title: words.person(personName(person), bot),
      body: words.personBody,
      screen: 'people',
      person: { account: person.account, openId: person.openId },
    }
  })
}

function accountNews(before: AccountView | undefined, after: AccountView, language: Language): readonly News[] {
  const words = newsWords[language]
  const bot = accountName(after)
  const news: News[] = []
  if (after.state === 'failed' && before?.state !== 'failed')
    news.push({ key: failedKey(after), title: words.failed(bot), body: words.failedBody, screen: 'home' })
  if (before && before.quota.month === after.quota.month && !isScarce(before) && isScarce(after)) {
    const { calls, limit } = after.quota
    const body = words.quotaBody(bot, figure(calls, language), figure(limit, language))
    const percent = Math.floor((calls / limit) * 100)
    news.push({ key: `quota:${after.id}`, title: words.quota(percent), body, screen: 'home' })
  }
  return news
}

const isScarce = ({ quota: { calls, limit } }: AccountView): boolean => limit > 0 && calls >= limit * QUOTA_WARNING
const figure = (value: number, language: Language): string => value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en')
