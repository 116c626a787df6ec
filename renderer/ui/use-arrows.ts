import { useCallback, type KeyboardEvent } from 'react'

/**
 * Up and Down move the focus between the rows of a list, in the same column where there are several stops in a row.
 * Mark rows with `data-row` and the controls in them with nothing: their place in the row is their column.
 */
export function useArrows(): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback(event => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const target = event.target
    if (step === 0 || !(target instanceof HTMLElement)) return
    const row = target.closest<HTMLElement>('[data-row]')
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
    const next = row ? rows[rows.indexOf(row) + step] : rows[0]
    if (!next) return
    const column = row ? stopsOf(row).indexOf(target) : 0
    const stops = stopsOf(next)
    const stop = stops[Math.min(column, stops.length - 1)]
    if (!stop) return
    event.preventDefault()
    stop.focus()
    stop.scrollIntoView({ block: 'nearest' })
  }, [])
}

/** The row itself where it takes the focus, then every control in it. */
const stopsOf = (row: HTMLElement): readonly HTMLElement[] => [
  ...(row.matches('button, a, [tabindex]') ? [row] : []),
  ...row.querySelectorAll<HTMLElement>('button, a[href], [tabindex="0"]'),
]
