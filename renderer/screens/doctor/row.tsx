import { Copy, RotateCw } from 'lucide-react'
import { useApp, useLanguage, useWords } from '../../hooks.ts'
import { accountName } from '../../ui/account-state.ts'
import { IconButton } from '../../ui/button.tsx'
import { StateGlyph, type Shape } from '../../ui/state-glyph.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { doctorWords } from '../../words/doctor.ts'
import { inLanguage } from '../../words/in-language.ts'
import { CheckActions } from './actions.tsx'
import type { Shown } from './triage.ts'

export type RowProps = {
  readonly row: Shown
  readonly isFirst: boolean
  readonly canRun: boolean
  readonly onRun: (key: string) => void
}

const shapes = {
  ok: 'done',
  failed: 'failed',
  unknown: 'unknown',
  blocked: 'offline',
  waiting: 'offline',
} as const satisfies Record<Shown['place'], Shape>

/** One check: what was seen, what to do, the page where it is done, and what the other side said itself. */
export function CheckRow({ row, isFirst, canRun, onRun }: RowProps) {
  const say = useWords(doctorWords)
  const language = useLanguage()
  const { check, place } = row
  const [title, detail, fix] = [check.title, check.detail, check.fix].map(words => inLanguage(words, language))
  const test = place === 'unknown' && check.test ? inLanguage(check.test, language) : ''
  return (
    <li className="check" data-row data-place={place}>
      <CheckGlyph row={row} />
      <div className="check-text">
        <div className="check-head">
          <h3>{title}</h3>
          <div className="check-again">
            <IconButton
              icon={RotateCw}
              label={say('again', { title: title ?? '' })}
              busy={!canRun}
              onClick={() => canRun && onRun(check.key)}
            />
          </div>
          <Whose account={check.account} />
        </div>
        {detail !== '' && <p>{detail}</p>}
        {place !== 'ok' && fix !== '' && <p className="secondary">{fix}</p>}
        {test !== '' && (
          <p className="secondary">
            {say('tryThis')} {test}
          </p>
        )}
        {check.raw !== undefined && check.raw !== '' && <Raw text={check.raw} />}
        {place !== 'ok' && <CheckActions check={check} isFirst={isFirst} onDone={() => onRun(check.key)} />}
      </div>
    </li>
  )
}

export function CheckGlyph({ row }: { readonly row: Shown }) {
  const say = useWords(doctorWords)
  if (row.isRunning) return <StateGlyph shape="running" label={say('runningWord')} />
  if (row.isNext) return <StateGlyph shape="offline" label={say('waiting')} />
  return <StateGlyph shape={shapes[row.place]} label={say(row.place)} />
}

function Whose({ account }: { readonly account: string | undefined }) {
  const bot = useApp(state => (account === undefined ? undefined : state.accounts[account]))
  if (account === undefined) return null
  return <span className="secondary small">{bot ? accountName(bot) : account}</span>
}

/** Code, message and log id, for whoever asks the platform's support. */
function Raw({ text }: { readonly text: string }) {
  const say = useWords(doctorWords)
  const { copied, copy } = useCopy()
  const told = copied && say(copied === 'yes' ? 'copied' : 'notCopied')
  return (
    <p className="check-raw">
      <code>{text}</code>
      <span className="small secondary" role="status">
        {told}
      </span>
      <IconButton icon={Copy} label={say('copyRaw')} onClick={() => copy(text)} />
    </p>
  )
}
