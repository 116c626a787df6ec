import { accountConfig, DEFAULT_ACCOUNT } from '../../config/accounts.ts'
import type { Config } from '../../contract/config.ts'
import { AppError } from '../../contract/errors.ts'
import type { Brand } from '../../lark/register-answers.ts'

export type Servers = Readonly<Record<Brand, string>>

/** Where an account that is on neither of the two brands is, and where codes are scanned there, '' when nothing says so. */
export type OwnPlatform = { readonly domain: string; readonly accountsUrl: string }

const isBrand = (domain: string): domain is Brand => domain === 'feishu' || domain === 'lark'

/** The brand is found out by asking both; who set an address of their own wants their secret to go there and nowhere else. */
export function placesToTry({ channels }: Config): readonly string[] {
  const { domain } = channels.lark
  return isBrand(domain) ? ['feishu', 'lark'] : [domain]
}

/**
 * The platform of an account that is on neither brand. A new account is where the top level says, as long as codes can
 * be scanned there; in practice it is never anywhere else.
 */
export function ownPlatform(config: Config, account: string, isPractice: boolean): OwnPlatform | undefined {
  const top = config.channels.lark
  const isThere = account === DEFAULT_ACCOUNT || Object.hasOwn(top.accounts, account)
  const { domain, accountsUrl } = accountConfig(config, account)
  const own = { domain, accountsUrl: accountsUrl || (domain === top.domain ? top.accountsUrl : '') }
  if (isPractice) return own
  if (isBrand(domain)) return undefined
  return isThere || own.accountsUrl !== '' ? own : undefined
}

/** The servers that give out codes for this account. Throws `scan-unavailable` where there are none. */
export function scanServers(config: Config, account: string, isPractice: boolean, real: Servers): Servers {
  const own = ownPlatform(config, account, isPractice)
  if (own === undefined) return real
  const server = own.accountsUrl.replace(/\/+$/, '')
  if (server !== '') return { feishu: server, lark: server }
  throw new AppError('scan-unavailable', isPractice ? onlyPractice : nowhereToScan)
}

export function canScan(config: Config, account: string, isPractice: boolean): boolean {
  const own = ownPlatform(config, account, isPractice)
  return own === undefined || own.accountsUrl !== ''
}

const nowhereToScan = {
  en: 'This account is on a platform of its own, and nothing says where codes are scanned there.',
  zh: '该账号使用自定义平台，未配置扫码服务的地址。',
}
const onlyPractice = {
  en: 'This is practice: a code would make a bot on the real platform, so there is none.',
  zh: '当前为练习模式：扫码会在真实平台上创建机器人，因此不提供二维码。',
}
