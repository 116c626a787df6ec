import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import type { SettingView } from '../../main/contract/views.ts'
import { useWords } from '../hooks.ts'
import { href, useRoute } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { SearchField } from '../ui/field.tsx'
import { Page } from '../ui/layout.tsx'
import { Empty, ErrorBlock, Waiting } from '../ui/messages.tsx'
import { useArrows } from '../ui/use-arrows.ts'
import { settingsWords } from '../words/settings.ts'
import { ChangeFoot } from './settings/changes.tsx'
import { SettingField } from './settings/setting-field.tsx'
import { groupsOf, isFound, isKnownTopic, topicsOf, type KnownTopic } from './settings/topics.ts'
import { useSettings, type Settings } from './settings/use-settings.ts'
import './settings/settings.css'

/** Topics at the left, the fields of one at the right; each is saved as soon as it changes. */
export function SettingsScreen() {
  const say = useWords(settingsWords)
  const [wanted = ''] = useRoute().rest
  const [search, setSearch] = useState('')
  const settings = useSettings()
  const topics = topicsOf(settings.list ?? [])
  const topic = topics.includes(wanted) ? wanted : (topics[0] ?? '')
  const level = wanted === '' && search === '' ? 'list' : 'one'
  return (
    <Page wide>
      <div className="settings" data-level={level}>
        <div className="settings-side">
          <h1 className="page-title page-title-name">{say('title')}</h1>
          <SearchField label={say('search')} value={search} onChange={setSearch} />
          <Topics topics={topics} open={search === '' ? topic : ''} onOpen={() => setSearch('')} />
        </div>
        <div className="settings-main">
          <div className="settings-scroll">
            {settings.failure && (
              <ErrorBlock
                title={say('failed')}
                error={settings.failure}
                actions={<Button onClick={settings.again}>{say('again')}</Button>}
              />
            )}
            {!settings.list && !settings.failure && <Reading />}
            {settings.list && search.trim() === '' && <Topic topic={topic} settings={settings} list={settings.list} />}
            {settings.list && search.trim() !== '' && (
              <Results search={search} settings={settings} list={settings.list} onClear={() => setSearch('')} />
            )}
          </div>
          <ChangeFoot settings={settings} />
        </div>
      </div>
    </Page>
  )
}

function Reading() {
  const say = useWords(settingsWords)
  const [since] = useState(Date.now)
  return <Waiting what={say('reading')} since={since} />
}

/** A topic's name; one that this window does not know yet is called as the service calls it. */
function useTopicName(): (topic: string) => string {
  const say = useWords(settingsWords)
  return topic => (isKnownTopic(topic) ? say(topic) : topic)
}

type TopicsProps = { readonly topics: readonly string[]; readonly open: string; readonly onOpen: () => void }

function Topics({ topics, open, onOpen }: TopicsProps) {
  const say = useWords(settingsWords)
  const nameOf = useTopicName()
  const arrows = useArrows()
  return (
    <nav aria-label={say('topics')} onKeyDown={arrows}>
      <ul>
        {topics.map(topic => (
          <li key={topic}>
            <a
              data-row
              className="settings-topic"
              href={href('settings', topic)}
              aria-current={topic === open ? 'page' : undefined}
              onClick={onOpen}
            >
              {nameOf(topic)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const texts = {
  account: 'accountText',
  access: 'accessText',
  model: 'modelText',
  agent: 'agentText',
  server: 'serverText',
  general: 'generalText',
} as const satisfies Record<KnownTopic, keyof (typeof settingsWords)['entries']>

type TopicProps = {
  readonly topic: string
  readonly settings: Settings
  readonly list: readonly SettingView[]
}

function Topic({ topic, settings, list }: TopicProps) {
  const say = useWords(settingsWords)
  const nameOf = useTopicName()
  return (
    <>
      <header className="settings-head">
        <a className="settings-back" href={href('settings')}>
          <ArrowLeft aria-hidden />
          {say('back')}
        </a>
        <h2 className="settings-title">{nameOf(topic)}</h2>
        {isKnownTopic(topic) && <p className="secondary">{say(texts[topic])}</p>}
      </header>
      <Groups topic={topic} settings={settings} list={list.filter(setting => setting.topic === topic)} />
    </>
  )
}

/** A heading for each account or agent, as soon as there is more than one. */
function Groups({ topic, settings, list }: TopicProps) {
  const say = useWords(settingsWords)
  const groups = groupsOf(list)
  const titleOf = (name: string) => {
    if (topic === 'agent') return name === '' ? '' : say('agentNamed', { name: name.slice(1) })
    return name === '' ? say('mainAccount') : say('accountNamed', { name })
  }
  return groups.map(({ name, settings: own }) => (
    <section key={name} className="settings-group" aria-label={titleOf(name) || undefined}>
      {groups.length > 1 && titleOf(name) !== '' && <h3 className="settings-owner">{titleOf(name)}</h3>}
      <div>
        {own.map(setting => (
          <SettingField key={setting.path} setting={setting} settings={settings} />
        ))}
      </div>
    </section>
  ))
}

type ResultsProps = Omit<TopicProps, 'topic'> & { readonly search: string; readonly onClear: () => void }

function Results({ search, settings, list, onClear }: ResultsProps) {
  const say = useWords(settingsWords)
  const nameOf = useTopicName()
  const found = list.filter(setting => isFound(setting, search))
  if (found.length === 0)
    return (
      <Empty title={say('noneTitle')} actions={<Button onClick={onClear}>{say('clear')}</Button>}>
        {say('noneText')}
      </Empty>
    )
  return (
    <>
      <p className="secondary" role="status">
        {say('results', { count: found.length })}
      </p>
      {topicsOf(found).map(topic => (
        <section key={topic} className="settings-group" aria-label={nameOf(topic)}>
          <h2 className="settings-owner">{nameOf(topic)}</h2>
          <Groups topic={topic} settings={settings} list={found.filter(setting => setting.topic === topic)} />
        </section>
      ))}
    </>
  )
}
