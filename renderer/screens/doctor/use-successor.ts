import { useEffect, useRef, type RefObject } from 'react'

export type Successor = {
  /** Where the focus goes. */
  readonly place: RefObject<HTMLButtonElement | null>
  /** To be called by the button that goes away with its own press. */
  readonly await: () => void
}

/** Hands the focus of a button that goes away on to the one that takes over; else it would fall to the page. */
export function useSuccessor(): Successor {
  const place = useRef<HTMLButtonElement>(null)
  const isAwaited = useRef(false)
  useEffect(() => {
    if (!isAwaited.current || !place.current) return
    isAwaited.current = false
    if (document.activeElement === document.body) place.current.focus()
  })
  return { place, await: () => void (isAwaited.current = true) }
}
