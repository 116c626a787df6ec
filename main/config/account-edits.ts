import type { Config } from '../contract/config.ts'
import { AppError } from '../contract/errors.ts'
import { accountConfig, accountPath, DEFAULT_ACCOUNT } from './accounts.ts'
import type { Edit } from './text-edit.ts'

/** A bot as setup has found it. Its secret is not part of the file. */
export type NewAccount = {
  readonly id: string
  readonly appId: string
  readonly domain: string
  readonly name?: string
  /** Who made it: becomes an owner, and is allowed. */
  readonly owner?: string
}

/** Where a secret may come from instead of the store; what is pasted or scanned must count, so these go. */
const ELSEWHERE = ['appIdFile', 'appSecretEnv', 'appSecretFile'] as const

/**
 * Everything that belongs to one bot alone. The rest of the top level is behaviour that named accounts share, and the
 * platform's place: setup has to find an own platform again, and no secret is left that could go to it.
 */
const IDENTITY = [
  'appId',
  ...ELSEWHERE,
  'name',
  'encryptKey',
  'verificationToken',
  'allowFrom',
  'groupAllowFrom',
  'groups',
  'ownerIds',
  'quota',
] as const

/**
 * What connecting a bot changes in the file, all at once. In the place of another bot, the Open IDs of that one go: an
 * Open ID belongs to one app, so they mean nobody for the new one.
 */
export function connectEdits(config: Config, { id, appId, domain, name, owner }: NewAccount): readonly Edit[] {
  const at = accountPath(id)
  const before = isKnown(config, id) ? accountConfig(config, id) : undefined
  const isOtherBot = before !== undefined && before.appId !== '' && before.appId !== appId
  return [
    ...(isOtherBot ? withoutPeople(config, id) : []),
    ...ELSEWHERE.map((key): Edit => ({ kind: 'unset', path: [...at, key] })),
    { kind: 'set', path: [...at, 'appId'], value: appId },
    { kind: 'set', path: [...at, 'domain'], value: domain },
    ...(name === undefined ? [] : [{ kind: 'set', path: [...at, 'name'], value: name } as const]),
    ...(before?.enabled === false ? pauseEdits(config, id, false) : []),
    ...(owner === undefined ? [] : ownerEdits(id, owner)),
  ]
}

/** Takes out every Open ID; chats keep their rules, because a chat ID is the same for every app of a company. */
function withoutPeople(config: Config, id: string): readonly Edit[] {
  const at = accountPath(id)
  const { ownerIds, allowFrom, groupAllowFrom, groups } = accountConfig(config, id)
  const lists: readonly (readonly [readonly string[], readonly string[]])[] = [
    [['ownerIds'], ownerIds],
    [['allowFrom'], allowFrom],
    [['groupAllowFrom'], groupAllowFrom],
    ...Object.entries(groups).map(([chat, rules]) => [['groups', chat, 'allowFrom'], rules.allowFrom] as const),
  ]
  return lists.flatMap(([list, items]) =>
    items
      .filter(item => item.startsWith('ou_'))
      .map((item): Edit => ({ kind: 'remove', path: [...at, ...list], item })),
  )
}

/** Makes a person an owner, who is also on the lists that say who may write. */
export const ownerEdits = (id: string, openId: string): readonly Edit[] =>
  ['ownerIds', 'allowFrom', 'groupAllowFrom'].map((list): Edit => ({
    kind: 'add',
    path: [...accountPath(id), list],
    item: openId,
  }))

/** Takes an account out: a named one whole, of the top level what belongs to its bot. */
export function removeEdits(id: string): readonly Edit[] {
  const at = accountPath(id)
  if (id !== DEFAULT_ACCOUNT) return [{ kind: 'unset', path: at }]
  return IDENTITY.map((key): Edit => ({ kind: 'unset', path: [...at, key] }))
}

/** Switches one account off or on. Named accounts that follow the top level are told first what counted for them. */
export function pauseEdits(config: Config, id: string, paused: boolean): readonly Edit[] {
  const own: Edit = { kind: 'set', path: [...accountPath(id), 'enabled'], value: !paused }
  if (id !== DEFAULT_ACCOUNT) return [own]
  const { accounts, enabled } = config.channels.lark
  const followers = Object.entries(accounts).filter(([, account]) => account.enabled === undefined)
  const pinned = followers.map(([name]): Edit => ({
    kind: 'set',
    path: [...accountPath(name), 'enabled'],
    value: enabled,
  }))
  return [...pinned, own]
}

export const renameEdits = (id: string, name: string): readonly Edit[] => [
  name === ''
    ? { kind: 'unset', path: [...accountPath(id), 'name'] }
    : { kind: 'set', path: [...accountPath(id), 'name'], value: name },
]

const isKnown = ({ channels }: Config, id: string): boolean =>
  id === DEFAULT_ACCOUNT || Object.hasOwn(channels.lark.accounts, id)

/** The names of all secrets of an account. */
export const secretNamesOf = (id: string): readonly string[] =>
  ['appSecret', 'encryptKey', 'verificationToken'].map(key => [...accountPath(id), key].join('.'))

/** Throws `AppError('account-exists')` when another account is this bot already. */
export function refuseTwin(
  accounts: readonly { readonly id: string; readonly appId: string }[],
  { id, appId }: Pick<NewAccount, 'id' | 'appId'>,
): void {
  const twin = accounts.find(other => other.id !== id && other.appId.toLowerCase() === appId.toLowerCase())
  if (!twin) return
  throw new AppError('account-exists', {
    en: `The account "${twin.id}" already serves this bot (${twin.appId}).`,
    zh: `账号“${twin.id}”已经在使用这个机器人（${twin.appId}）。`,
  })
}
