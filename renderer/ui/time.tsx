import { useLanguage, useNow } from '../hooks.ts'
import { clock, exactly, relative } from './moments.ts'

export type TimeProps = {
  /** Milliseconds since 1970. */
  readonly at: number
  /** `relative`: "3 min ago"; `clock`: the time, with the day unless it is today. The exact one is on hover. */
  readonly form?: 'relative' | 'clock'
}

export function Time({ at, form = 'relative' }: TimeProps) {
  const language = useLanguage()
  const now = useNow(10_000)
  return (
    <time className="numbers" dateTime={new Date(at).toISOString()} title={exactly(at, language)}>
      {form === 'clock' ? clock(at, now, language) : relative(at, now, language)}
    </time>
  )
}
