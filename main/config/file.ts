import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { AppError } from '../contract/errors.ts'
import { codeOf, readIfThere, replaceFile, writeFlushed } from '../base/atomic-file.ts'
import { MARK } from '../base/redact-forms.ts'
import { hideShapes } from '../base/redact-shapes.ts'
import { decodeConfig, parseConfig, type Parsed } from './parse.ts'
import { formatProblem } from './problems.ts'

/** What a file made by Perch begins with. */
export const HEADER = `// The settings of Perch. This is JSON with comments; changes apply at once, without a restart.
// Every key with its default and help: perch config schema. To check this file: perch config check.
// Secrets don't belong here: perch secret set channels.lark.appSecret
`

const MOST_BYTES = 4_000_000

/** Reads the file; one that is not there is an empty configuration. What stops the reading is a problem, not an exception. */
export async function readConfigFile(path: string): Promise<Parsed> {
  try {
    const size = (await stat(path)).size
    if (size > MOST_BYTES) return unreadable(`is ${size} bytes long, too large to be a configuration`)
    return decodeConfig((await readIfThere(path)) ?? new Uint8Array())
  } catch (thrown) {
    const code = codeOf(thrown)
    if (code === 'ENOENT') return parseConfig('')
    if (code) return unreadable(`can't be read (${code})`)
    throw thrown
  }
}

const unreadable = (message: string): Parsed => ({
  text: '',
  root: undefined,
  problems: [{ path: '', line: 0, column: 0, message, severity: 'error', kind: 'syntax' }],
})

/** Something in the file can't be read as JSON, so nothing may be written into it. */
export const isBroken = (parsed: Parsed): boolean => parsed.problems.some(problem => problem.kind === 'syntax')

export function brokenError(parsed: Parsed): AppError {
  const where = parsed.problems.slice(0, 3).map(problem => formatProblem(problem))
  return new AppError('config-broken', `The configuration can't be changed while it is broken: ${where.join('; ')}`)
}

/** Replaces the file as a whole. Throws `AppError`: `store-full` or `store-failed`. */
export async function writeConfigFile(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text)
  } catch (thrown) {
    const code = codeOf(thrown)
    const full = code === 'ENOSPC' || code === 'EDQUOT'
    throw new AppError(
      full ? 'store-full' : 'store-failed',
      `${path} can't be written (${code ?? 'unknown reason'}).`,
      {
        cause: thrown,
      },
    )
  }
}

const SECRET_KEYS =
  'secret|encrypt_?key|token|api_?key|private_?key|password|passphrase|credential|auth(?!or)|authorization|cookie'
/** Keys that name a variable or a file, or count tokens, are worth keeping and hold no secret. */
const HARMLESS = String.raw`(?!\w*(?:env|file|tokens)\b)`
const BETWEEN = String.raw`(?:\s|/\*[^*]{0,500}\*/)*`
const SECRET_ENTRY = new RegExp(
  String.raw`(["']?\b${HARMLESS}\w*(?:${SECRET_KEYS})\w*["']?[ \t]*[:=]?${BETWEEN})("(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|[^\s,{}\[\]"']+)`,
  'gi',
)

/** A broken text without what looks like a secret in it. */
export const withoutSecrets = (text: string): string => hideShapes(text.replace(SECRET_ENTRY, `$1"${MARK}"`))

/**
 * Keeps one copy of a broken file beside it, secrets taken out, named by its content so that the same one is kept once.
 * Gives the name when a copy was made now.
 */
export async function keepAside(path: string): Promise<string | undefined> {
  const bytes = await readIfThere(path)
  if (!bytes || bytes.length > MOST_BYTES) return undefined
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
  const aside = `${path}.broken-${hash}`
  try {
    await writeFlushed(aside, withoutSecrets(bytes.toString('utf8')))
    return aside
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return undefined
    throw thrown
  }
}
