import type { Logger } from '../base/logger.ts'
import type { Redactor } from '../base/redact.ts'
import { asAppError, type ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'
import { keepAside } from './file.ts'
import type { Parsed } from './parse.ts'
import { formatPath, formatProblem } from './problems.ts'
import { plainSecrets, type PlainSecret } from './secret-keys.ts'

/** Something that happened to the file and its owner should read. */
export type SettingsNotice = {
  readonly id: 'secrets-moved' | 'secrets-stuck' | 'config-broken' | 'key-variable-left'
  readonly level: 'info' | 'error'
  readonly code: ErrorCode
  readonly words: Words
}

export type Teller = {
  readonly path: string
  readonly redactor: Redactor
  readonly log: Logger
  readonly notice?: (notice: SettingsNotice) => void
}

/** Secrets were taken out of the file. */
export function tellMoved({ log, notice }: Teller, secrets: readonly PlainSecret[]): void {
  const names = secrets.map(({ path }) => formatPath(path)).join(', ')
  log.warn('secrets were moved from config.json into the secret store', { names })
  notice?.({
    id: 'secrets-moved',
    level: 'info',
    code: 'secrets-moved',
    words: {
      en: `Secrets don't belong in config.json: ${names} now lies in the secret store and is gone from the file.`,
      zh: `密钥不应写在 config.json 中：${names} 已移入密钥库并从文件中删除。`,
    },
  })
}

/** The provider changed, and the variable with the key of the one before no longer counts. */
export function tellVariableLeft({ log, notice }: Teller, variable: string): void {
  log.warn('llm.apiKeyEnv was unset: it named the key of the provider before', { variable })
  notice?.({
    id: 'key-variable-left',
    level: 'info',
    code: 'model-key-missing',
    words: {
      en: `llm.apiKeyEnv is unset: ${variable} holds the key of the provider before, which must not be sent to another one.`,
      zh: `已取消设置 llm.apiKeyEnv：${variable} 中是原模型服务商的密钥，不应发送给其他服务商。`,
    },
  })
}

/** Secrets are in the file and can't be moved. */
export function tellStuck({ log, notice, path }: Teller, thrown: unknown): void {
  const error = asAppError(thrown)
  log.error('secrets in config.json can not be moved into the secret store', { error })
  notice?.({
    id: 'secrets-stuck',
    level: 'error',
    code: error.code,
    words: {
      en: `${path} holds secrets in plain text that can't be moved into the secret store: ${error.message}`,
      zh: `${path} 中有明文密钥，但无法移入密钥库：${error.message}`,
    },
  })
}

/** The file is no JSON: a copy is kept once, and nothing is written into it. */
export async function tellBroken({ path, redactor, log, notice }: Teller, parsed: Parsed): Promise<void> {
  for (const { value } of plainSecrets(parsed.text)) redactor.add(value)
  const problem = parsed.problems.find(({ kind }) => kind === 'syntax')
  const where = problem ? formatProblem(problem) : path
  const copy = await keepAside(path).catch((thrown: unknown) => {
    log.error('no copy of the broken config.json could be kept', { error: asAppError(thrown) })
    return undefined
  })
  log.error('config.json is broken', { where, copy })
  notice?.({
    id: 'config-broken',
    level: 'error',
    code: 'config-broken',
    words: {
      en: `The configuration can't be read as it stands: ${where}.${copy ? ` A copy without its secrets: ${copy}` : ''}`,
      zh: `配置文件无法读取：${where}。${copy ? `已另存不含密钥的副本：${copy}` : ''}`,
    },
  })
}
