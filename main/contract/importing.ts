import { z } from 'zod'
import type { Words } from './words.ts'

/** The systems whose configuration can be taken over. Moltbot and clawdbot are earlier names of OpenClaw. */
export const importSystems = ['nanobot', 'openclaw', 'moltbot', 'clawdbot', 'xiaoo'] as const
export type ImportSystem = (typeof importSystems)[number]

/**
 * `taken` as it was · `secret` into the secret store · `changed` on the way · `ignored` known, but not used here ·
 * `unknown` a key that Perch has never heard of · `conflict` something else is set here already, and stays.
 */
export const importOutcomes = ['taken', 'secret', 'changed', 'conflict', 'ignored', 'unknown'] as const
export type ImportOutcome = (typeof importOutcomes)[number]

/** What becomes of one key of the source. */
export type ImportRow = {
  /** As people write it: `channels.feishu.accounts.work.appId`; a variable of an env file as `xiaoo.env:NAME`. */
  readonly key: string
  readonly outcome: ImportOutcome
  /** The key of config.json, or the name in the secret store; several behind commas. */
  readonly to?: string
  /** What stands in config.json then. Never a secret, and never the value of a key that is not taken over. */
  readonly value?: string
  readonly why: Words
  /** Worth a second look: it opens a door, or it can't work as it is. */
  readonly warning?: true
  /** It is so already. */
  readonly already?: true
}

export type ImportReport = {
  readonly system: ImportSystem
  readonly format: 'json' | 'yaml' | 'toml'
  /** The path, or the name that came with the text. */
  readonly source: string
  /** The env file that was read with it. */
  readonly envFile?: string
  /** Each key of the source is in exactly one of them, by itself or by what it stands in. */
  readonly rows: readonly ImportRow[]
  /** What is about no single key. */
  readonly notes: readonly Words[]
  /** What changes in config.json. */
  readonly changes: readonly { readonly path: string; readonly value: string }[]
  /** The names of the secrets that go into the store. */
  readonly secrets: readonly string[]
  /** Environment variables that Perch must be started with. */
  readonly variables: readonly string[]
  /** False when all of it is so already. */
  readonly changed: boolean
  readonly applied: boolean
  /** The copy of config.json from before. */
  readonly keptAside?: string
}

/** A configuration that lies where one of the systems keeps it. */
export type ImportPlace = {
  readonly path: string
  readonly system: ImportSystem
  /** In milliseconds since 1970. */
  readonly modified: number
}

/** The largest text that is read, in characters. */
export const IMPORT_LIMIT = 1_000_000

const text = z.string().max(IMPORT_LIMIT)

/** A file of this computer by its absolute path, or a text that a window read itself. */
const source = z
  .object({
    file: z.string().min(1).optional(),
    /** The env file that belongs to it; without it, the usual name beside the file. */
    envFile: z.string().min(1).optional(),
    text: text.optional(),
    /** How the file of `text` is called. */
    name: z.string().max(200).optional(),
    /** The text of the env file that belongs to `text`. */
    env: text.optional(),
  })
  .refine(({ file, text }) => (file === undefined) !== (text === undefined), 'needs either a file or a text')

export const importMethods = {
  /** Looks in the usual places; reads none of them. */
  'import.find': { input: z.object({}).optional(), output: z.custom<readonly ImportPlace[]>() },
  'import.preview': { input: source, output: z.custom<ImportReport>() },
  /** All of it or, when it fails, nothing. The source is only read. */
  'import.apply': { input: source, output: z.custom<ImportReport>() },
}
