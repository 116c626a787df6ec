import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Virtualizer } from 'virtua'
import type { PersonView } from '../../main/contract/state.ts'
import { useRead, useWords } from '../hooks.ts'
import { useArrows } from '../ui/use-arrows.ts'
import { people } from '../words/people.ts'
import type { Decision } from './people-decision.ts'
import type { Order } from './people-list.ts'
import { PersonRow } from './people-row.tsx'

type TableProps = {
  readonly rows: readonly PersonView[]
  readonly order: Order
  readonly sort: (by: Order['by']) => void
  readonly decision: Decision
}

/** The table of people. Only the rows in sight are drawn, so a thousand cost as little as ten. */
export function PeopleTable({ rows, order, sort, decision }: TableProps) {
  const say = useWords(people)
  const arrows = useArrows()
  const body = useRef<HTMLDivElement>(null)
  const { scroller, margin } = useScroller(body, rows.length)
  const groups = useRead('groups.list', {}).value
  const groupNames = useMemo(() => new Map(groups?.map(group => [group.chatId, group.name])), [groups])
  const head = { order, sort }
  return (
    <div className="people" role="table" aria-label={say('table')} aria-rowcount={rows.length + 1} onKeyDown={arrows}>
      <div role="rowgroup">
        <div className="people-head" role="row" aria-rowindex={1}>
          <Head {...head} by="name">
            {say('name')}
          </Head>
          <span role="columnheader">{say('standings')}</span>
          <span role="columnheader">{say('openId')}</span>
          <span role="columnheader">{say('chats')}</span>
          <Head {...head} by="lastSeen">
            {say('lastSeen')}
          </Head>
          <Head {...head} by="messages">
            {say('messages')}
          </Head>
        </div>
      </div>
      <div role="rowgroup" ref={body}>
        <Virtualizer scrollRef={scroller} startMargin={margin} bufferSize={400}>
          {rows.map((person, index) => (
            <PersonRow
              key={`${person.account} ${person.openId}`}
              index={index + 2}
              person={person}
              groupNames={groupNames}
              decision={decision}
            />
          ))}
        </Virtualizer>
      </div>
    </div>
  )
}

type HeadProps = Pick<TableProps, 'order' | 'sort'> & { readonly by: Order['by']; readonly children: ReactNode }

function Head({ order, sort, by, children }: HeadProps) {
  const isSorted = order.by === by
  const direction = order.isUp ? 'ascending' : 'descending'
  const Arrow = order.isUp ? ChevronUp : ChevronDown
  return (
    <span role="columnheader" className={`people-${by}`} aria-sort={isSorted ? direction : 'none'}>
      <button type="button" className="people-sort" onClick={() => sort(by)}>
        {children}
        {isSorted && <Arrow aria-hidden />}
      </button>
    </span>
  )
}

/** The page itself scrolls, so the rows must know how far below its top they begin. */
function useScroller(body: { readonly current: HTMLElement | null }, count: number) {
  const scroller = useRef<HTMLElement>(null)
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => {
    scroller.current = body.current?.closest('main') ?? null
  }, [body])
  useEffect(() => {
    const main = body.current?.closest('main')
    const table = body.current
    if (!main || !table) return undefined
    const measure = () =>
      setMargin(table.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop)
    const watcher = new ResizeObserver(measure)
    for (const part of main.children) watcher.observe(part)
    measure()
    return () => watcher.disconnect()
  }, [body, count])
  return { scroller, margin }
}
