import { ArrowDown, Pause, Play } from 'lucide-react'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { LogFilter } from '../../main/contract/views.ts'
import { useWords } from '../hooks.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/layout.tsx'
import { Menu } from '../ui/menu.tsx'
import { Empty, ErrorBlock, Waiting } from '../ui/messages.tsx'
import { Switch } from '../ui/switch.tsx'
import { useCopy } from '../ui/use-copy.ts'
import { logWords } from '../words/log.ts'
import { Detail } from './log/detail.tsx'
import { asJsonLines, asText, saveAsFile } from './log/export.ts'
import { isEmptyFilter } from './log/filter.ts'
import { Filters } from './log/filters.tsx'
import { LogList } from './log/list.tsx'
import { useNames } from './log/names.ts'
import { Row } from './log/row.tsx'
import { useLinkedFilter } from './log/linked.ts'
import type { LogEntry, LogStore } from './log/store.ts'
import { useLog, type Log } from './log/use-log.ts'
import { noteLogSeen } from './practice/visits.ts'
import './log/log.css'

/** The live log: rows as they come, filters, and why a message got no answer. */
export function LogScreen() {
  const say = useWords(logWords)
  const [filter, setFilter] = useLinkedFilter()
  const [isPaused, setIsPaused] = useState(false)
  const [chosen, setChosen] = useState<LogEntry>()
  const follow = useFollow()
  const names = useNames()
  const log = useLog(filter, isPaused)
  follow.bind(log.store)
  useEffect(() => noteLogSeen(sessionStorage), [])
  const { set: setFollowing } = follow
  const choose = useCallback(
    (key: string) => {
      setFollowing(false) // what is looked at must not move away
      setChosen(log.store.at(log.store.indexOf(key)))
    },
    [log.store, setFollowing],
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
        <div className="log-actions">
          <Button kind="quiet" icon={isPaused ? Play : Pause} onClick={() => setIsPaused(!isPaused)}>
            {isPaused ? say('resume') : say('pause')}
          </Button>
          <Export store={log.store} />
        </div>
        <div className="log-filters" role="group" aria-label={say('filters')}>
          <Filters filter={filter} onChange={setFilter} names={names} />
        </div>
        <label className="log-follow secondary">
          {isPaused ? say('isPaused') : say(follow.isFollowing ? 'live' : 'notFollowing')}
          <Switch label={say('follow')} checked={follow.isFollowing} onChange={follow.set} />
        </label>
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

type RowsProps = {
  readonly log: Log
  readonly filter: LogFilter
  readonly onClear: () => void
  readonly children: React.ReactNode
}

/** The list, or why there is none. */
function Rows({ log, filter, onClear, children }: RowsProps) {
  const say = useWords(logWords)
  const length = useSyncExternalStore(log.store.subscribe, () => log.store.length)
  const [since] = useState(Date.now)
  const failed = log.failure && (
    <ErrorBlock title={say('failed')} error={log.failure}>
      <p>{say('failedText')}</p>
    </ErrorBlock>
  )
  if (length > 0)
    return (
      <div className="log-place">
        {failed}
        {log.olderFailure && <p className="log-older said-failed">{`${say('failed')}: ${log.olderFailure.message}`}</p>}
        {log.isReadingOlder && (
          <p className="log-older secondary" role="status">
            {say('readingOlder')}
          </p>
        )}
        {children}
      </div>
    )
  return (
    <div className="log-none">
      {failed}
      {!failed && log.isReading && <Waiting what={say('reading')} since={since} />}
      {!failed && !log.isReading && <None filter={filter} onClear={onClear} />}
    </div>
  )
}

function None({ filter, onClear }: { readonly filter: LogFilter; readonly onClear: () => void }) {
  const say = useWords(logWords)
  if (isEmptyFilter(filter)) return <Empty title={say('emptyTitle')}>{say('emptyText')}</Empty>
  return (
    <Empty title={say('noneTitle')} actions={<Button onClick={onClear}>{say('clearFilters')}</Button>}>
      {say('noneText')}
    </Empty>
  )
}

function NewRows(props: { readonly store: LogStore; readonly since: number; readonly onShow: () => void }) {
  const say = useWords(logWords)
  const arrived = useSyncExternalStore(props.store.subscribe, () => props.store.arrived)
  const count = arrived - props.since
  if (count <= 0) return null
  return (
    <div className="log-new">
      <Button icon={ArrowDown} onClick={props.onShow}>
        {say('newRows', { count })}
      </Button>
    </div>
  )
}

function Export({ store }: { readonly store: LogStore }) {
  const say = useWords(logWords)
  const { copied, copy } = useCopy()
  const name = () => `perch-log-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.jsonl`
  return (
    <>
      <span className="log-told small" role="status">
        {copied === 'yes' ? say('copied') : copied === 'no' ? say('notCopied') : ''}
      </span>
      <Menu
        label={say('export')}
        items={[
          { id: 'copy', label: say('copyRows'), onSelect: () => copy(store.rows().map(asText).join('\n')) },
          {
            id: 'save',
            label: say('saveRows'),
            onSelect: () => saveAsFile(asJsonLines(store.rows()), name(), document),
          },
        ]}
      />
    </>
  )
}
