import type { AccountView } from '../../../main/contract/state.ts'
import type { SettingView } from '../../../main/contract/views.ts'
import { accountName } from '../../ui/account-state.ts'
import { quoted, settingAt } from './topics.ts'

/** The table of the named accounts; the top level of `channels.lark` is the account "default". */
export const ACCOUNTS = 'channels.lark.accounts'

/** Where the failure of something done to an account is told. */
export const DEED = 'accounts'

/** An account as the settings list it; one that the service could not make is only configured. */
export type ListedAccount = { readonly id: string; readonly name: string; readonly view: AccountView | undefined }

type Views = Readonly<Record<string, AccountView>>

/** The main account first, then the named ones in their order. */
export function accountsOf(views: Views, named: readonly string[]): readonly ListedAccount[] {
  const main = Object.hasOwn(views, 'default') ? ['default'] : []
  return [...new Set([...main, ...named, ...Object.keys(views)])].map(id => {
    const view = views[id]
    return { id, view, name: view ? accountName(view) : id }
  })
}

/** The path of one of its settings. */
export const pathIn = (id: string, key: string): string =>
  id === 'default' ? `channels.lark.${key}` : `${ACCOUNTS}.${quoted(id)}.${key}`

/** False while somebody has switched it off. */
export const isEnabled = (list: readonly SettingView[], id: string): boolean =>
  settingAt(list, pathIn(id, 'enabled'))?.value !== false

/** `bot2`, `bot3`, …: the first name that is free. */
export function freeName(taken: readonly string[]): string {
  let number = 2
  while (taken.includes(`bot${number}`)) number++
  return `bot${number}`
}

/** What the service takes as the name of an account. */
export const isLabel = (label: string): boolean => /^[a-z0-9][\w-]{0,31}$/i.test(label) && label !== 'default'
