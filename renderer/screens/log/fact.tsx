import type { ReactNode } from 'react'

export type FactProps = {
  readonly name: string
  /** True: however long it is, nothing of it is cut off. */
  readonly isWhole?: boolean
  readonly children: ReactNode
}

/** One name and what it is. */
export function Fact({ name, isWhole = false, children }: FactProps) {
  return (
    <div className={isWhole ? 'log-fact log-fact-whole' : 'log-fact'}>
      <dt className="secondary">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
