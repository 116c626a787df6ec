import { failed, hintOf, nothing, ok, saysOf, type Finding } from '../../base/finding.ts'
import type { AccountSettings } from '../../config/accounts.ts'
import { APP_ID } from '../../contract/app-id.ts'
import { asAppError, type ErrorCode } from '../../contract/errors.ts'
import type { Words } from '../../contract/words.ts'
import type { Said } from '../../lark/checkup/asking.ts'
import { judgeBrand, judgeToken } from '../../lark/checkup/credentials.ts'
import type { Check } from './check.ts'
import type { AccountContext, SharedContext } from './context.ts'

type PlatformCheck = Check<AccountContext>

function checkAppId({ account, links }: AccountContext): Promise<Finding> {
  const { appId, appIdProblem } = account
  if (APP_ID.test(appId)) return Promise.resolve(ok({ en: `${appId} has the right form.`, zh: `${appId} 格式正确。` }))
  const why = appIdProblem ?? 'it has no App ID'
  return Promise.resolve(
    appId === ''
      ? failed(
          { en: `App ID not configured: ${why}.`, zh: `未配置 App ID（${why}）。` },
          {
            en: 'Copy it from Credentials & Basic Info of your app in the developer console; it starts with cli_.',
            zh: '请从开发者后台应用的「凭证与基础信息」复制，以 cli_ 开头。',
          },
          { link: links.credentials, action: 'open-setup' },
        )
      : failed(
          { en: `"${appId.slice(0, 40)}" is no App ID.`, zh: `“${appId.slice(0, 40)}”不是 App ID。` },
          {
            en: 'It is cli_ and 16 hexadecimal characters. Copy it again from Credentials & Basic Info.',
            zh: 'App ID 为 cli_ 加 16 位十六进制字符，请从「凭证与基础信息」重新复制。',
          },
          { link: links.credentials, action: 'open-setup' },
        ),
  )
}

/** Where a new App Secret has to go, by what the configuration names. */
function newSecret({ config: { appSecretEnv, appSecretFile }, secretName }: AccountSettings): Words {
  const copy = {
    en: 'Copy the App Secret from Credentials & Basic Info in the developer console',
    zh: '请从开发者后台「凭证与基础信息」复制 App Secret',
  }
  if (appSecretEnv !== '') {
    return {
      en: `${copy.en}, put it into the environment variable ${appSecretEnv}, and start Perch again with it.`,
      zh: `${copy.zh}，写入环境变量 ${appSecretEnv}，并带着它重新启动 Perch。`,
    }
  }
  if (appSecretFile !== '')
    return { en: `${copy.en} into the file ${appSecretFile}.`, zh: `${copy.zh}，写入文件 ${appSecretFile}。` }
  return {
    en: `${copy.en}, and set it on the Setup screen or with: perch secret set ${secretName}`,
    zh: `${copy.zh}，在接入向导中设置，或运行 perch secret set ${secretName}`,
  }
}

async function checkSecret({ account, ports, links }: AccountContext): Promise<Finding> {
  try {
    await ports.secret(account)
    return ok({ en: 'There is an App Secret for this host.', zh: '已有用于该主机的 App Secret。' })
  } catch (thrown) {
    const { code } = asAppError(thrown)
    return failed(saysOf(thrown), code === 'lark-secret-missing' ? newSecret(account) : hintOf(thrown), {
      raw: saysOf(thrown).en,
      link: links.credentials,
      ...(code === 'secret-host-changed'
        ? { action: 'confirm-host', secret: account.secretName }
        : { action: 'open-setup' }),
    })
  }
}

const BRANDS: Readonly<Record<string, string>> = { feishu: 'lark', lark: 'feishu' }

async function checkBrand({ account, asking }: AccountContext, signal: AbortSignal): Promise<Finding> {
  const ask = await asking()
  const endpoint = await ask.endpoint(signal)
  const { domain } = account.config
  return judgeBrand({ endpoint, hereName: domain, otherName: BRANDS[domain] })
}

/** Not a matter of this moment alone: while no token can be had, nothing can be sent. */
const NO_TOKEN: ReadonlySet<ErrorCode> = new Set([
  'lark-busy',
  'lark-unreachable',
  'lark-certificate',
  'lark-answer-invalid',
])

/** No token is a failure whoever is to blame, though it tells nothing about the App Secret. Exported for its test. */
export function judgeFetch(said: Said<true>, finding: Finding): Finding {
  const isWithout = 'error' in said && finding.verdict === 'unknown' && NO_TOKEN.has(said.error.code)
  return isWithout ? failed(finding.detail, finding.test ?? nothing, { raw: finding.raw }) : finding
}

/** Without an account there is none of the other checks. */
export const accountsCheck: Check<SharedContext> = {
  id: 'accounts',
  layer: 'credentials',
  title: { en: 'A bot is set up', zh: '已接入机器人' },
  covers: ['N01', 'N11', 'N12'],
  run: ({ ports }) => {
    const count = ports.accounts().length
    return Promise.resolve(
      count > 0
        ? ok({ en: `${count} in the configuration.`, zh: `配置中有 ${count} 个。` })
        : ports.problems().some(({ severity }) => severity === 'error')
          ? failed(noneReadable, mendFirst, { action: 'open-settings' })
          : failed(
              { en: 'App ID not configured: no bot is set up yet.', zh: '未配置 App ID：尚未接入机器人。' },
              {
                en: 'Open Setup and scan the code, or set channels.lark.appId and its secret.',
                zh: '请打开接入向导扫码，或设置 channels.lark.appId 及其密钥。',
              },
              { action: 'open-setup' },
            ),
    )
  },
}

const noneReadable: Words = {
  en: 'App ID not configured: there is no bot in what could be read of config.json, and parts of it could not be read.',
  zh: '未配置 App ID：config.json 可读取的部分中没有机器人，且有部分内容无法读取。',
}
const mendFirst: Words = {
  en: 'Mend config.json first, as the check of the configuration says; the bot may be in the part that could not be read.',
  zh: '请先按“配置”检查的说明修正 config.json；机器人的设置可能就在无法读取的部分。',
}

export const credentialChecks: readonly PlatformCheck[] = [
  {
    id: 'app-id',
    layer: 'credentials',
    title: { en: 'App ID', zh: 'App ID' },
    covers: ['N09', 'N11', 'N13'],
    run: checkAppId,
  },
  {
    id: 'secret',
    layer: 'credentials',
    title: { en: 'App Secret', zh: 'App Secret' },
    covers: ['N09', 'N12', 'N39'],
    run: checkSecret,
  },
  {
    id: 'brand',
    layer: 'credentials',
    title: { en: 'Feishu or Lark', zh: '飞书还是 Lark' },
    covers: ['N02', 'N09', 'N13'],
    needs: ['reach', 'certificate', 'app-id', 'secret'],
    timeoutMs: 15_000,
    run: checkBrand,
  },
  {
    id: 'token',
    layer: 'credentials',
    title: { en: 'App ID and App Secret are taken', zh: '平台接受凭证' },
    covers: ['N02', 'N09', 'N13', 'N23', 'N24', 'N27', 'N35', 'N36'],
    needs: ['reach', 'certificate', 'app-id', 'secret', 'brand'],
    run: async ({ account, asking, links }, signal) => {
      const fix = newSecret(account)
      const said = await (await asking()).token(signal)
      const finding = judgeFetch(said, judgeToken(said, links.credentials, fix, links.addresses))
      const isRefused = 'error' in said && said.error.code === 'lark-bad-secret'
      return isRefused ? { ...finding, action: 'open-setup' } : finding
    },
  },
]
