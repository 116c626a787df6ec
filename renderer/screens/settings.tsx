import { useEffect, useRef, useState } from 'react'
import { useWords } from '../hooks.ts'
import { href, useRoute } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { SearchField } from '../ui/field.tsx'
import { Page } from '../ui/layout.tsx'
import { ErrorBlock, Waiting } from '../ui/messages.tsx'
import { useArrows } from '../ui/use-arrows.ts'
import { settingsWords } from '../words/settings.ts'
import { ChangeFoot } from './settings/changes.tsx'
import { Results } from './settings/results.tsx'
import { TopicPage, useTopicName } from './settings/topic-page.tsx'
import { topicsOf } from './settings/topics.ts'
import { useSettings } from './settings/use-settings.ts'
import './settings/parts.css'
import './settings/settings.css'

/** Topics at the left, the fields of one at the right; each is saved as soon as it changes. */
export function SettingsScreen() {
  const say = useWords(settingsWords)
  const [wanted = '', entry] = useRoute().rest
  const [search, setSearch] = useState('')
  const settings = useSettings()
  const topics = topicsOf(settings.list ?? [])
  const topic = topics.includes(wanted) ? wanted : (topics[0] ?? '')
  const isSearching = search.trim() !== ''
  const level = wanted === '' && !isSearching ? 'list' : 'one'
  const scroll = useFromTop(`${topic} ${entry ?? ''} ${isSearching}`)
  return (
    <Page wide>
      <div className="settings" data-level={level}>
        <div className="settings-side">
          <h1 className="page-title page-title-name">{say('title')}</h1>
          <SearchField label={say('search')} value={search} onChange={setSearch} />
          <Topics topics={topics} open={isSearching ? '' : topic} onOpen={() => setSearch('')} />
        </div>
        <div className="settings-main">
          <div className="settings-scroll" ref={scroll}>
            {settings.failure && (
              <ErrorBlock
                title={say('failed')}
                error={settings.failure}
                actions={<Button onClick={settings.again}>{say('again')}</Button>}
              />
            )}
            {!settings.list && !settings.failure && <Reading />}
            {settings.list && !isSearching && (
              <TopicPage topic={topic} entry={entry} settings={settings} list={settings.list} />
            )}
            {settings.list && isSearching && (
              <Results search={search} settings={settings} list={settings.list} onClear={() => setSearch('')} />
            )}
          </div>
          <ChangeFoot settings={settings} />
        </div>
      </div>
    </Page>
  )
}

/** Another page begins at its top. */
function useFromTop(page: string) {
  const scroll = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (scroll.current) scroll.current.scrollTop = 0
  }, [page])
  return scroll
}

function Reading() {
  const say = useWords(settingsWords)
  const [since] = useState(Date.now)
  return <Waiting what={say('reading')} since={since} />
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
