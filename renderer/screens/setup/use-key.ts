import { useCallback, useEffect, useRef, useState } from 'react'

/** A key that was entered: in one ref until it is saved or the screen goes, never in React's state or the DOM. */
export type HeldKey = {
  readonly isHeld: boolean
  /** Grows with each key, so that what depends on it knows when to ask again. */
  readonly revision: number
  readonly take: (key: string) => void
  readonly drop: () => void
  /** For the moment of a call. */
  readonly read: () => string | undefined
}

export function useKey(): HeldKey {
  const held = useRef<string>(undefined)
  const [state, setState] = useState({ isHeld: false, revision: 0 })
  useEffect(() => () => void (held.current = undefined), [])
  const put = useCallback((key: string | undefined) => {
    held.current = key
    setState(last => ({ isHeld: key !== undefined, revision: last.revision + 1 }))
  }, [])
  return {
    ...state,
    take: useCallback((key: string) => put(key.trim() === '' ? undefined : key.trim()), [put]),
    drop: useCallback(() => put(undefined), [put]),
    read: useCallback(() => held.current, []),
  }
}
