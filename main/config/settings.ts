import { Emitter } from '../base/emitter.ts'
import type { Logger } from '../base/logger.ts'
import type { Redactor } from '../base/redact.ts'
import type { SecretStore } from '../base/secret-store.ts'
import { Config } from '../contract/config.ts'
import { AppError, asAppError } from '../contract/errors.ts'
import { allowEdits, denyEdits } from './access.ts'
import { accountsOf, type AccountSettings } from './accounts.ts'
import { withCopy, type Batch } from './batch.ts'
import { editFor, readPath } from './edits.ts'
import { unknownKey } from './explain.ts'
import { besideConfig, openLedger, type Ledger, type Reading } from './ledger.ts'
import { besideEdits, variableLeft } from './model-edits.ts'
import { overridesOf, type Flags } from './overrides.ts'
import type { Value } from './parse.ts'
import { orphanedBy } from './orphans.ts'
import { formatPath, type ConfigPath, type ConfigProblem } from './problems.ts'
import { valueAt } from './prune.ts'
import { isSecretPath, mayHoldSecrets, schemaAt } from './schema.ts'
import { plainLlmHost, type LlmHost } from './secret-keys.ts'
import { tellBroken, tellMoved, tellStuck, tellVariableLeft, type SettingsNotice } from './settings-notices.ts'
import { shownValue } from './shown.ts'
import { createVault, type Secrets, type Vault } from './vault.ts'
import type { Edit } from './text-edit.ts'
import { watchFile } from './watch.ts'

export type SettingsOptions = {
  /** config.json; `--config` may name another one than that of the home. */
  readonly path: string
  /** What `~` stands for. */
  readonly userHome: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly flags?: Flags
  readonly secrets: SecretStore
  readonly redactor: Redactor
  readonly log: Logger
  /** The host that a model's key goes to. */
  readonly llmHost?: LlmHost
  readonly notice?: (notice: SettingsNotice) => void
  /** False for a command that ends at once. */
  readonly watch?: boolean
}

/** The configuration as it counts now, live: each change, of the file or by `edit`, is told to the listeners. */
export interface Settings extends Secrets {
  /** Never holds a secret. */
  current(): Config
  problems(): readonly ConfigProblem[]
  accounts(): readonly AccountSettings[]
  onChange(listener: (config: Config, previous: Config) => void): () => void
  /** A value as it may be shown: `(set)` or `(not set)` for a secret. Throws `AppError('config-unknown-key')`. */
  get(path: string): Promise<unknown>
  /**
   * Sets a key, or with `undefined` unsets it; a secret goes to the store, and stored ones go with the place they were
   * for. Applied and told before it resolves. Throws `AppError`: `config-unknown-key`, `config-invalid`,
   * `config-broken`, `store-failed`, `store-full`, and what the secret store throws.
   */
  edit(path: string, value: unknown): Promise<void>
  /**
   * Makes several edits and stores several secrets in one write: all of it or, when it throws, nothing. Throws as `edit`
   * does.
   */
  apply(batch: Batch): Promise<void>
  /** Whether a secret is stored here, and is this very one for the host that `config` names. */
  compareSecret: Vault['compare']
  /** Allows or denies a person or a group, as `allowEdits` and `denyEdits` say. */
  applyAccess(account: string, change: 'allow' | 'deny', id: string): Promise<void>
  /** Writes the edits that `plan` makes of what the file says, all at once. Throws as `edit` does, and what `plan` throws. */
  change(plan: (config: Config) => readonly Edit[]): Promise<void>
  close(): Promise<void>
}

