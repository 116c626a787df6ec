import { memo } from 'react'
import type { LogRow } from '../../../main/contract/views.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { fateShape } from '../../ui/fate-shape.ts'
import { exactly } from '../../ui/moments.ts'
import { State, StateGlyph } from '../../ui/state-glyph.tsx'
import { withoutCall } from '../../ui/without-call.ts'
import { fateWords } from '../../words/fates.ts'
import { logWords } from '../../words/log.ts'
import { reasonIn } from '../../words/reasons.ts'
import type { ScreenLanguage } from '../../words/translator.ts'
import { errorFacts } from './error-facts.ts'
import { shown } from './filter.ts'
import { rowId } from './list.tsx'
import type { Names } from './names.ts'
import { sentenceOf } from './sentence.ts'
import type { LogEntry } from './store.ts'

export type RowProps = {
  readonly entry: LogEntry
  readonly isChosen: boolean
  readonly names: Names
  readonly onChoose: (key: string) => void
}

/** One line of the log: when, what it became, what happened, and where. */
export const Row = memo(function Row({ entry, isChosen, names, onChoose }: RowProps) {
  const say = useWords(logWords)
  const choose = () => entry.kind === 'row' && onChoose(entry.key)
  return (
    // a mouse can choose what the list's own keys choose; the row itself takes no focus
    <div
      role="option"
      id={rowId(entry.key)}
      aria-selected={isChosen}
      className={entry.kind === 'gap' ? 'log-row log-gap' : 'log-row'}
      // a row that moves on while the button is down gets no click; assistive technology may send nothing but a click
      onMouseDown={event => event.button === 0 && choose()}
      onClick={choose}
    >
      {entry.kind === 'gap' ? say('gap', { count: entry.count }) : <Cells row={entry.row} names={names} />}
    </div>
  )
})

function Cells({ row, names }: { readonly row: LogRow; readonly names: Names }) {
  const say = useWords(logWords)
  const language = useLanguage()
  const chat = names.chat(row.account, row.chatId)
  return (
    <>
      <time className="log-time numbers" title={exactly(row.at, language)}>
        {timeOf(row.at, language)}
      </time>
      <span className="log-state">
        <Mark row={row} />
      </span>
      <span className="log-text">
        {sentenceOf(row, names, say, language)}
        {row.fate === undefined && <span className="log-fields mono">{fieldsOf(row, language)}</span>}
      </span>
      {chat !== undefined && <span className="log-chat secondary">{chat}</span>}
    </>
  )
}

/** The fate where there is one, else how grave it is; a plain line needs no sign. */
function Mark({ row }: { readonly row: LogRow }) {
  const say = useWords(logWords)
  const sayFate = useWords(fateWords)
  if (row.fate) return <State shape={fateShape(row.fate)}>{sayFate(row.fate)}</State>
  if (row.level === 'error') return <State shape="failed">{say('error')}</State>
  if (row.level === 'warn')
    return (
      <State shape="attention" tone="grey">
        {say('warn')}
      </State>
    )
  return (
    <span className="state secondary">
      <span className="log-nomark">{row.level === 'debug' && <StateGlyph shape="unknown" />}</span>
      {say(row.level)}
    </span>
  )
}

/** What a plain line says beside its sentence, as much as one line shows. */
const fieldsOf = ({ fields, reason }: LogRow, language: ScreenLanguage): string =>
  [
    ...(reason === undefined ? [] : [withoutCall(reasonIn(reason, language))]),
    ...Object.entries(fields).map(([name, value]) => `${name}=${inShort(value)}`),
  ]
    .join(' ')
    .slice(0, 240)

/** An error by its own words; its causes and its stack are in the details. */
function inShort(value: unknown): string {
  const error = errorFacts(value)?.chain[0]
  return error ? `${error.kind}: ${error.message}` : shown(value)
}

const clocks = new Map<ScreenLanguage, Intl.DateTimeFormat>()

/** A formatter costs more than a row, so each language has one. */
function timeOf(at: number, language: ScreenLanguage): string {
  const known = clocks.get(language)
  const clock =
    known ??
    new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  if (!known) clocks.set(language, clock)
  return clock.format(at)
}
