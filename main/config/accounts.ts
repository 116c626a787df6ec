import { APP_ID } from '../contract/app-id.ts'
import type { AccountConfig, Config } from '../contract/config.ts'

/** The account at the top level of `channels.lark`. */
export const DEFAULT_ACCOUNT = 'default'

/** One bot with everything decided, ready to be connected. */
export type AccountSettings = {
  readonly id: string
  /** Behaviour that this account does not set comes from the top level; identity never does. No secrets inside. */
  readonly config: AccountConfig
  readonly appId: string
  /** Why this App ID can't be used, if it can't. */
  readonly appIdProblem?: string
  /** Without a slash at the end: `https://open.feishu.cn`. */
  readonly baseUrl: string
  /** The host that the App Secret is bound to. */
  readonly host: string
  readonly language: Config['language']
  /** The name of its App Secret in the secret store. */
  readonly secretName: string
}

/** App IDs that were read from files, or why they could not be, by account. */
export type AppIdFiles = ReadonlyMap<string, { readonly appId: string } | { readonly problem: string }>

/** Every account of a configuration, the default one first; that one exists only when it has an App ID. */
export function accountsOf(config: Config, appIdFiles: AppIdFiles): readonly AccountSettings[] {
  const { accounts, ...top } = config.channels.lark
  const named = Object.keys(accounts).map(id => settingsOf(config, id, accountConfig(config, id), appIdFiles))
  const hasDefault = top.appId !== '' || top.appIdFile !== ''
  return hasDefault ? [settingsOf(config, DEFAULT_ACCOUNT, top, appIdFiles), ...named] : named
}

/** The effective configuration of one account; of an unknown one, what a new account would have. */
export function accountConfig(config: Config, id: string): AccountConfig {
  const { accounts, ...top } = config.channels.lark
  if (id === DEFAULT_ACCOUNT) return top
  const own = Object.hasOwn(accounts, id) ? accounts[id] : undefined
  if (!own) return top
  return {
    ...own,
    enabled: own.enabled ?? top.enabled,
    mode: own.mode ?? top.mode,
    webhookPath: own.webhookPath ?? `${top.webhookPath.replace(/\/$/, '')}/${id}`,
    dmPolicy: own.dmPolicy ?? top.dmPolicy,
    groupPolicy: own.groupPolicy ?? top.groupPolicy,
  }
}

function settingsOf(config: Config, id: string, account: AccountConfig, appIdFiles: AppIdFiles): AccountSettings {
  const fromFile = appIdFiles.get(id)
  const appId = account.appId.trim() || (fromFile && 'appId' in fromFile ? fromFile.appId : '')
  const problem = appIdProblem(appId, fromFile && 'problem' in fromFile ? fromFile.problem : undefined)
  const baseUrl = baseUrlOf(account.domain)
  return {
    id,
    config: { ...account, appId },
    appId,
    ...(problem === undefined ? {} : { appIdProblem: problem }),
    baseUrl,
    host: hostOf(baseUrl),
    language: config.language,
    secretName: [...accountPath(id), 'appSecret'].join('.'),
  }
}

function appIdProblem(appId: string, fileProblem: string | undefined): string | undefined {
  if (appId === '') return fileProblem ?? 'it has no App ID'
  return APP_ID.test(appId) ? undefined : `"${appId.slice(0, 40)}" is no App ID: cli_ and 16 hexadecimal characters`
}

/** Where an account stands in the file. */
export const accountPath = (id: string): readonly string[] =>
  id === DEFAULT_ACCOUNT ? ['channels', 'lark'] : ['channels', 'lark', 'accounts', id]

/** The address of the platform's API for a `domain`. */
export function baseUrlOf(domain: string): string {
  if (domain === 'feishu') return 'https://open.feishu.cn'
  return domain === 'lark' ? 'https://open.larksuite.com' : domain.replace(/\/+$/, '')
}

/** The host of a URL in small letters, with its port where that is not the usual one; empty when it is no URL. */
export const hostOf = (url: string): string => URL.parse(url)?.host ?? ''
