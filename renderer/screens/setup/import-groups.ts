import {
  importOutcomes,
  type ImportOutcome,
  type ImportReport,
  type ImportRow,
  type ImportSystem,
} from '../../../main/contract/importing.ts'

/** As their makers write them. */
export const systemNames: Readonly<Record<ImportSystem, string>> = {
  nanobot: 'nanobot',
  openclaw: 'OpenClaw',
  moltbot: 'Moltbot',
  clawdbot: 'clawdbot',
  xiaoo: 'xiaoO',
}

/** The rows of each outcome that has any; what changes something first. */
export const groupsOf = (rows: readonly ImportRow[]): readonly (readonly [ImportOutcome, readonly ImportRow[]])[] =>
  importOutcomes
    .map(outcome => [outcome, rows.filter(row => row.outcome === outcome)] as const)
    .filter(([, own]) => own.length > 0)

export const isTakenOver = (outcome: ImportOutcome): boolean =>
  outcome === 'taken' || outcome === 'changed' || outcome === 'secret'

export const importCounts = ({ rows }: ImportReport): { taken: number; secrets: number; left: number } => ({
  taken: rows.filter(({ outcome }) => outcome === 'taken' || outcome === 'changed').length,
  secrets: rows.filter(({ outcome }) => outcome === 'secret').length,
  left: rows.filter(({ outcome }) => !isTakenOver(outcome)).length,
})
