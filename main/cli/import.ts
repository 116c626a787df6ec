import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../contract/errors.ts'
import { importOutcomes, type ImportOutcome, type ImportReport, type ImportRow } from '../contract/importing.ts'
import type { CommonOptions } from '../host.ts'
import { clock, say, sayJson, table } from './output.ts'
import { withService } from './service.ts'

type Options = CommonOptions & {
  readonly dryRun?: boolean
  readonly env?: string
  readonly find?: boolean
  readonly json?: boolean
}

export function addImportCommand(program: Command): void {
  program
    .command('import [file]')
    .description('take over the configuration of nanobot, OpenClaw, Moltbot, clawdbot or xiaoO; it is only read')
    .option('--dry-run', 'say what would become of each key, and change nothing')
    .option('--env <file>', 'the env file that belongs to it, where it is not beside it')
    .option('--find', 'list the configurations that lie in the usual places')
    .action(async (file: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<Options>()
      if (options.find) await find(options)
      else await run(file, options)
    })
}

async function find(options: Options): Promise<void> {
  const places = await withService(options, service => service.call('import.find', {}))
  if (options.json) return sayJson(places)
  if (places.length === 0) return say('No configuration of another system lies in the usual places.')
  say(
    table(
      ['SYSTEM', 'CHANGED', 'FILE'],
      places.map(({ system, modified, path }) => [system, clock(modified), path]),
    ),
  )
}

async function run(file: string | undefined, options: Options): Promise<void> {
  if (file === undefined)
    throw new AppError('bad-request', 'Name the file to import; perch import --find lists those in the usual places.')
  const wish = { file: resolve(file), ...(options.env === undefined ? {} : { envFile: resolve(options.env) }) }
  const method = options.dryRun ? 'import.preview' : 'import.apply'
  const report = await withService(options, service => service.call(method, wish))
  if (options.json) sayJson(report)
  else say(importText(report))
}

const titles: Readonly<Record<ImportOutcome, string>> = {
  taken: 'Taken over',
  secret: 'Secrets, into the secret store',
  changed: 'Taken over with a change',
  conflict: 'Set here already',
  ignored: 'Not used by Perch',
  unknown: 'Not known to Perch',
}

/** The report as a person reads it in a terminal. */
export function importText(report: ImportReport): string {
  const { system, source, envFile, rows, notes } = report
  const head = `${system}: ${source}${envFile ? ` with ${envFile}` : ''}`
  const groups = importOutcomes.flatMap(outcome => {
    const found = rows.filter(row => row.outcome === outcome)
    return found.length === 0 ? [] : [`${titles[outcome]} (${found.length})\n${indented(bodyOf(outcome, found))}`]
  })
  const said = notes.length === 0 ? [] : [`Notes\n${indented(notes.map(({ en }) => `- ${en}`).join('\n'))}`]
  return [head, ...groups, ...said, ending(report)].join('\n\n')
}

function bodyOf(outcome: ImportOutcome, rows: readonly ImportRow[]): string {
  if (outcome === 'ignored' || outcome === 'unknown') return byReason(rows)
  const hasValues = rows.some(({ value }) => value !== undefined)
  const cells = rows.map(row => [row.key, placeOf(row), ...(hasValues ? [row.value ?? ''] : []), whyOf(row)])
  return table(['KEY', 'HERE', ...(hasValues ? ['VALUE'] : []), ''], cells)
}

/** The first place, and how many more there are. */
function placeOf({ to = '' }: ImportRow): string {
  const [first = '', ...more] = to.split(', ')
  return more.length === 0 ? first : `${first} (+${more.length})`
}

const whyOf = ({ why, warning, already }: ImportRow): string => {
  if (warning) return `! ${why.en}`
  return already ? 'is so already' : why.en
}

/** Many keys share a reason; each one is named all the same. */
function byReason(rows: readonly ImportRow[]): string {
  const groups = Map.groupBy(rows, row => row.why.en)
  return [...groups].map(([why, found]) => `${why}\n${found.map(({ key }) => `  ${key}`).join('\n')}`).join('\n')
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ')

function ending({ applied, changed, changes, secrets, variables, keptAside, rows }: ImportReport): string {
  const count = (what: readonly unknown[], one: string) => `${what.length} ${one}${what.length === 1 ? '' : 's'}`
  const what = `${count(changes, 'setting')} and ${count(secrets, 'secret')}`
  const needs = variables.length === 0 ? [] : [`Perch must be started with: ${variables.join(', ')}`]
  const isSo = rows.some(({ outcome }) => outcome === 'taken' || outcome === 'secret' || outcome === 'changed')
  const nothing = isSo ? 'Nothing to do: all of it is so already.' : 'Nothing of it could be taken over.'
  if (!changed) return [nothing, ...needs].join('\n')
  const done = applied ? `Took over ${what}.` : `Would take over ${what}. Nothing was changed.`
  return [done, ...needs, ...(keptAside ? [`config.json from before: ${keptAside}`] : [])].join('\n')
}