export async function createSettings(options: SettingsOptions): Promise<Settings> {
  const changes = new Emitter<{ next: Reading; previous: Reading }>()
  const { vault, ledger } = await openBoth(options, changes)
  const config = () => ledger.current().config
  hideProxyPassword(options.redactor, config())
  changes.on(({ next }) => hideProxyPassword(options.redactor, next.config))
  const stop = follow(options, ledger)
  return {
    ...vault.secrets,
    current: config,
    problems: () => ledger.current().problems,
    accounts: () => accountsOf(config(), ledger.current().appIdFiles),
    onChange: listener => changes.on(({ next, previous }) => listener(next.config, previous.config)),
    get: async path => shown(config(), path, await vault.isSetNow()),
    async edit(path, value) {
      const plain = asValue(path, value)
      const place = readPath(path)
      const isSecret = isSecretPath(place) && typeof plain === 'string'
      if (isSecret) await vault.secrets.setSecret(path, plain)
      const left = variableLeft(config().llm, place, plain)
      const write = () =>
        ledger.edit((text, { llm }) => [
          editFor(text, path, isSecret ? undefined : plain),
          ...besideEdits(llm, place, plain),
        ])
      const orphans = !isSecret && mayHoldSecrets(place) ? await orphansOf(vault, place, plain) : []
      await (orphans.length > 0 ? vault.secrets.exchangeSecrets(orphans, write) : write())
      if (left !== undefined && config().llm.apiKeyEnv === '') tellVariableLeft(options, left)
    },
    async apply({ edits, secrets, next, aside }) {
      const changes = secrets.map(secret => vault.bind(secret, next))
      await vault.secrets.exchangeSecrets(changes, () => withCopy(options.path, aside, () => ledger.edit(() => edits)))
    },
    compareSecret: (secret, config) => vault.compare(secret, config),
    applyAccess: (account, change, id) =>
      ledger.edit((_text, now) => (change === 'allow' ? allowEdits : denyEdits)(now, account, id)),
    change: plan => ledger.edit((_text, now) => plan(now)),
    async close() {
      stop()
      await ledger.idle()
    },
  }
}

async function orphansOf({ secrets }: Vault, path: ConfigPath, value: Value | undefined) {
  const stored = (await secrets.listSecrets()).map(({ name }) => name)
  return orphanedBy(stored, path, value).map(name => ({ name }))
}

/** The ledger hands secrets of the file to the vault, and the vault asks the ledger for the configuration. */
async function openBoth(options: SettingsOptions, changes: Emitter<{ next: Reading; previous: Reading }>) {
  let opened: Ledger | undefined
  const place = { path: options.path, userHome: options.userHome }
  const vault = createVault({
    store: options.secrets,
    redactor: options.redactor,
    env: options.env,
    llmHost: options.llmHost ?? plainLlmHost,
    config: () => opened?.current().config ?? Config.parse({}),
    fileAt: file => besideConfig(place, file),
  })
  const ledger = await openLedger({
    ...place,
    overrides: overridesOf(options.env, options.flags ?? {}),
    stash: async (secrets, config) => {
      await vault.stash(secrets, config)
      tellMoved(options, secrets)
    },
    stuck: thrown => tellStuck(options, thrown),
    broken: parsed => tellBroken(options, parsed),
    changed: (next, previous) => changes.emit({ next, previous }),
  })
  opened = ledger
  return { vault, ledger }
}

function follow({ path, watch, log }: SettingsOptions, ledger: Ledger): () => void {
  if (watch === false) return () => undefined
  const failed = (thrown: unknown) => log.error('config.json can not be followed', { error: asAppError(thrown) })
  try {
    return watchFile(path, () => void ledger.reload().catch(failed), failed)
  } catch (thrown) {
    failed(thrown) // no folder to watch, or no watches left: everything but the live reload works
    return () => undefined
  }
}

function shown(config: Config, typed: string, isSet: (name: string) => boolean): unknown {
  const path = typed === '' ? [] : readPath(typed)
  const place = schemaAt(path)
  if (place.known) return shownValue(valueAt(config as unknown as Value, place.path), place.path, isSet) // read from JSON
  const parent = path.slice(0, place.step)
  const name = formatPath(path.slice(0, place.step + 1))
  throw new AppError('config-unknown-key', `${name} ${unknownKey(parent, String(path[place.step]))}`)
}

/** What came over a wire or from a command line, as plain JSON. */
function asValue(path: string, value: unknown): Value | undefined {
  if (value === undefined) return undefined
  const text = JSON.stringify(value)
  if (text === undefined) throw new AppError('config-invalid', `${path} can't hold this kind of value.`)
  return JSON.parse(text) as Value // what JSON writes is what it reads
}

function hideProxyPassword(redactor: Redactor, { proxy }: Config): void {
  const password = URL.parse(proxy)?.password
  if (!password) return
  redactor.add(password)
  redactor.add(decodeURIComponent(password))
}
