import type { AccountView, PersonView } from '../contract/state.ts'

const LONGEST_NAME = 40

/** A name that strangers chose, as one short line that can't pretend to be something else. */
export function tidy(name: string): string {
  const line = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const signs = Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment)
  return signs.length <= LONGEST_NAME ? line : `${signs.slice(0, LONGEST_NAME - 1).join('')}…`
}

/** Cut in the middle: both ends tell IDs apart. */
export const shortId = (id: string): string => (id.length <= 13 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`)

export const personName = ({ name, openId }: Pick<PersonView, 'name' | 'openId'>): string =>
  tidy(name) || shortId(openId)

export const accountName = ({ bot, name, id }: Pick<AccountView, 'bot' | 'name' | 'id'>): string =>
  tidy(bot?.name ?? '') || tidy(name) || (id === 'default' ? 'Perch' : tidy(id))
