import type { ImportOutcome, ImportReport, ImportRow } from '../../../main/contract/importing.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Fold } from '../../ui/fold.tsx'
import { State, StateGlyph, type Shape } from '../../ui/state-glyph.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { importWords } from '../../words/setup-import.ts'
import { groupsOf, importCounts, isTakenOver, systemNames } from './import-groups.ts'
import { FileButton } from './import-source.tsx'
import type { Importing } from './use-import.ts'

/** Every key of the source and what becomes of it, before anything is saved. */
export function Preview({ report, importing }: { readonly report: ImportReport; readonly importing: Importing }) {
  const say = useWords(importWords)
  const language = useLanguage()
  const counts = importCounts(report)
  const canAddEnv = report.system === 'xiaoo' && report.envFile === undefined
  return (
    <>
      <p className="import-source">
        <strong>{say('reportTitle', { system: systemNames[report.system], source: report.source })}</strong>{' '}
        {report.envFile !== undefined && <span>{say('envAdded', { name: report.envFile })}</span>}
      </p>
      <p className="secondary">
        {[
          say('counts', counts),
          say(report.changed ? 'nothingSaved' : counts.taken + counts.secrets > 0 ? 'allThere' : 'noneUsable'),
        ].join(language === 'en' ? ' ' : '')}
      </p>
      <Notes report={report} />
      {groupsOf(report.rows).map(([outcome, rows]) => (
        <Group key={outcome} outcome={outcome} rows={rows} />
      ))}
      <p className="setup-actions">
        {report.changed ? (
          <Button kind="primary" busy={importing.phase === 'applying'} onClick={importing.apply}>
            {say(importing.phase === 'applying' ? 'applying' : 'apply')}
          </Button>
        ) : (
          <ButtonLink kind="primary" href={href('setup')}>
            {say('next')}
          </ButtonLink>
        )}
        {canAddEnv && <FileButton label={say('envFile')} onFile={importing.addEnv} />}
      </p>
    </>
  )
}

/** What was done, and what has to be done outside of Perch. */
export function ImportResult({ report }: { readonly report: ImportReport }) {
  const say = useWords(importWords)
  const { taken, secrets } = importCounts(report)
  return (
    <>
      <div className="setup-good" role="status">
        <StateGlyph shape="done" />
        <div>
          <h2>{say('reportTitle', { system: systemNames[report.system], source: report.source })}</h2>
          <p>{say('doneText', { count: taken + secrets })}</p>
          {report.keptAside !== undefined && (
            <p className="secondary small">{say('keptAside', { path: report.keptAside })}</p>
          )}
        </div>
      </div>
      <Notes report={report} />
      <p className="setup-actions">
        <ButtonLink kind="primary" href={href('setup')}>
          {say('next')}
        </ButtonLink>
      </p>
    </>
  )
}

function Notes({ report }: { readonly report: ImportReport }) {
  const say = useWords(importWords)
  const language = useLanguage()
  return (
    <>
      {report.notes.map(note => (
        <p key={note.en} className="setup-warning">
          <State shape="attention">{inLanguage(note, language)}</State>
        </p>
      ))}
      {report.variables.length > 0 && (
        <p className="setup-warning">
          <State shape="attention">{say('variables')}</State> <code>{report.variables.join(', ')}</code>
        </p>
      )}
    </>
  )
}

const shapes: Readonly<Record<ImportOutcome, Shape>> = {
  taken: 'done',
  secret: 'done',
  changed: 'here',
  conflict: 'dash',
  ignored: 'offline',
  unknown: 'unknown',
}

/** What is not used is folded away: it has to be there to be looked up, not to be read. */
function Group({ outcome, rows }: { readonly outcome: ImportOutcome; readonly rows: readonly ImportRow[] }) {
  const say = useWords(importWords)
  const isOpen = isTakenOver(outcome) || outcome === 'conflict' || rows.some(({ warning }) => warning)
  return (
    <Fold
      glyph={<StateGlyph shape={shapes[outcome]} />}
      name={say(outcome === 'changed' ? 'changedRows' : outcome)}
      count={rows.length}
      isOpen={isOpen}
    >
      <ul className="import-rows">
        {rows.map(row => (
          <Key key={row.key} row={row} />
        ))}
      </ul>
    </Fold>
  )
}

function Key({ row }: { readonly row: ImportRow }) {
  const say = useWords(importWords)
  const language = useLanguage()
  const to = row.to !== undefined && row.to !== row.key ? say('becomes', { to: row.to }) : ''
  const why = inLanguage(row.why, language)
  return (
    <li>
      <p>
        <code>{row.key}</code> {to !== '' && <span className="secondary">{to}</span>}{' '}
        {row.value !== undefined && <code className="secondary">= {row.value}</code>}{' '}
        {row.already && <span className="secondary">({say('already')})</span>}
      </p>
      {why !== '' && (
        <p className="small">
          {row.warning ? <State shape="attention">{why}</State> : <span className="secondary">{why}</span>}
        </p>
      )}
    </li>
  )
}
