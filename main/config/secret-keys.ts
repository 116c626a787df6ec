import type { Config, LlmConfig } from '../contract/config.ts'
import { AppError } from '../contract/errors.ts'
import { modelHost } from '../contract/model-providers.ts'
import { accountConfig, baseUrlOf, DEFAULT_ACCOUNT, hostOf } from './accounts.ts'
import type { Words } from '../contract/words.ts'
import { parseConfig, propertiesOf } from './parse.ts'
import { formatPath, parsePath, type ConfigPath } from './problems.ts'
import { isSecretPath } from './schema.ts'
import { cleanSecret, type Missing } from './secrets.ts'
import { editText, type Edit } from './text-edit.ts'

/** What is known of one secret from the configuration: to whom it goes and where else it may come from. */
export type SecretKey = {
  readonly name: string
  readonly path: ConfigPath
  readonly host: string
  readonly envName: string
  readonly file: string
  readonly wellKnown: readonly string[]
  readonly missing: Missing
}

/** Names the host of a model, with its port where that is not the usual one. */
export type LlmHost = (llm: LlmConfig) => string

/** That of `apiBase`, else the provider's own. */
export const plainLlmHost: LlmHost = ({ provider, apiBase }) => modelHost(provider, apiBase)

/** Reads a secret's name. Throws `AppError('config-unknown-key')` when no key of that name holds a secret. */
export function secretKey(config: Config, name: string, llmHost: LlmHost): SecretKey {
  const path = parsePath(name)
  if (!path || !isSecretPath(path))
    throw new AppError('config-unknown-key', `${name.slice(0, 100)} is not the name of a secret.`)
  const shared = { name: formatPath(path), path }
  if (path[0] === 'llm') return { ...shared, ...llmSecret(config.llm, llmHost) }
  if (path[0] === 'transcription') return { ...shared, ...transcriptionSecret(config) }
  if (path[0] === 'notifiers') return { ...shared, ...notifierSecret(config, String(path[1])) }
  return {
    ...shared,
    ...larkSecret(config, path[2] === 'accounts' ? String(path[3]) : DEFAULT_ACCOUNT, String(path.at(-1))),
  }
}

type Rest = Omit<SecretKey, 'name' | 'path'>

const llmSecret = (llm: LlmConfig, llmHost: LlmHost): Rest => ({
  host: llmHost(llm),
  envName: llm.apiKeyEnv,
  file: llm.apiKeyFile,
  wellKnown: [],
  missing: {
    code: 'model-key-missing',
    message: { en: `No API key found for ${llm.provider}`, zh: `未找到 ${llm.provider} 的 API key` },
  },
})

const transcriptionSecret = ({ transcription }: Config): Rest => ({
  host: URL.parse(transcription.apiBase)?.host ?? '',
  envName: transcription.apiKeyEnv,
  file: transcription.apiKeyFile,
  wellKnown: [],
  missing: {
    code: 'model-key-missing',
    message: { en: 'No API key found for voice messages', zh: '未找到语音识别的 API key' },
  },
})

function notifierSecret(config: Config, id: string): Rest {
  const notifier = Object.hasOwn(config.notifiers, id) ? config.notifiers[id] : undefined
  return {
    host: hostOf(notifier?.url ?? ''),
    envName: notifier?.secretEnv ?? '',
    file: notifier?.secretFile ?? '',
    wellKnown: [],
    missing: {
      code: 'not-found',
      message: { en: `No secret found for the notifier "${id}"`, zh: `未找到通知机器人“${id}”的密钥` },
    },
  }
}

const larkNames: Readonly<Record<string, string>> = {
  appSecret: 'App Secret',
  encryptKey: 'Encrypt Key',
  verificationToken: 'Verification Token',
}

function larkSecret(config: Config, id: string, leaf: string): Rest {
  const account = accountConfig(config, id)
  const own = id === DEFAULT_ACCOUNT || Object.hasOwn(config.channels.lark.accounts, id)
  const isApp = leaf === 'appSecret' && own
  return {
    host: hostOf(baseUrlOf(own ? account.domain : 'feishu')),
    envName: isApp ? account.appSecretEnv : '',
    file: isApp ? account.appSecretFile : '',
    wellKnown: isApp && id === DEFAULT_ACCOUNT ? ['LARK_APP_SECRET', 'FEISHU_APP_SECRET'] : [],
    missing: { code: 'lark-secret-missing', message: noLarkSecret(larkNames[leaf] ?? leaf, id), account: id },
  }
}

const noLarkSecret = (what: string, id: string): Words => ({
  en: `No ${what} found for the account "${id}"`,
  zh: `未找到账号“${id}”的 ${what}`,
})

/** A secret that stands in the file in plain text. */
export type PlainSecret = { readonly path: ConfigPath; readonly value: string }

/** Every secret that a text holds, numbers too, should one consist of digits. Reads what it can of a broken text. */
export function plainSecrets(text: string): readonly PlainSecret[] {
  const { root } = parseConfig(text)
  return root ? secretsBelow(root, []) : []
}

function secretsBelow(node: Parameters<typeof propertiesOf>[0], path: ConfigPath): readonly PlainSecret[] {
  return propertiesOf(node).flatMap(({ name, value }) => {
    const here = [...path, name]
    if (!isSecretPath(here)) return secretsBelow(value, here)
    const plain = cleanSecret(
      typeof value.value === 'string' || typeof value.value === 'number' ? String(value.value) : '',
    )
    return plain ? [{ path: here, value: plain }] : []
  })
}

/** The text without these entries; comments stay. */
export const withoutPlainSecrets = (text: string, secrets: readonly PlainSecret[]): string =>
  secrets.map(({ path }): Edit => ({ kind: 'unset', path })).reduce(editText, text)
