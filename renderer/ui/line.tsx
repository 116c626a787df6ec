import type { ReactNode } from 'react'
import { StateGlyph, type Shape, type Tone } from './state-glyph.tsx'
import './line.css'

export type LineStep = {
  readonly id: string
  readonly shape: Shape
  readonly tone?: Tone
  /** The shape's word, for those who listen: "done", "not yet". */
  readonly word: string
  readonly title: ReactNode
  readonly detail?: ReactNode
  /** A time or length at the right. */
  readonly time?: ReactNode
  /** True when what would come after this did not happen. */
  readonly broken?: boolean
}

export type LineProps = {
  readonly label: string
  readonly steps: readonly LineStep[]
  /** `across` becomes `down` where it does not fit. */
  readonly direction?: 'down' | 'across'
}

/** The way something takes, on one line: tick done, triangle waits, square failed, ring not yet, end-stop it ended here. */
export function Line({ label, steps, direction = 'down' }: LineProps) {
  return (
    <ol className={`line line-${direction}`} aria-label={label}>
      {steps.map(step => (
        <li key={step.id} className={step.broken ? 'line-step line-broken' : 'line-step'} data-shape={step.shape}>
          <span className="line-mark">
            <StateGlyph shape={step.shape} label={step.word} {...(step.tone && { tone: step.tone })} />
          </span>
          <div className="line-text">
            <div className="line-title">{step.title}</div>
            {step.detail !== undefined && <div className="line-detail">{step.detail}</div>}
          </div>
          {step.time !== undefined && <span className="line-time">{step.time}</span>}
        </li>
      ))}
    </ol>
  )
}
