import type { ImportReport, ImportRow, ImportSystem } from '../../contract/importing.ts'
import type { Words } from '../../contract/words.ts'
import type { PlainSecret } from '../secret-keys.ts'
import { formatPath } from '../problems.ts'
import { valueAt } from '../prune.ts'
import type { Edit } from '../text-edit.ts'
import { APP_ID } from '../../contract/app-id.ts'
import type { Present } from './accounts.ts'
import { byOutcome, Draft, type Target } from './draft.ts'
import { nanobotKeys, takeNanobot } from './nanobot.ts'
import { openClawKeys, takeOpenClaw } from './openclaw.ts'
import type { Source } from './read.ts'
import { notes } from './reasons.ts'
import { secretOrigin } from './secret-value.ts'
import { Survey, type KnownKeys, type Variable } from './survey.ts'
import { camel, isTable, leavesOf } from './tree.ts'
import { takeXiaoo, xiaooKeys } from './xiaoo.ts'

/** What a source is, with what lies beside it. */
export type ImportInput = {
  readonly system: ImportSystem
  readonly source: Source
  /** How the source is called in the report. */
  readonly name: string
  /** Where it lies, if it lies anywhere. */
  readonly folder: string | undefined
  readonly envName: string
  readonly env: ReadonlyMap<string, string>
}

/** What an import would do. Holds secrets: only `report` may be shown. */
export type ImportPlan = {
  readonly edits: readonly Edit[]
  readonly secrets: readonly PlainSecret[]
  /** Every value of the source that looks like a secret, taken over or not. */
  readonly seen: readonly string[]
  readonly report: Pick<ImportReport, 'rows' | 'notes' | 'changes' | 'secrets' | 'variables' | 'changed'>
}

/** Decides what becomes of each key. Changes nothing. */
export function planImport(input: ImportInput, target: Target, present: Present): ImportPlan {
  const { source, system } = input
  const variables = variablesOf(input)
  const seen = secretsIn(source, variables)
  const draft = new Draft(target, seen)
  const survey = new Survey(source.root, draft, variables, input.folder)
  const told = takers[system](survey, present, system)
  const rows = survey.finish(knownKeys[system])
  return {
    edits: draft.edits,
    secrets: draft.secrets,
    seen,
    report: {
      rows: rows.toSorted(byOutcome),
      notes: [...told, ...draft.notes, ...moreNotes(input, rows, draft)],
      changes: draft.edits.map(shownEdit),
      secrets: draft.secrets.map(({ path }) => formatPath(path)),
      variables: [...draft.variables].filter(name => !variables.get(name)?.value),
      changed: draft.edits.length > 0 || draft.secrets.length > 0,
    },
  }
}

const takers: Readonly<
  Record<ImportSystem, (survey: Survey, present: Present, system: ImportSystem) => readonly Words[]>
> = {
  nanobot: takeNanobot,
  xiaoo: takeXiaoo,
  openclaw: takeOpenClaw,
  moltbot: takeOpenClaw,
  clawdbot: takeOpenClaw,
}

const knownKeys: Readonly<Record<ImportSystem, KnownKeys>> = {
  nanobot: nanobotKeys,
  xiaoo: xiaooKeys,
  openclaw: openClawKeys,
  moltbot: openClawKeys,
  clawdbot: openClawKeys,
}

/** Variables of the env file, and those that OpenClaw sets in its `env` itself; the file comes first, as it does there. */
function variablesOf({ source, env, envName, system }: ImportInput): ReadonlyMap<string, Variable> {
  const fromFile = [...env].map(([name, value]): [string, Variable] => [name, { value, key: `${envName}:${name}` }])
  if (system === 'nanobot' || system === 'xiaoo') return new Map(fromFile)
  const inside = [['env'], ['env', 'vars']].flatMap(at => {
    const table = valueAt(source.root, at)
    if (!isTable(table)) return []
    return Object.entries(table).flatMap(([name, value]): [string, Variable][] => {
      const path = [...at, name]
      return typeof value === 'string' && !env.has(name) ? [[name, { value, key: formatPath(path), path }]] : []
    })
  })
  return new Map([...inside, ...fromFile])
}

const SECRET_NAME =
  /secret|token|password|passphrase|credential|api_?key|encrypt_?key|private_?key|authorization|cookie/i
const NOT_A_SECRET = /tokens|(env|file|path|dir|policy|mode|enabled|ratio)$/i

/** What looks like a secret by its name, and all that the env file holds but App IDs. */
function secretsIn({ root }: Source, variables: ReadonlyMap<string, Variable>): readonly string[] {
  const inFile = leavesOf(root).flatMap(leaf => {
    const name = camel(String(leaf.findLast(step => typeof step === 'string')))
    const value = valueAt(root, leaf)
    const isNamed = SECRET_NAME.test(name) && !NOT_A_SECRET.test(name)
    const origin = isNamed && typeof value === 'string' ? secretOrigin(value) : undefined
    return origin?.kind === 'plain' ? [origin.value] : []
  })
  const inEnv = [...variables].filter(([name, { value }]) => SECRET_NAME.test(name) && !APP_ID.test(value))
  return [...new Set([...inFile, ...inEnv.map(([, { value }]) => value)])].filter(value => value !== '')
}

function moreNotes({ source, name }: ImportInput, rows: readonly ImportRow[], draft: Draft): readonly Words[] {
  const doubled = source.doubled.map(({ path, line }) => notes.doubled(path, line))
  const isWebhook = draft.edits.some(edit => edit.kind === 'set' && edit.value === 'webhook')
  const got = (key: string) => rows.some(row => row.outcome === 'secret' && row.to?.includes(key))
  const lacks = isWebhook && !(got('verificationToken') && got('encryptKey'))
  return [...doubled, ...(lacks ? [notes.webhook] : []), ...(draft.secrets.length > 0 ? [notes.sourceKept(name)] : [])]
}

function shownEdit(edit: Edit): { path: string; value: string } {
  const path = formatPath(edit.path)
  switch (edit.kind) {
    case 'set':
      return { path, value: JSON.stringify(edit.value) }
    case 'unset':
      return { path, value: '' }
    case 'add':
    case 'remove':
      return { path, value: JSON.stringify(edit.item) }
    default:
      return edit satisfies never
  }
}
