import { readFile, stat } from 'node:fs/promises'
import { AppError, type ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'
import { codeOf } from '../base/atomic-file.ts'
import type { SecretStore } from '../base/secret-store.ts'

export type { SecretStore } from '../base/secret-store.ts'

/** `account` is whose secret it is, for the hint. */
export type Missing = { readonly code: ErrorCode; readonly message: Words; readonly account?: string }

export type SecretQuery = {
  /** The path of the configuration: `channels.lark.appSecret`. */
  readonly name: string
  /** The host that is going to receive it. */
  readonly host: string
  /** What the configuration names in `…Env`; it must be set then. */
  readonly envName: string
  /** Variables that count without being named. */
  readonly wellKnown: readonly string[]
  /** What the configuration names in `…File`, absolute. */
  readonly file: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly store: SecretStore
  /** The code and the words for "there is none": `No API key found for openrouter`. */
  readonly missing: Missing
}

/**
 * Looks in the environment, then in the file, then in the store. `undefined` when nobody set it anywhere; throws
 * `AppError` when what the configuration names is not there, and when the secret belongs to another host.
 */
export async function findSecret(query: SecretQuery): Promise<string | undefined> {
  return fromEnvironment(query) ?? (query.file ? await fromFile(query) : await fromStore(query))
}

/** The same, but a secret that is nowhere is an `AppError` too. */
export async function resolveSecret(query: SecretQuery): Promise<string> {
  const value = await findSecret(query)
  if (value === undefined) throw missing(query)
  return value
}

const missing = ({ missing: { code, message, account } }: SecretQuery, why?: Words): AppError => {
  const words = {
    en: why ? `${message.en}: ${why.en}.` : `${message.en}.`,
    zh: why ? `${message.zh}：${why.zh}。` : `${message.zh}。`,
  }
  return new AppError(code, words, account === undefined ? {} : { account })
}

function fromEnvironment(query: SecretQuery): string | undefined {
  const named = query.envName && cleanSecret(query.env[query.envName] ?? '')
  if (query.envName && !named) {
    const { envName } = query
    throw missing(query, { en: `the environment variable ${envName} is not set`, zh: `环境变量 ${envName} 未设置` })
  }
  return named || query.wellKnown.map(name => cleanSecret(query.env[name] ?? '')).find(Boolean)
}

const LARGEST_FILE = 64 * 1024

async function fromFile(query: SecretQuery): Promise<string> {
  const { file } = query
  try {
    const seen = await stat(file)
    const { mode, size } = seen
    // a pipe would keep everything waiting that comes after it
    if (!seen.isFile()) throw missing(query, { en: `${file} is no file`, zh: `${file} 不是文件` })
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new AppError('secret-file-mode', `Others may read ${file} (mode ${(mode & 0o777).toString(8)}).`)
    if (size > LARGEST_FILE) throw missing(query, { en: `${file} is too large for a secret`, zh: `${file} 太大` })
    const value = cleanSecret(await readFile(file, 'utf8'))
    if (!value) throw missing(query, { en: `${file} holds no secret`, zh: `${file} 中没有密钥` })
    return value
  } catch (thrown) {
    const code = codeOf(thrown)
    if (thrown instanceof AppError || !code) throw thrown
    throw missing(query, { en: `${file} can't be read (${code})`, zh: `无法读取 ${file}（${code}）` })
  }
}

async function fromStore({ name, host, store }: SecretQuery): Promise<string | undefined> {
  const stored = await store.get(name)
  if (stored?.host === '')
    throw new AppError('secret-host-changed', {
      en: `${name} was stored before it was known for which host, and is not sent to ${host}.`,
      zh: `${name} 保存时还不知道对应的主机，不会发送给 ${host}。`,
    })
  if (stored && stored.host !== host) {
    throw new AppError('secret-host-changed', {
      en: `${name} was set for ${stored.host} and is not sent to ${host}.`,
      zh: `${name} 是为 ${stored.host} 保存的，不会发送给 ${host}。`,
    })
  }
  return stored?.value
}

/** A secret as it was meant: without the blanks, line ends and invisible marks that come along when it is pasted. */
export const cleanSecret = (text: string): string => text.replaceAll('\u200b', '').trim()
