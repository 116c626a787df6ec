import { Pause, Play } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useWords } from '../hooks.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/layout.tsx'
import { State } from '../ui/state-glyph.tsx'
import { Switch } from '../ui/switch.tsx'
import { logWords } from '../words/log.ts'
import { useChosen } from './log/chosen.ts'
import { Detail } from './log/detail.tsx'
import { Export } from './log/export-menu.tsx'
import { Filters } from './log/filters.tsx'
import { LogList } from './log/list.tsx'
import { useNames } from './log/names.ts'
import { Row } from './log/row.tsx'
import { NewRows, Rows } from './log/rows.tsx'
import { useLinkedFilter } from './log/linked.ts'
import { useSearch } from './log/search.ts'
import type { LogEntry, LogStore } from './log/store.ts'
import { useLog } from './log/use-log.ts'
import { noteLogSeen } from './practice/visits.ts'
import './log/log.css'

/** The live log: rows as they come, filters, and why a message got no answer. */
export function LogScreen() {
  const say = useWords(logWords)
  const [filter, setFilter] = useLinkedFilter()
  const [isPaused, setIsPaused] = useState(false)
  const follow = useFollow()
  const names = useNames()
  const log = useLog(useSearch(filter, names), isPaused)
  const [chosen, setChosen] = useChosen(log.store)
  follow.bind(log.store)
  useEffect(() => noteLogSeen(sessionStorage), [])
  const { set: setFollowing } = follow
  const choose = useCallback(
    (key: string) => {
      setFollowing(false) // what is looked at must not move away
      setChosen(log.store.at(log.store.indexOf(key)))
    },
    [log.store, setFollowing, setChosen],
  )
  const close = () => {
    setChosen(undefined)
    document.querySelector<HTMLElement>('.log-list')?.focus()
  }
  const row = useCallback(
    (entry: LogEntry, isChosen: boolean) => (
      <Row key={entry.key} entry={entry} isChosen={isChosen} names={names} onChoose={choose} />
    ),
    [names, choose],
  )
  return (
    <Page wide>
      <header className="log-head">
        <h1 className="page-title page-title-name">{say('title')}</h1>
        <div className="log-follow">
          <span className="log-pace secondary" role="status">
            <Pace isPaused={isPaused} isFollowing={follow.isFollowing} />
          </span>
          <label className="log-switch">
            {say('follow')}
            <Switch label={say('follow')} checked={follow.isFollowing} onChange={follow.set} />
          </label>
        </div>
        <div className="log-actions">
          <Button
            kind={isPaused ? 'primary' : 'quiet'}
            icon={isPaused ? Play : Pause}
            onClick={() => setIsPaused(!isPaused)}
          >
            {isPaused ? say('resume') : say('pause')}
          </Button>
          <Export store={log.store} />
        </div>
        <div className="log-filters" role="group" aria-label={say('filters')}>
          <Filters filter={filter} onChange={setFilter} names={names} />
        </div>
      </header>
      <div className="log-body" onKeyDown={event => event.key === 'Escape' && chosen && close()}>
        <Rows log={log} filter={filter} onClear={() => setFilter({})}>
          <LogList
            label={say('rows')}
            store={log.store}
            chosen={chosen?.key}
            onChoose={choose}
            onOpen={() => document.querySelector<HTMLElement>('.log-detail')?.focus()}
            isFollowing={follow.isFollowing}
            onFollow={follow.set}
            onTop={log.readOlder}
            row={row}
          />
          {!follow.isFollowing && <NewRows store={log.store} since={follow.since} onShow={() => follow.set(true)} />}
        </Rows>
        {chosen?.kind === 'row' && <Detail key={chosen.key} row={chosen.row} names={names} onClose={close} />}
      </div>
    </Page>
  )
}

/** How the rows come now: a shape and its words. */
function Pace({ isPaused, isFollowing }: { readonly isPaused: boolean; readonly isFollowing: boolean }) {
  const say = useWords(logWords)
  if (isPaused) return <State shape="paused">{say('isPaused')}</State>
  return isFollowing ? <State shape="online">{say('live')}</State> : <State shape="end">{say('notFollowing')}</State>
}

/** Whether the newest row stays in view, and how much had arrived when it no longer did. */
function useFollow() {
  const [isFollowing, setIsFollowing] = useState(true)
  const store = useRef<LogStore>(undefined)
  const since = useRef(0)
  const set = useCallback((on: boolean) => {
    setIsFollowing(was => {
      if (was && !on) since.current = store.current?.arrived ?? 0
      return on
    })
    store.current?.hold(!on)
  }, [])
  const bind = (bound: LogStore) => {
    store.current = bound
  }
  return { isFollowing, set, since: since.current, bind }
}
