import { useEffect, useRef, useState } from 'react'

/** The text of a field that somebody may be typing into. */
export type TypedText = {
  readonly typed: string
  readonly type: (text: string) => void
  /** Puts a text there that nobody typed. */
  readonly show: (text: string) => void
  /** True from the first letter to the end of the typing. */
  readonly isBusy: () => boolean
  /** The typing is over. Answers whether the text is worth saving: who put back what was there has changed nothing. */
  readonly end: (text: string) => boolean
}

/** What counts now stands in the field, except while somebody types: a change from outside takes no letter away. */
export function useTyped(current: string): TypedText {
  const [typed, setTyped] = useState(current)
  const before = useRef<string>(undefined)
  useEffect(() => {
    if (before.current === undefined) setTyped(current)
  }, [current])
  return {
    typed,
    type: text => {
      before.current ??= typed
      setTyped(text)
    },
    show: setTyped,
    isBusy: () => before.current !== undefined,
    end: text => {
      const isPutBack = before.current === text && text !== current
      before.current = undefined
      if (isPutBack) setTyped(current)
      return !isPutBack
    },
  }
}
