import type { AccountSettings } from '../config/accounts.ts'
import { APP_ID } from '../contract/app-id.ts'
import { AppError, asAppError } from '../contract/errors.ts'

/** Whose facts are stored: an App ID is given out once, so the same one at another address is the same bot. */
export const appOf = ({ appId }: AccountSettings): string => appId.toLowerCase()

/** Which bot an account is: two accounts with the same one can't both be connected. */
export const botOf = ({ appId, baseUrl }: AccountSettings): string => JSON.stringify([appId.toLowerCase(), baseUrl])

/** All that makes a connection new when it changes. */
export const keyOf = (
  { appId, baseUrl, config }: AccountSettings,
  secret: string | AppError | undefined,
  surroundings: string,
): string =>
  JSON.stringify([
    appId,
    baseUrl,
    typeof secret === 'object' ? secret.message : secret,
    config.enabled,
    config.mode,
    surroundings,
  ])

/** Why an account can't be connected before anybody is asked: no App ID, a wrong one, or one that another account has. */
export function troubleOf(account: AccountSettings, all: readonly AccountSettings[]): AppError | undefined {
  const { appId, id } = account
  if (appId === '')
    return new AppError('lark-app-id-missing', { en: 'App ID not configured.', zh: '未配置 App ID。' }, { account: id })
  // the SDK returns in silence from an App ID of another form
  if (!APP_ID.test(appId))
    return new AppError('lark-app-id-invalid', { en: `"${appId}" is no App ID.`, zh: `“${appId}”不是 App ID。` })
  if (account.config.mode === 'webhook') return new AppError('config-invalid', webhook)
  const first = all.find(({ config, ...other }) => config.enabled && botOf({ config, ...other }) === botOf(account))
  if (!first || first.id === account.id) return undefined
  return new AppError('account-exists', {
    en: `The account "${first.id}" already serves this bot (${appId}).`,
    zh: `账号“${first.id}”已经在使用这个机器人（${appId}）。`,
  })
}

/** The secret, or why the account can't be connected. */
export async function secretOrTrouble(
  account: AccountSettings,
  all: readonly AccountSettings[],
  secret: (account: AccountSettings) => Promise<string>,
): Promise<string | AppError> {
  try {
    return troubleOf(account, all) ?? (await secret(account))
  } catch (thrown) {
    return asAppError(thrown)
  }
}

const webhook = {
  en: 'Webhook mode is not available yet; set mode to "websocket".',
  zh: '暂不支持 Webhook 模式，请将 mode 设为 "websocket"。',
}
