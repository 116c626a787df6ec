import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { codeOf } from '../base/atomic-file.ts'
import type { Redactor } from '../base/redact.ts'
import { checkConfig, checkParsed } from '../config/check.ts'
import { editedText } from '../config/edits.ts'
import { brokenError, isBroken, readConfigFile } from '../config/file.ts'
import { detectSystem } from '../config/import/detect.ts'
import { readEnvFile } from '../config/import/env-file.ts'
import { envNameOf, usualPlaces, type Place } from '../config/import/places.ts'
import { planImport, type ImportInput, type ImportPlan } from '../config/import/plan.ts'
import { readSource } from '../config/import/read.ts'
import { valueOf } from '../config/parse.ts'
import { formatPath } from '../config/problems.ts'
import type { Settings } from '../config/settings.ts'
import type { Output, Parsed } from '../contract/calls.ts'
import type { Config } from '../contract/config.ts'
import { AppError } from '../contract/errors.ts'
import { IMPORT_LIMIT, type ImportPlace, type ImportReport } from '../contract/importing.ts'
import type { Words } from '../contract/words.ts'

type Ports = {
  readonly settings: Pick<Settings, 'accounts' | 'apply' | 'compareSecret' | 'listSecrets'>
  /** config.json of this Perch. */
  readonly configFile: string
  readonly userHome: string
  /** Where a bare `config.toml` is looked for. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly redactor: Redactor
}

export type Importing = {
  find(): Promise<Output<'import.find'>>
  preview(wish: Parsed<'import.preview'>): Promise<ImportReport>
  apply(wish: Parsed<'import.apply'>): Promise<ImportReport>
}

/** Takes the configuration of another system over; the source is only read. */
export function createImporting(ports: Ports): Importing {
  const run = async (wish: Parsed<'import.preview'>, doIt: boolean): Promise<ImportReport> => {
    const input = await inputOf(wish)
    const { plan, next } = await planWith(ports, input)
    const { changed } = plan.report
    const aside = await unused(`${ports.configFile}.before-import`)
    const keepsCopy = plan.edits.length > 0 && (await isFile(ports.configFile))
    if (doIt && changed) await ports.settings.apply({ ...plan, next, ...(keepsCopy ? { aside } : {}) })
    const { system, source, name, envPath } = input
    return {
      system,
      format: source.format,
      source: wish.file ?? name,
      ...(envPath === undefined ? {} : { envFile: envPath }),
      ...plan.report,
      applied: doIt && changed,
      ...(doIt && changed && keepsCopy ? { keptAside: aside } : {}),
    }
  }
  return {
    find: async () => (await Promise.all(usualPlaces(ports).map(found))).flatMap(place => place ?? []),
    preview: wish => run(wish, false),
    apply: wish => run(wish, true),
  }
}

/**
 * Plans twice: what a secret is compared with depends on the host that the plan brings, and what becomes of it on the
 * comparison.
 */
async function planWith(ports: Ports, input: ImportInput): Promise<{ plan: ImportPlan; next: Config }> {
  const { settings, redactor } = ports
  const parsed = await readConfigFile(ports.configFile)
  if (isBroken(parsed)) throw brokenError(parsed)
  const written = parsed.root ? valueOf(parsed.root) : {}
  const { config } = checkParsed(parsed)
  const present = settings.accounts().map(({ id, appId }) => ({ id, appId }))
  const first = planImport(input, { written, config, stored: () => 'none' }, present)
  for (const secret of first.seen) redactor.add(secret)
  const next = checkConfig(editedText(parsed.text.trim() ? parsed.text : '{}\n', first.edits)).config
  const names = new Set((await settings.listSecrets()).map(({ name }) => name))
  const states = new Map<string, 'same' | 'other' | 'none'>()
  for (const secret of first.secrets) states.set(formatPath(secret.path), await settings.compareSecret(secret, next))
  const stored = (name: string) => states.get(name) ?? (names.has(name) ? 'other' : 'none')
  return { plan: planImport(input, { written, config, stored }, present), next }
}

type Input = ImportInput & { readonly envPath: string | undefined }

async function inputOf(wish: Parsed<'import.preview'>): Promise<Input> {
  const { file, text = '', name = 'configuration', env = '' } = wish
  if (file === undefined) {
    const source = readSource(basename(name), text)
    const system = detectSystem(name, source)
    return {
      system,
      source,
      name,
      folder: undefined,
      envName: envNameOf(system),
      env: readEnvFile(env),
      envPath: undefined,
    }
  }
  const source = readSource(basename(file), await readText(absolute(file)))
  const system = detectSystem(file, source)
  const folder = dirname(file)
  const usual = join(folder, envNameOf(system))
  const envPath = wish.envFile === undefined ? ((await isFile(usual)) ? usual : undefined) : absolute(wish.envFile)
  const variables = readEnvFile(envPath === undefined ? '' : await readText(envPath))
  const envName = basename(envPath ?? usual)
  return { system, source, name: file, folder, envName, env: variables, envPath }
}

function absolute(path: string): string {
  if (isAbsolute(path)) return path
  throw new AppError('bad-request', { en: `${path} is no absolute path.`, zh: `${path} 不是绝对路径。` })
}

/** The text of an ordinary file; a pipe or a device would never end. Throws `AppError`. */
async function readText(path: string): Promise<string> {
  try {
    const seen = await stat(path)
    if (!seen.isFile()) throw unreadable(path, ['is no file', '不是文件'])
    if (seen.size > IMPORT_LIMIT) throw unreadable(path, ['is too large to be a configuration', '太大，不是配置文件'])
    return textOf(path, await readFile(path))
  } catch (thrown) {
    const code = codeOf(thrown)
    if (thrown instanceof AppError || !code) throw thrown
    if (code === 'ENOENT') throw new AppError('not-found', words(path, ['is not there', '不存在']))
    throw unreadable(path, [`can't be read (${code})`, `无法读取（${code}）`])
  }
}

function textOf(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown
    throw unreadable(path, ['is not UTF-8 text; save a copy as UTF-8', '不是 UTF-8 文本，请另存一份 UTF-8 副本'])
  }
}

type Why = readonly [english: string, chinese: string]
const words = (path: string, [en, zh]: Why): Words => ({ en: `${path} ${en}.`, zh: `${path} ${zh}。` })
const unreadable = (path: string, why: Why): AppError => new AppError('import-unreadable', words(path, why))

async function found({ path, system, beside }: Place): Promise<ImportPlace | undefined> {
  if (beside !== undefined && !(await isFile(beside))) return undefined
  const modified = await modifiedAt(path)
  return modified === undefined ? undefined : { path, system, modified }
}

/** The name, or with the first number behind it that is free: what an earlier import kept stays. */
async function unused(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? path : `${path}.${number}`
    if ((await modifiedAt(name)) === undefined) return name
  }
}

const isFile = async (path: string): Promise<boolean> => (await modifiedAt(path)) !== undefined

/** Of an ordinary file; `undefined` for anything else, also for what this user may not see. */
async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    const seen = await stat(path)
    return seen.isFile() ? seen.mtimeMs : undefined
  } catch (thrown) {
    if (codeOf(thrown)) return undefined
    throw thrown
  }
}
