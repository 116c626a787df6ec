import type { Config } from '../contract/config.ts'
import { AppError } from '../contract/errors.ts'
import { accountConfig, accountPath, DEFAULT_ACCOUNT } from './accounts.ts'
import type { Edit } from './text-edit.ts'

/**
 * What allowing a person (`ou_…`: in private and in groups) or a group (`oc_…`: its members) changes in the file.
 * Throws `AppError`: `not-found` for an unknown account, `bad-request` for another kind of ID.
 */
export function allowEdits(config: Config, account: string, id: string): readonly Edit[] {
  const at = placeOf(config, account)
  if (isGroup(id)) {
    const off = accountConfig(config, account).groups[id]?.enabled === false
    const on: readonly Edit[] = off ? [{ kind: 'set', path: [...at, 'groups', id, 'enabled'], value: true }] : []
    return [{ kind: 'add', path: [...at, 'groupAllowFrom'], item: id }, ...on]
  }
  return ['allowFrom', 'groupAllowFrom'].map((list): Edit => ({ kind: 'add', path: [...at, list], item: id }))
}

/**
 * What denying changes: a person leaves every list of this account, a group is switched off. Throws `AppError` as
 * `allowEdits` does, and `bad-request` for an owner, who is always allowed.
 */
export function denyEdits(config: Config, account: string, id: string): readonly Edit[] {
  const at = placeOf(config, account)
  if (isGroup(id)) {
    return [
      { kind: 'remove', path: [...at, 'groupAllowFrom'], item: id },
      { kind: 'set', path: [...at, 'groups', id, 'enabled'], value: false },
    ]
  }
  const { ownerIds, groups } = accountConfig(config, account)
  if (ownerIds.includes(id)) {
    const list = [...at, 'ownerIds'].join('.')
    throw new AppError('bad-request', `${id} is an owner and always allowed; take it out of ${list} first.`)
  }
  const lists = [['allowFrom'], ['groupAllowFrom'], ...Object.keys(groups).map(group => ['groups', group, 'allowFrom'])]
  return lists.map((list): Edit => ({ kind: 'remove', path: [...at, ...list], item: id }))
}

function isGroup(id: string): boolean {
  if (/^oc_\w+$/.test(id)) return true
  if (/^ou_\w+$/.test(id)) return false
  throw new AppError('bad-request', `"${id.slice(0, 60)}" is no Open ID (ou_…) and no chat ID (oc_…).`)
}

function placeOf(config: Config, account: string): readonly string[] {
  if (account !== DEFAULT_ACCOUNT && !Object.hasOwn(config.channels.lark.accounts, account))
    throw new AppError('not-found', `There is no account "${account.slice(0, 60)}".`)
  return accountPath(account)
}
