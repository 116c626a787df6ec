import type { ReactNode } from 'react'
import './layout.css'

/** A screen in the reading column; `wide` leaves the width to the screen's own panes. */
export function Page({ wide = false, children }: { readonly wide?: boolean; readonly children: ReactNode }) {
  return <div className={wide ? 'page page-wide' : 'page'}>{children}</div>
}

export type PageHeadProps = {
  readonly title: string
  /** True when the title only repeats the screen's name, which the bar already says at 360 px. */
  readonly isName?: boolean
  /** One true sentence beneath. */
  readonly children?: ReactNode
  /** At most two, at the right. */
  readonly actions?: ReactNode
}

export function PageHead({ title, isName = false, children, actions }: PageHeadProps) {
  return (
    <header className="page-head">
      <div className="page-head-text">
        <h1 className={isName ? 'page-title page-title-name' : 'page-title'}>{title}</h1>
        {children !== undefined && <p className="secondary">{children}</p>}
      </div>
      {actions !== undefined && <div className="page-head-actions">{actions}</div>}
    </header>
  )
}

export type SectionProps = {
  readonly title: string
  /** Its count or a few words, in secondary ink. */
  readonly aside?: ReactNode
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** A heading over a hairline, and what belongs to it. */
export function Section({ title, aside, action, children }: SectionProps) {
  return (
    <section className="section" aria-label={title}>
      <div className="section-head">
        <h2>{title}</h2>
        {aside !== undefined && <span className="secondary numbers">{aside}</span>}
        {action !== undefined && <span className="section-action">{action}</span>}
      </div>
      {children}
    </section>
  )
}

/** A list of rows with a hairline between them. */
export function Rows({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return (
    <ul className="rows" aria-label={label}>
      {children}
    </ul>
  )
}

export type RowProps = {
  /** A glyph or an avatar. */
  readonly lead?: ReactNode
  readonly title: ReactNode
  /** The second line, in secondary ink. */
  readonly detail?: ReactNode
  /** Figures and actions at the right; at 360 px they move under the text. */
  readonly end?: ReactNode
}

export function Row({ lead, title, detail, end }: RowProps) {
  return (
    <li className={detail === undefined ? 'row' : 'row row-two'}>
      {lead !== undefined && <span className="row-lead">{lead}</span>}
      <div className="row-text">
        <div className="row-title">{title}</div>
        {detail !== undefined && <div className="row-detail secondary">{detail}</div>}
      </div>
      {end !== undefined && <div className="row-end">{end}</div>}
    </li>
  )
}

/** The foot of a page: says what was just changed, and takes it back. It stays until the next change. */
export function Foot({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="foot" role="status">
      <span className="foot-text">{children}</span>
      {action}
    </div>
  )
}
