import { useEffect, useRef, useState } from 'react'

/** The value, changing at most once in so many milliseconds; the last one always comes through. */
export function useThrottled<T>(value: T, every: number): T {
  const [shown, setShown] = useState(value)
  const changedAt = useRef(0)
  useEffect(() => {
    const change = () => {
      changedAt.current = Date.now()
      setShown(() => value)
    }
    const timer = setTimeout(change, Math.max(0, changedAt.current + every - Date.now()))
    return () => clearTimeout(timer)
  }, [value, every])
  return shown
}
