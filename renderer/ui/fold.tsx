import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import './fold.css'

export type FoldProps = {
  readonly glyph: ReactNode
  readonly name: string
  /** What is inside, in secondary ink; cut where there is no room. */
  readonly what?: string
  readonly count: number
  readonly isOpen?: boolean
  readonly children: ReactNode
}

/** Rows that are there to be looked up: closed to one line with their count. */
export function Fold({ glyph, name, what = '', count, isOpen = false, children }: FoldProps) {
  return (
    <details className="fold" open={isOpen}>
      <summary>
        <ChevronRight aria-hidden />
        {glyph}
        <span className="fold-name">{name}</span>
        <span className="fold-what secondary">{what}</span>
        <span className="secondary numbers">{count}</span>
      </summary>
      {children}
    </details>
  )
}
