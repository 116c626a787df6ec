import { useEffect, useRef } from 'react'
import type { Reading } from '../../hooks.ts'

/** Coming back to a window more often than this does not ask again: a reading costs calls of the platform's quota. */
const REST_MS = 10_000

/**
 * Reads again what was read before this screen came up, and whenever somebody comes back to the window: what they changed
 * in the console meanwhile must not leave an old tick.
 */
export function useFresh({ again, value }: Pick<Reading<'setup.guide'>, 'again' | 'value'>): void {
  const readAt = useRef(0)
  const isOld = useRef(value !== undefined)
  useEffect(() => {
    const read = () => {
      if (document.hidden || Date.now() - readAt.current < REST_MS) return
      readAt.current = Date.now()
      again()
    }
    if (isOld.current) read()
    isOld.current = false
    window.addEventListener('focus', read)
    document.addEventListener('visibilitychange', read)
    return () => {
      window.removeEventListener('focus', read)
      document.removeEventListener('visibilitychange', read)
    }
  }, [again])
}
