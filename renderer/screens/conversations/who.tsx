import { useLanguage } from '../../hooks.ts'
import { exactly } from '../../ui/moments.ts'

/** Above a bubble: who said it and when. */
export function Who({ name, at, note }: { readonly name: string; readonly at: number; readonly note?: string }) {
  const language = useLanguage()
  return (
    <p className="talk-who secondary">
      {name}{' '}
      <time className="numbers" title={exactly(at, language)}>
        {new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}
      </time>
      {note !== undefined && ` · ${note}`}
    </p>
  )
}
