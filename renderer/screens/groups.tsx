import { useMemo, useState } from 'react'
import type { GroupView } from '../../main/contract/views.ts'
import { useApp, useLanguage, useRead, useWords } from '../hooks.ts'
import { goTo, useRoute } from '../route.ts'
import { accountName } from '../ui/account-state.ts'
import { Button } from '../ui/button.tsx'
import { SearchField } from '../ui/field.tsx'
import { Page, PageHead, Rows } from '../ui/layout.tsx'
import { Empty, ErrorBlock, Waiting } from '../ui/messages.tsx'
import { State } from '../ui/state-glyph.tsx'
import { Time } from '../ui/time.tsx'
import { useArrows } from '../ui/use-arrows.ts'
import { useThrottled } from '../ui/use-throttled.ts'
import { groups } from '../words/groups.ts'
import { kit } from '../words/kit.ts'
import { platformName } from '../words/platform.ts'
import { groupKey, shownGroups, standingOfGroup } from './groups-list.ts'
import { GroupPanel } from './groups-panel.tsx'
import './groups.css'

/** The groups and their rules; a row opens its rules beside the list. */
export function GroupsScreen() {
  const say = useWords(groups)
  const revision = useThrottled(
    useApp(state => `${state.configRevision} ${state.recent.at(-1)?.at}`),
    1000,
  )
  const list = useRead('groups.list', {}, revision)
  const [search, setSearch] = useState('')
  const all = list.value ?? []
  const open = useOpened(all)
  return (
    <Page>
      <PageHead
        title={say('title')}
        isName
        actions={all.length > 0 && <SearchField label={say('search')} value={search} onChange={setSearch} />}
      >
        {all.length > 0 ? say('count', { count: all.length }) : say('none')}
      </PageHead>
      {list.failure && <ReadFailure error={list.failure} again={list.again} />}
      {!list.value && !list.failure && <Reading />}
      {list.value && all.length === 0 && <NoGroups />}
      {all.length > 0 && <GroupRows list={all} search={search} clear={() => setSearch('')} />}
      {open && <GroupPanel group={open} again={list.again} close={() => goTo('groups')} />}
    </Page>
  )
}

/** The group of the address: `#/groups/<account>/<chat>`. */
function useOpened(list: readonly GroupView[]): GroupView | undefined {
  const [account, chatId] = useRoute().rest
  return list.find(group => group.account === account && group.chatId === chatId)
}

type GroupRowsProps = { readonly list: readonly GroupView[]; readonly search: string; readonly clear: () => void }

function GroupRows({ list, search, clear }: GroupRowsProps) {
  const say = useWords(groups)
  const arrows = useArrows()
  const rows = useMemo(() => shownGroups(list, search), [list, search])
  const accounts = useApp(state => state.accounts)
  if (rows.length === 0)
    return (
      <Empty
        title={say('noMatch', { text: search.trim() })}
        actions={<Button onClick={clear}>{say('showAll')}</Button>}
      />
    )
  const isOne = Object.keys(accounts).length === 1
  return (
    <div onKeyDown={arrows}>
      <Rows label={say('list')}>
        {rows.map(group => (
          <GroupRow key={groupKey(group)} group={group} account={isOne ? undefined : accounts[group.account]} />
        ))}
      </Rows>
    </div>
  )
}

const shapes = { allowed: 'done', notAllowed: 'offline', off: 'barred' } as const

type GroupRowProps = { readonly group: GroupView; readonly account: Parameters<typeof accountName>[0] | undefined }

function GroupRow({ group, account }: GroupRowProps) {
  const say = useWords(groups)
  const language = useLanguage()
  const standing = standingOfGroup(group)
  const name = group.name || say('unnamed')
  const rule = say(group.requireMention ? 'onMention' : 'onEvery')
  const facts = [
    account && accountName(account),
    group.enabled && rule,
    group.systemPrompt !== '' && say('ownWords'),
  ].filter(fact => typeof fact === 'string')
  const counts = [say('people', { count: group.people }), say('messages', { count: group.messages })]
  return (
    <li>
      <button
        type="button"
        className="group"
        data-row
        aria-haspopup="dialog"
        title={group.name}
        onClick={() => goTo('groups', group.account, group.chatId)}
      >
        <span className="group-text">
          <span className="group-name">{name}</span>
          <span className="secondary">{facts.join(language === 'en' ? ' · ' : ' · ')}</span>
        </span>
        <span className="group-end">
          <State shape={shapes[standing]}>{say(standing)}</State>
          <span className="secondary numbers">
            {counts.join(language === 'en' ? ', ' : '，')}
            {language === 'en' ? ', ' : '，'}
            <Time at={group.lastSeen} />
          </span>
        </span>
      </button>
    </li>
  )
}

function Reading() {
  const say = useWords(groups)
  const [since] = useState(Date.now)
  return <Waiting what={say('reading')} since={since} />
}

function ReadFailure(props: {
  readonly error: NonNullable<ReturnType<typeof useRead>['failure']>
  readonly again: () => void
}) {
  const say = useWords(groups)
  const sayKit = useWords(kit)
  return (
    <ErrorBlock
      title={say('readFailed')}
      error={props.error}
      actions={<Button onClick={props.again}>{sayKit('tryAgain')}</Button>}
    />
  )
}

function NoGroups() {
  const say = useWords(groups)
  const language = useLanguage()
  const account = useApp(state => Object.values(state.accounts)[0])
  const text = account
    ? say('emptyText', { platform: platformName(account.domain, language), bot: accountName(account) })
    : say('emptyPlain')
  return <Empty title={say('emptyTitle')}>{text}</Empty>
}
