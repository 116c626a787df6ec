import { Emitter } from '../base/emitter.ts'
import type { Redactor } from '../base/redact.ts'
import type { SecretStore } from '../base/secret-store.ts'
import type { Config } from '../contract/config.ts'
import { AppError } from '../contract/errors.ts'
import { exchange, type SecretChange } from './exchange.ts'
import { secretKey, type LlmHost, type PlainSecret, type SecretKey } from './secret-keys.ts'
import { cleanSecret, findSecret, resolveSecret, type SecretQuery } from './secrets.ts'
import { formatPath } from './problems.ts'
import { refuseReserved } from './reserved.ts'

export type VaultOptions = {
  readonly store: SecretStore
  readonly redactor: Redactor
  readonly env: Readonly<Record<string, string | undefined>>
  readonly llmHost: LlmHost
  readonly config: () => Config
  /** Where a file lies that the configuration names. */
  readonly fileAt: (file: string) => string
}

/** The secrets that the configuration names, wherever they rest. Each one that passes through is made known to the redactor. */
export interface Secrets {
  /** The value of a secret, for the host that the configuration names or the one given. Throws `AppError` when nobody set it, and when it belongs to another host. */
  secret(name: string, host?: string): Promise<string>
  /** The same, but `undefined` when nobody set it. */
  findSecret(name: string, host?: string): Promise<string | undefined>
  /** Stores a secret for the host that the configuration names now; that is also how an owner confirms a new host. */
  setSecret(name: string, value: string): Promise<void>
  unsetSecret(name: string): Promise<void>
  /** Changes secrets together with `work`, all or nothing, and tells their names once it is done. */
  exchangeSecrets(changes: readonly SecretChange[], work: () => Promise<void>): Promise<void>
  /** Binds a stored secret to the host that the configuration names now. Throws `AppError`: `not-found`, `config-invalid`. */
  confirmHost(name: string): Promise<void>
  listSecrets: SecretStore['list']
  /** Tells the names of secrets that were set or taken away in this process. */
  onSecret(listener: (name: string) => void): () => void
}

export type Vault = {
  readonly secrets: Secrets
  /** Takes over secrets that stood in the file. */
  readonly stash: (secrets: readonly PlainSecret[], config: Config) => Promise<void>
  /** A secret with its name and the host that this configuration sends it to. */
  readonly bind: (secret: PlainSecret, config: Config) => SecretChange
  /** Whether a secret is stored, and is this very one for the host of this configuration. */
  readonly compare: (secret: PlainSecret, config: Config) => Promise<'same' | 'other' | 'none'>
  /** Tells which secrets are set, in the store or by what the configuration and the environment name. */
  readonly isSetNow: () => Promise<(name: string) => boolean>
}

const WELL_KNOWN = ['LARK_APP_SECRET', 'FEISHU_APP_SECRET']

export function createVault(options: VaultOptions): Vault {
  const { store, redactor } = options
  const changed = new Emitter<string>()
  const keyOf = (name: string, config = options.config()): SecretKey => secretKey(config, name, options.llmHost)

  const queryOf = (key: SecretKey, host = key.host): SecretQuery => {
    const { name, envName, wellKnown, missing } = key
    return {
      name,
      host,
      envName,
      wellKnown,
      missing,
      file: key.file && options.fileAt(key.file),
      env: options.env,
      store,
    }
  }
  const known = <T extends string | undefined>(value: T): T => {
    if (value) redactor.add(value)
    return value
  }
  const put = async ({ name, host }: SecretKey, pasted: string) => {
    const value = cleanSecret(pasted)
    if (!value) throw new AppError('config-invalid', `${name} must not be empty.`)
    await store.set(name, known(value), host)
    changed.emit(name)
  }
  for (const name of WELL_KNOWN) known(cleanSecret(options.env[name] ?? ''))
  return {
    secrets: {
      secret: async (name, host) => known(await resolveSecret(queryOf(keyOf(name), host))),
      findSecret: async (name, host) => known(await findSecret(queryOf(keyOf(name), host))),
      async setSecret(name, value) {
        const key = keyOf(name)
        refuseReserved(key.path)
        await put(key, value)
      },
      async unsetSecret(name) {
        const key = keyOf(name)
        await store.unset(key.name)
        changed.emit(key.name)
      },
      async exchangeSecrets(changes, work) {
        const clean = changes.map(change => cleaned(change, name => keyOf(name).name))
        for (const { to } of clean) known(to?.value)
        await exchange(store, clean, work)
        for (const { name } of clean) changed.emit(name)
      },
      async confirmHost(name) {
        const key = keyOf(name)
        const stored = await store.get(key.name)
        if (!stored) throw notStored(key.name)
        if (key.host === '') throw noHost(key.name)
        if (stored.host === key.host) return
        await store.set(key.name, known(stored.value), key.host)
        changed.emit(key.name)
      },
      listSecrets: () => store.list(),
      onSecret: listener => changed.on(listener),
    },
    async stash(secrets, config) {
      for (const { path, value } of secrets) await put(keyOf(formatPath(path), config), value)
    },
    bind({ path, value }, config) {
      const { name, host } = keyOf(formatPath(path), config)
      return { name, to: { value, host } }
    },
    async compare({ path, value }, config) {
      const { name, host } = keyOf(formatPath(path), config)
      const stored = await store.get(name)
      if (!stored) return 'none'
      return stored.value === value && stored.host === host ? 'same' : 'other'
    },
    async isSetNow() {
      const stored = new Set((await store.list()).map(({ name }) => name))
      return name => stored.has(name) || isNamed(keyOf(name), options.env)
    },
  }
}

/** Throws `AppError('config-invalid')` for an empty value. */
function cleaned({ name, to }: SecretChange, asName: (typed: string) => string): SecretChange {
  if (!to) return { name: asName(name) }
  const value = cleanSecret(to.value)
  if (!value) throw new AppError('config-invalid', { en: `${name} must not be empty.`, zh: `${name} 不能为空。` })
  return { name: asName(name), to: { value, host: to.host } }
}

const notStored = (name: string): AppError =>
  new AppError('not-found', {
    en: `No secret is stored under the name ${name}.`,
    zh: `密钥库中没有名为 ${name} 的密钥。`,
  })

const noHost = (name: string): AppError =>
  new AppError('config-invalid', {
    en: `The configuration names no host for ${name}.`,
    zh: `配置中没有 ${name} 对应的主机。`,
  })

const isNamed = ({ envName, file, wellKnown }: SecretKey, env: VaultOptions['env']): boolean =>
  file !== '' || [envName, ...wellKnown].some(name => name !== '' && Boolean(env[name]))
