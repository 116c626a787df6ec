import type { ReactNode } from 'react'
import './state-glyph.css'

const line = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const

/** Every state is a shape first: a box of 12, drawn in the ink of its tone. */
const drawings = {
  online: <circle cx="6" cy="6" r="4.25" fill="currentColor" />,
  reconnecting: <path {...line} strokeWidth="1.9" d="M9.9 4.9A4 4 0 1 1 7.1 2.15" />,
  attention: <path {...line} fill="currentColor" strokeWidth="1.2" d="M6 1.9 10.9 10H1.1z" />,
  failed: (
    <>
      <rect x="1.2" y="1.2" width="9.6" height="9.6" rx="2" fill="currentColor" />
      <path {...line} className="glyph-cut" strokeWidth="1.5" d="m4.1 4.1 3.8 3.8M7.9 4.1 4.1 7.9" />
    </>
  ),
  paused: <path fill="currentColor" d="M2.4 1.6h2.4v8.8H2.4zM7.2 1.6h2.4v8.8H7.2z" />,
  offline: <circle {...line} strokeWidth="1.5" cx="6" cy="6" r="4" />,
  unknown: (
    <circle {...line} strokeLinecap="butt" strokeWidth="1.4" strokeDasharray="2.2 1.256" cx="6" cy="6" r="4.4" />
  ),
  running: (
    <g fill="currentColor">
      <circle cx="2.2" cy="6" r="1.35" />
      <circle cx="6" cy="6" r="1.35" />
      <circle cx="9.8" cy="6" r="1.35" />
    </g>
  ),
  done: <path {...line} strokeWidth="1.7" d="m1.9 6.4 2.8 2.8 5.4-6.3" />,
  dash: <path {...line} strokeWidth="1.7" d="M2 6h8" />,
  barred: <path {...line} strokeWidth="1.4" d="M10.1 6a4.1 4.1 0 1 1-8.2 0 4.1 4.1 0 0 1 8.2 0ZM3.2 8.8l5.6-5.6" />,
  twice: <path {...line} strokeWidth="1.3" d="M1.6 1.6h6v6h-6zM9.9 4.4h.5v6h-6v-.5" />,
  late: <path {...line} strokeWidth="1.3" d="M10.3 6a4.3 4.3 0 1 1-8.6 0 4.3 4.3 0 0 1 8.6 0ZM6 3.6V6l1.6 1.2" />,
  slash: <path {...line} strokeWidth="1.6" d="M7.9 1.8 4.1 10.2" />,
  odd: <rect {...line} strokeWidth="1.3" strokeDasharray="2 1.5" x="1.8" y="1.8" width="8.4" height="8.4" rx="1.4" />,
  owner: <path {...line} strokeWidth="1.3" d="M2 9.8V4l2.2 1.9L6 2.6l1.8 3.3L10 4v5.8z" />,
  end: <path {...line} strokeWidth="1.7" d="M1 6h6.5M9 2v8" />,
  here: (
    <>
      <circle {...line} strokeWidth="1.5" cx="6" cy="6" r="4.1" />
      <circle cx="6" cy="6" r="1.9" fill="currentColor" />
    </>
  ),
} as const

export type Shape = keyof typeof drawings

/** Which ink a shape is drawn in; every other shape is grey. */
export type Tone = 'online' | 'accent' | 'attention' | 'failed' | 'paused' | 'grey'

const toneOf = (shape: Shape): Tone => {
  if (shape === 'online' || shape === 'done') return 'online'
  if (shape === 'reconnecting' || shape === 'running' || shape === 'here') return 'accent'
  return shape === 'attention' || shape === 'failed' || shape === 'paused' ? shape : 'grey'
}

export type StateGlyphProps = {
  readonly shape: Shape
  readonly tone?: Tone
  /** Its word, where none stands beside it. */
  readonly label?: string
}

export function StateGlyph({ shape, tone = toneOf(shape), label }: StateGlyphProps) {
  const heard = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    <svg className={`glyph glyph-${shape} tone-${tone}`} viewBox="0 0 12 12" {...heard}>
      {drawings[shape]}
    </svg>
  )
}

/** A shape and its word. Coloured words are kept for what needs a person or has failed. */
export function State({ shape, tone = toneOf(shape), children }: StateGlyphProps & { readonly children: ReactNode }) {
  const said = tone === 'attention' || tone === 'failed' ? `said-${tone}` : ''
  return (
    <span className="state">
      <StateGlyph shape={shape} tone={tone} />
      <span className={said}>{children}</span>
    </span>
  )
}
