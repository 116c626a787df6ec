import { ArrowLeft } from 'lucide-react'
import type { SettingView } from '../../../main/contract/views.ts'
import { useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { settingsWords } from '../../words/settings.ts'
import { AccessPage } from './access-page.tsx'
import { AccountsPage } from './accounts-page.tsx'
import { AgentsPage } from './agents-page.tsx'
import { Fields } from './fields.tsx'
import { ModelPage } from './model-page.tsx'
import { NotifiersPage } from './notifiers-page.tsx'
import { ServersPage } from './servers-page.tsx'
import { isKnownTopic, type KnownTopic } from './topics.ts'
import type { Settings } from './use-settings.ts'

export type PageProps = {
  readonly settings: Settings
  /** Every setting of the service. */
  readonly list: readonly SettingView[]
  /** One entry of the topic, when the address names one. */
  readonly entry: string | undefined
}

/** A topic's name; one that this window does not know yet is called as the service calls it. */
export function useTopicName(): (topic: string) => string {
  const say = useWords(settingsWords)
  return topic => (isKnownTopic(topic) ? say(topic) : topic)
}

const texts = {
  account: 'accountText',
  access: 'accessText',
  model: 'modelText',
  agent: 'agentText',
  transcription: 'transcriptionText',
  notifiers: 'notifiersText',
  skills: 'skillsText',
  network: 'networkText',
  general: 'generalText',
} as const satisfies Record<KnownTopic, keyof (typeof settingsWords)['entries']>

/** The head of a topic and its settings; some topics have more than fields. */
export function TopicPage({ topic, ...props }: PageProps & { readonly topic: string }) {
  const say = useWords(settingsWords)
  const nameOf = useTopicName()
  return (
    <>
      {props.entry === undefined && (
        <header className="settings-head">
          <a className="settings-back" href={href('settings')}>
            <ArrowLeft aria-hidden />
            {say('back')}
          </a>
          <h2 className="settings-title">{nameOf(topic)}</h2>
          {isKnownTopic(topic) && <p className="secondary">{say(texts[topic])}</p>}
        </header>
      )}
      <Body topic={topic} {...props} />
    </>
  )
}

function Body({ topic, ...props }: PageProps & { readonly topic: string }) {
  switch (topic) {
    case 'account':
      return <AccountsPage {...props} />
    case 'access':
      return <AccessPage {...props} />
    case 'model':
      return <ModelPage {...props} />
    case 'agent':
      return <AgentsPage {...props} />
    case 'notifiers':
      return <NotifiersPage {...props} />
    case 'skills':
      return <ServersPage {...props} />
    default:
      return (
        <Fields list={schemaLast(props.list.filter(setting => setting.topic === topic))} settings={props.settings} />
      )
  }
}

/** Where an editor finds the schema is of no use to most, so it comes last. */
const schemaLast = (list: readonly SettingView[]): readonly SettingView[] =>
  list.toSorted((one, other) => Number(one.path === '$schema') - Number(other.path === '$schema'))
