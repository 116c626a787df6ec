import type { ReactNode } from 'react'
import type { AppError } from '../../main/contract/errors.ts'
import { useLanguage, useNow, useWords } from '../hooks.ts'
import { kit } from '../words/kit.ts'
import { Bird } from './bird.tsx'
import { Button } from './button.tsx'
import { duration } from './duration.ts'
import { StateGlyph } from './state-glyph.tsx'
import './messages.css'

export type ErrorBlockProps = {
  /** What happened, and what it means. */
  readonly title: string
  /** Gives the reason and the one thing that the reader can do, in their language. */
  readonly error?: AppError
  /** The button that mends it, and the second way out. */
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

/** What happened, what it means, and the button that mends it. */
export function ErrorBlock({ title, error, actions, children }: ErrorBlockProps) {
  const language = useLanguage() === 'en' ? 'en' : 'zh'
  return (
    <div className="error-block" role="alert">
      <StateGlyph shape="failed" />
      <div className="error-text">
        <p className="error-title">{title}</p>
        {error && <p>{error.says?.[language] ?? error.message}</p>}
        {error && <p className="secondary">{error.hint(language)}</p>}
        {children}
        {actions !== undefined && <div className="error-actions">{actions}</div>}
      </div>
    </div>
  )
}

export type EmptyProps = {
  /** One sentence of fact. */
  readonly title: string
  /** One of what to do. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** Nothing here yet: the grey bird waits on its line. */
export function Empty({ title, children, actions }: EmptyProps) {
  return (
    <div className="empty">
      <div className="empty-line">
        <Bird tone="grey" />
      </div>
      <p className="empty-title">{title}</p>
      {children !== undefined && <p className="secondary">{children}</p>}
      {actions !== undefined && <div className="empty-actions">{actions}</div>}
    </div>
  )
}

export type WaitingProps = {
  /** What is awaited, as a sentence without its full stop: "Reading the people". */
  readonly what: string
  /** Milliseconds since 1970; the time is told from the third second on. */
  readonly since: number
  readonly onStop?: () => void
}

/** Never a spinner alone: what is awaited, and for how long. */
export function Waiting({ what, since, onStop }: WaitingProps) {
  const say = useWords(kit)
  const language = useLanguage()
  const waited = useNow() - since
  return (
    <div className="waiting" role="status">
      <StateGlyph shape="running" />
      <span>{waited < 3000 ? what : say('waitingFor', { what, time: duration(waited, language) })}</span>
      {onStop && (
        <Button kind="quiet" onClick={onStop}>
          {say('stop')}
        </Button>
      )}
    </div>
  )
}
