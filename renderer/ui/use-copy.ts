import { useCallback, useEffect, useRef, useState } from 'react'

/** How long "Copied" stands, in milliseconds. */
const SHOWN = 1500

/** Copies a text and tells for a moment whether that worked. */
export function useCopy(): { copied: 'yes' | 'no' | undefined; copy: (text: string) => void } {
  const [copied, setCopied] = useState<'yes' | 'no'>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = useCallback((text: string) => {
    const tell = (outcome: 'yes' | 'no') => {
      setCopied(outcome)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setCopied(undefined), SHOWN)
    }
    navigator.clipboard.writeText(text).then(
      () => tell('yes'),
      () => tell('no'),
    )
  }, [])
  return { copied, copy }
}
