import { ArrowDown } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import type { LogFilter } from '../../../main/contract/views.ts'
import { useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, ErrorBlock, Waiting } from '../../ui/messages.tsx'
import { logWords } from '../../words/log.ts'
import { isEmptyFilter } from './filter.ts'
import type { LogStore } from './store.ts'
import type { Log } from './use-log.ts'

type RowsProps = {
  readonly log: Log
  readonly filter: LogFilter
  readonly onClear: () => void
  readonly children: ReactNode
}

/** The list, or why there is none. */
export function Rows({ log, filter, onClear, children }: RowsProps) {
  const say = useWords(logWords)
  const length = useSyncExternalStore(log.store.subscribe, () => log.store.length)
  const [since] = useState(Date.now)
  const { isReading, readOlder } = log
  useEffect(() => {
    if (length === 0 && !isReading) readOlder() // what this process has not seen, the files may hold
  }, [length, isReading, readOlder])
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
      {!failed && isReading && <Waiting what={say('reading')} since={since} />}
      {!failed && !isReading && log.isReadingOlder && <Waiting what={say('readingOlder')} since={since} />}
      {!failed && !isReading && !log.isReadingOlder && <None filter={filter} onClear={onClear} />}
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

/** Brings back to the newest row, and says how many came meanwhile. */
export function NewRows(props: { readonly store: LogStore; readonly since: number; readonly onShow: () => void }) {
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
