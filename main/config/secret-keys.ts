import type { Config, LlmConfig } from '../contract/config.ts'
import { AppError, type ErrorCode } from '../contract/errors.ts'
import { accountConfig, baseUrlOf, DEFAULT_ACCOUNT, hostOf } from './accounts.ts'
import { parseConfig, propertiesOf } from './parse.ts'
import { formatPath, parsePath, type ConfigPath } from './problems.ts'
import { isSecretPath } from './schema.ts'
import { cleanSecret } from './secrets.ts'
import { editText, type Edit } from './text-edit.ts'

/** What is known of one secret from the configuration: to whom it goes and where else it may come from. */
export type SecretKey = {
  readonly name: string
  readonly path: ConfigPath
  readonly host: string
  readonly envName: string
  readonly file: string
  readonly wellKnown: readonly string[]
  readonly missing: { readonly code: ErrorCode; readonly message: string }
}

/** Names the host of a model, with its port where that is not the usual one. */
export type LlmHost = (llm: LlmConfig) => string

const providerHosts: Readonly<Record<string, string>> = { openrouter: 'openrouter.ai', ollama: '127.0.0.1:11434' }

/** That of `apiBase`, else the provider's own. */
export const plainLlmHost: LlmHost = llm =>
  URL.parse(llm.apiBase)?.host || (providerHosts[llm.provider] ?? llm.provider)

/** Reads a secret's name. Throws `AppError('config-unknown-key')` when no key of that name holds a secret. */
export function secretKey(config: Config, name: string, llmHost: LlmHost): SecretKey {
  const path = parsePath(name)
  if (!path || !isSecretPath(path))
    throw new AppError('config-unknown-key', `${name.slice(0, 100)} is not the name of a secret.`)
  const shared = { name: formatPath(path), path }
  if (path[0] === 'llm') return { ...shared, ...llmSecret(config.llm, llmHost) }
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
  missing: { code: 'model-key-missing', message: `No API key found for ${llm.provider}` },
})

function notifierSecret(config: Config, id: string): Rest {
  const notifier = Object.hasOwn(config.notifiers, id) ? config.notifiers[id] : undefined
  return {
    host: hostOf(notifier?.url ?? ''),
    envName: notifier?.secretEnv ?? '',
    file: notifier?.secretFile ?? '',
    wellKnown: [],
    missing: { code: 'not-found', message: `No secret found for the notifier "${id}"` },
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
    missing: { code: 'lark-secret-missing', message: `No ${larkNames[leaf] ?? leaf} found for the account "${id}"` },
  }
}

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
