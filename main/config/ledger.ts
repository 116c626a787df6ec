import { readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { codeOf } from '../base/atomic-file.ts'
import { withFileLock } from '../base/file-lock.ts'
import { Lanes } from '../base/lanes.ts'
import type { Config } from '../contract/config.ts'
import { AppError, isAppError } from '../contract/errors.ts'
import { DEFAULT_ACCOUNT, type AppIdFiles } from './accounts.ts'
import { checkParsed, type Override } from './check.ts'
import { editedText } from './edits.ts'
import { brokenError, HEADER, isBroken, readConfigFile, writeConfigFile } from './file.ts'
import { expandTilde } from './home.ts'
import { parseConfig, type Parsed } from './parse.ts'
import type { ConfigProblem } from './problems.ts'
import { plainSecrets, withoutPlainSecrets, type PlainSecret } from './secret-keys.ts'
import { withoutSecretValues } from './shown.ts'
import type { Edit } from './text-edit.ts'

/** What counts now, and what is wrong with the file. Holds no secret. */
export type Reading = {
  readonly config: Config
  readonly problems: readonly ConfigProblem[]
  readonly appIdFiles: AppIdFiles
}

export type LedgerOptions = {
  readonly path: string
  readonly userHome: string
  readonly overrides: readonly Override[]
  /** Puts secrets of the file into the store; rejects when that is not possible now. */
  readonly stash: (secrets: readonly PlainSecret[], config: Config) => Promise<void>
  /** Secrets of the file could not be moved, and stay where they are. */
  readonly stuck: (thrown: unknown) => void
  /** A broken file was met, at the start or by an edit. */
  readonly broken: (parsed: Parsed) => Promise<void>
  readonly changed: (next: Reading, previous: Reading) => void
}

/** The edits to be made, from the present text and what it says. */
type Plan = (text: string, config: Config) => readonly Edit[]

/** The one reader and writer of config.json in this process; its steps follow one another. */
export interface Ledger {
  current(): Reading
  /** Reads the file again, and tells when something changed. While it is broken, what counted before goes on counting. */
  reload(): Promise<void>
  /** Writes the edits that `plan` makes of the present text, applies them and tells, then resolves. */
  edit(plan: Plan): Promise<void>
  idle(): Promise<void>
}

export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const lanes = new Lanes()
  const first = await readConfigFile(options.path)
  if (isBroken(first)) await options.broken(first)
  let reading = await readingOf(options, isBroken(first) ? first : await withSecretsMoved(options, first))

  const accept = async (parsed: Parsed) => {
    const previous = reading
    const next = await readingOf(options, parsed)
    reading = isBroken(parsed) ? { ...previous, problems: next.problems } : next
    if (!sameReading(reading, previous)) options.changed(reading, previous)
  }
  const reload = async () => {
    const parsed = await readConfigFile(options.path)
    await accept(isBroken(parsed) ? parsed : await withSecretsMoved(options, parsed))
  }
  const draft = async (plan: Plan) => {
    const parsed = await readConfigFile(options.path)
    if (isBroken(parsed)) {
      await options.broken(parsed)
      throw brokenError(parsed)
    }
    const before = parsed.text.trim() ? parsed.text : `${HEADER}{}\n`
    const after = editedText(before, plan(before, checkParsed(parsed).config))
    return { parsed, after, same: after === before }
  }
  const edit = async (plan: Plan) => {
    const { parsed, same } = await draft(plan)
    if (same) return accept(parsed)
    await locked(options.path, async () => accept(await store(options, (await draft(plan)).after)))
  }
  return {
    current: () => reading,
    reload: () => lanes.run('file', reload),
    edit: plan => lanes.run('file', () => edit(plan)),
    idle: () => lanes.idle(),
  }
}

/** Other processes wait meanwhile. Throws `AppError('store-failed')` where the folder takes no lock. */
async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await withFileLock(path, work)
  } catch (thrown) {
    if (isAppError(thrown)) throw thrown
    const reason = codeOf(thrown) ?? 'unknown reason'
    throw new AppError('store-failed', `${path} can't be changed (${reason}).`, { cause: thrown })
  }
}

/** Writes a text, its secrets into the store first, so that they never reach the disk in plain. */
async function store(options: LedgerOptions, text: string): Promise<Parsed> {
  const secrets = plainSecrets(text)
  if (secrets.length > 0) await options.stash(secrets, checkParsed(parseConfig(text)).config)
  const clean = withoutPlainSecrets(text, secrets)
  await writeConfigFile(options.path, clean)
  return parseConfig(clean)
}

/** Takes secrets that somebody wrote into the file out of it, once they are safe in the store. */
async function withSecretsMoved(options: LedgerOptions, parsed: Parsed): Promise<Parsed> {
  if (plainSecrets(parsed.text).length === 0) return parsed
  try {
    return await locked(options.path, async () => {
      const now = await readConfigFile(options.path)
      return isBroken(now) ? now : await store(options, now.text)
    })
  } catch (thrown) {
    options.stuck(thrown) // the rest of the configuration counts all the same
    return parsed
  }
}

async function readingOf(options: LedgerOptions, parsed: Parsed): Promise<Reading> {
  const { config, problems } = checkParsed(parsed, options.overrides)
  return { config: withoutSecretValues(config), problems, appIdFiles: await readAppIds(options, config) }
}

const sameReading = (a: Reading, b: Reading): boolean => JSON.stringify(plain(a)) === JSON.stringify(plain(b))
const plain = ({ config, problems, appIdFiles }: Reading): unknown => [config, problems, [...appIdFiles]]

async function readAppIds(options: LedgerOptions, config: Config): Promise<AppIdFiles> {
  const { lark } = config.channels
  const all = [
    [DEFAULT_ACCOUNT, lark.appIdFile] as const,
    ...Object.entries(lark.accounts).map(([id, one]) => [id, one.appIdFile] as const),
  ]
  const read = all
    .filter(([, file]) => file !== '')
    .map(async ([id, file]) => [id, await readAppId(options, file)] as const)
  return new Map(await Promise.all(read))
}

async function readAppId(options: LedgerOptions, file: string): Promise<{ appId: string } | { problem: string }> {
  const path = besideConfig(options, file)
  try {
    if (!(await stat(path)).isFile()) return { problem: `${path} is no file` } // a pipe would never end
    return { appId: (await readFile(path, 'utf8')).trim().slice(0, 200) }
  } catch (thrown) {
    return { problem: `${path} can't be read (${codeOf(thrown) ?? 'unknown reason'})` }
  }
}

/** A file that the configuration names: `~` is the person's folder, and a bare name lies beside config.json. */
export const besideConfig = ({ path, userHome }: Pick<LedgerOptions, 'path' | 'userHome'>, file: string): string => {
  const expanded = expandTilde(file, userHome)
  return isAbsolute(expanded) ? expanded : join(dirname(path), expanded)
}
