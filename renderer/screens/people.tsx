import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { PersonView } from '../../main/contract/state.ts'
import { useApp, useRead, useWords } from '../hooks.ts'
import { Button } from '../ui/button.tsx'
import { Filter } from '../ui/chip.tsx'
import { SearchField } from '../ui/field.tsx'
import { Page, PageHead } from '../ui/layout.tsx'
import { Empty, ErrorBlock, Waiting } from '../ui/messages.tsx'
import { useThrottled } from '../ui/use-throttled.ts'
import { kit } from '../words/kit.ts'
import { people } from '../words/people.ts'
import { useDecision } from './people-decision.ts'
import { Nobody } from './people-empty.tsx'
import { countOf, matching, newestFirst, nextOrder, shown, views, type Order, type View } from './people-list.ts'
import { DecisionFailure, DecisionFoot, PendingPerson } from './people-pending.tsx'
import { PeopleTable } from './people-table.tsx'
import './people.css'

/** Everyone who ever wrote, and whether they may. Those who wait stand on top with what they wrote. */
export function PeopleScreen() {
  const say = useWords(people)
  // Every fact about a person renews this list, so it tells when to read the others again.
  const pending = useApp(state => state.pending)
  const revision = useThrottled(pending, 1000)
  const list = useRead('people.list', {}, revision)
  const { again } = list
  const decision = useDecision(again)
  const [search, setSearch] = useState('')
  const everyone = list.value ?? []
  const waiting = matching(pending, search) // who is looked for must not stand below those who wait
  return (
    <>
      <Page>
        <PageHead
          title={say('title')}
          isName
          actions={everyone.length > 0 && <SearchField label={say('search')} value={search} onChange={setSearch} />}
        >
          <Summary list={list.value} waiting={pending.length} />
        </PageHead>
        <DecisionFailure decision={decision} />
        {list.failure && <ReadFailure error={list.failure} again={again} />}
        {waiting.length > 0 && (
          <ul className="pending-list">
            {waiting.map((person, index) => (
              <PendingPerson
                key={`${person.account} ${person.openId}`}
                person={person}
                decision={decision}
                isFirst={index === 0}
              />
            ))}
          </ul>
        )}
        {!list.value && !list.failure && <Reading />}
        {list.value && everyone.length === 0 && <Nobody />}
        {everyone.length > 0 && (
          <Everyone list={everyone} search={search} decision={decision} clear={() => setSearch('')} />
        )}
      </Page>
      <DecisionFoot decision={decision} />
    </>
  )
}

function Summary({ list, waiting }: { readonly list: readonly PersonView[] | undefined; readonly waiting: number }) {
  const say = useWords(people)
  if (!list || list.length === 0) return say('everyone')
  const count = say('count', { count: list.length })
  return waiting > 0 ? say('countAnd', { written: count, waits: say('waits', { count: waiting }) }) : count
}

function Reading() {
  const say = useWords(people)
  const [since] = useState(Date.now)
  return <Waiting what={say('readingList')} since={since} />
}

function ReadFailure(props: { readonly error: Parameters<typeof ErrorBlock>[0]['error']; readonly again: () => void }) {
  const say = useWords(people)
  const sayKit = useWords(kit)
  return (
    <ErrorBlock
      title={say('readFailed')}
      {...(props.error && { error: props.error })}
      actions={<Button onClick={props.again}>{sayKit('tryAgain')}</Button>}
    />
  )
}

type EveryoneProps = {
  readonly list: readonly PersonView[]
  readonly search: string
  readonly decision: ReturnType<typeof useDecision>
  readonly clear: () => void
}

function Everyone({ list, search, decision, clear }: EveryoneProps) {
  const say = useWords(people)
  const [view, setView] = useState<View>('all')
  const [order, setOrder] = useState<Order>(newestFirst)
  const text = useDeferredValue(search)
  const rows = useMemo(() => shown(list, view, text, order), [list, view, text, order])
  const sort = useCallback((by: Order['by']) => setOrder(last => nextOrder(last, by)), [])
  const options = views.map(value => ({ value, label: say(value), count: countOf(list, value) }))
  const showAll = () => {
    setView('all')
    clear()
  }
  return (
    <>
      <Filter label={say('standings')} options={options} value={view} onChange={setView} />
      {rows.length > 0 ? (
        <PeopleTable rows={rows} order={order} sort={sort} decision={decision} />
      ) : (
        <Empty
          title={text.trim() ? say('noMatch', { text: text.trim() }) : say('noneHere')}
          actions={<Button onClick={showAll}>{say('showAll')}</Button>}
        >
          {text.trim() ? say('noMatchText') : undefined}
        </Empty>
      )}
    </>
  )
}
