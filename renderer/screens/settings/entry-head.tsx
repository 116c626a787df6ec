import { ArrowLeft } from 'lucide-react'
import { useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { settingsWords } from '../../words/settings.ts'
import type { KnownTopic } from './topics.ts'

type EntryHeadProps = { readonly topic: KnownTopic; readonly title: string; readonly detail?: string }

/** The head of one entry's page, with the way back to its list. */
export function EntryHead({ topic, title, detail }: EntryHeadProps) {
  const say = useWords(settingsWords)
  return (
    <header className="settings-head">
      <a className="settings-up" href={href('settings', topic)}>
        <ArrowLeft aria-hidden />
        {say(topic)}
      </a>
      <h2 className="settings-title">
        {title} {detail !== undefined && detail !== title && <code className="secondary">{detail}</code>}
      </h2>
    </header>
  )
}
