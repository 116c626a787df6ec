import { connectEdits, refuseTwin, secretNamesOf, type NewAccount } from '../../config/account-edits.ts'
import { baseUrlOf, DEFAULT_ACCOUNT, hostOf } from '../../config/accounts.ts'
import type { Settings } from '../../config/settings.ts'
import { APP_ID } from '../../contract/app-id.ts'
import { AppError, asAppError, type ErrorCode } from '../../contract/errors.ts'
import type { TriedView } from '../../contract/setup.ts'
import type { Words } from '../../contract/words.ts'

export type ConnectPorts = {
  readonly settings: Pick<Settings, 'accounts' | 'change' | 'exchangeSecrets'>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly tryOut: (
    credentials: { readonly appId: string; readonly appSecret: string; readonly domain: string },
    signal: AbortSignal,
  ) => Promise<TriedView>
}

type Credentials = NewAccount & { readonly appSecret: string }

/** How long the platform may take to say that it knows these credentials (milliseconds). */
const ASK_WITHIN = 20_000

/** What the platform itself says against credentials; anything else may pass, and does not keep them from being saved. */
const definite: ReadonlySet<ErrorCode> = new Set(['lark-bad-secret', 'lark-app-unknown', 'lark-wrong-domain'])

/**
 * Saves a bot: its secret in the store, bound to the platform's host, and its account in the file, both or neither.
 * Throws `AppError`: `lark-app-id-invalid`, `account-exists`, `bad-request`, and what the file or the store refuse.
 */
export async function saveAccount(
  { settings, env }: ConnectPorts,
  { appSecret, ...account }: Credentials,
): Promise<void> {
  if (!APP_ID.test(account.appId)) throw new AppError('lark-app-id-invalid', notAnAppId(account.appId))
  refuseTwin(settings.accounts(), account)
  refuseOverruled(account, env)
  const [name = ''] = secretNamesOf(account.id)
  const to = { value: appSecret, host: hostOf(baseUrlOf(account.domain)) }
  await settings.exchangeSecrets([{ name, to }], () => settings.change(now => connectEdits(now, account)))
}

const notAnAppId = (typed: string) => ({
  en: `"${typed.slice(0, 40)}" is no App ID.`,
  zh: `“${typed.slice(0, 40)}”不是 App ID。`,
})

/** Throws the platform's own refusal. A platform that can't be asked now refuses nothing. */
export async function refuseWrong({ tryOut }: ConnectPorts, { appId, appSecret, domain }: Credentials): Promise<void> {
  const tried = await asked(() => tryOut({ appId, appSecret, domain }, AbortSignal.timeout(ASK_WITHIN)))
  if (tried && !tried.ok && definite.has(tried.code)) throw new AppError(tried.code, withRaw(tried))
}

/** Our reading, with the platform's own words beside it. */
const withRaw = ({ says, message }: Extract<TriedView, { ok: false }>): Words =>
  message === '' ? says : { en: `${says.en} (${message})`, zh: `${says.zh}（${message}）` }

async function asked(ask: () => Promise<TriedView>): Promise<TriedView | undefined> {
  try {
    return await ask()
  } catch (thrown) {
    if (asAppError(thrown).code === 'cancelled') return undefined // it took too long, which says nothing
    throw thrown
  }
}

/** Throws `bad-request`: the environment wins over the file, so what would be saved for the default account would never count. */
export function refuseOverruled({ id, appId }: Pick<NewAccount, 'id' | 'appId'>, env: ConnectPorts['env']): void {
  if (id !== DEFAULT_ACCOUNT) return
  const isOther = (env['LARK_APP_ID']?.trim() || appId) !== appId
  const secret = ['LARK_APP_SECRET', 'FEISHU_APP_SECRET'].find(name => env[name]?.trim())
  const variable = isOther ? 'LARK_APP_ID' : secret
  if (variable === undefined) return
  throw new AppError('bad-request', {
    en: `The environment variable ${variable} decides about the default account. Take it away and start again, or connect this bot under a name of its own.`,
    zh: `环境变量 ${variable} 决定了默认账号的凭证。请移除它并重新启动，或以其他账号名连接这个机器人。`,
  })
}
