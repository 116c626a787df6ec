import { useLanguage, useWords } from '../../hooks.ts'
import { Fold } from '../../ui/fold.tsx'
import { Section } from '../../ui/layout.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { doctorWords } from '../../words/doctor.ts'
import { inLanguage } from '../../words/in-language.ts'
import type { Layer } from '../../../main/contract/doctor.ts'
import { CheckGlyph, CheckRow } from './row.tsx'
import { byLayer, inLayers, type Shown } from './triage.ts'

type ListProps = {
  readonly rows: readonly Shown[]
  readonly canRun: boolean
  readonly onRun: (key: string) => void
}

/** Failed first, then what can't be known from here or was not tried, then what waits its turn; what passed is folded away by layer. */
export function Triage({ rows, canRun, onRun }: ListProps) {
  const say = useWords(doctorWords)
  const of = (place: Shown['place']) => byLayer(rows.filter(row => row.place === place))
  const [failed, unknown, waiting, passed] = [of('failed'), of('unknown'), of('waiting'), of('ok')]
  const blocked = of('blocked')
  const list = { canRun, onRun }
  return (
    <>
      {failed.length > 0 && <Faults rows={failed} {...list} />}
      {unknown.length > 0 && (
        <Section title={say('notKnown')} aside={unknown.length}>
          <Checks rows={unknown} {...list} />
        </Section>
      )}
      {blocked.length > 0 && (
        <Section title={say('notTried')} aside={blocked.length}>
          <Checks rows={blocked} {...list} />
        </Section>
      )}
      {waiting.length > 0 && <Waiting rows={waiting} />}
      {passed.length > 0 && (
        <Section title={say('passed')} aside={passed.length}>
          {inLayers(passed).map(([layer, own]) => (
            <Passed key={layer} layer={layer} rows={own} {...list} />
          ))}
        </Section>
      )}
    </>
  )
}

/** The title above already counts them, so they need no heading that is seen. */
function Faults({ rows, canRun, onRun }: ListProps) {
  const say = useWords(doctorWords)
  return (
    <section className="checks-first" aria-label={say('toFix')}>
      <h2 className="unseen">{say('toFix')}</h2>
      <Checks rows={rows} canRun={canRun} onRun={onRun} isUrgent />
    </section>
  )
}

function Checks({ rows, canRun, onRun, isUrgent = false }: ListProps & { readonly isUrgent?: boolean }) {
  return (
    <ul className="checks">
      {rows.map((row, index) => (
        <CheckRow key={row.check.key} row={row} canRun={canRun} onRun={onRun} isFirst={isUrgent && index === 0} />
      ))}
    </ul>
  )
}

/** What has no verdict yet, one line each, so that the run can be watched. */
function Waiting({ rows }: { readonly rows: readonly Shown[] }) {
  const say = useWords(doctorWords)
  const language = useLanguage()
  return (
    <Section title={say('toRun')} aside={rows.length}>
      <ul className="checks-waiting">
        {rows.map(row => (
          <li key={row.check.key}>
            <CheckGlyph row={row} />
            <span className={row.isRunning ? '' : 'secondary'}>{inLanguage(row.check.title, language)}</span>
            <span className="secondary small checks-layer">{say(row.check.layer)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** A layer where all is well: closed, with the names of what was looked at. */
function Passed({ layer, rows, canRun, onRun }: ListProps & { readonly layer: Layer }) {
  const say = useWords(doctorWords)
  const language = useLanguage()
  const names = rows.map(({ check }) => inLanguage(check.title, language)).join(language === 'en' ? ', ' : '、')
  const busy = rows.find(row => row.isRunning)
  return (
    <Fold
      glyph={busy ? <CheckGlyph row={busy} /> : <StateGlyph shape="done" label={say('ok')} />}
      name={say(layer)}
      what={names}
      count={rows.length}
    >
      <Checks rows={rows} canRun={canRun} onRun={onRun} />
    </Fold>
  )
}
