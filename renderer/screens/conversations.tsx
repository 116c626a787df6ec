import { useEffect, useMemo, useState } from 'react'
import type { ConversationView } from '../../main/contract/views.ts'
import { useApp, useRead, useWords } from '../hooks.ts'
import { useRoute } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { SearchField } from '../ui/field.tsx'
import { Page } from '../ui/layout.tsx'
import { Empty, ErrorBlock, Waiting } from '../ui/messages.tsx'
import { conversationsWords } from '../words/conversations.ts'
import { ConversationList } from './conversations/list.tsx'
import { TranscriptPane } from './conversations/transcript.tsx'
import { bySession } from './conversations/session.ts'
import './conversations/conversations.css'

/** How many conversations the list begins with, and how many more each press brings. */
const PAGE = 50
const MOST = 200
/** While the field is typed into, the service is not asked for each letter (milliseconds). */
const TYPING = 250

/** The list at the left, one transcript at the right; at 360 px one after the other. */
export function ConversationsScreen() {
  const say = useWords(conversationsWords)
  const [wanted = ''] = useRoute().rest
  const [search, setSearch] = useState('')
  const asked = useSettled(search, TYPING)
  const [limit, setLimit] = useState(PAGE)
  const change = useApp(state => state.recent.at(-1)?.at ?? 0)
  const list = useRead('conversations.list', { limit, ...(asked !== '' && { search: asked }) }, change)
  const conversations = list.value ?? []
  const open = bySession(conversations, wanted)
  const kept = useKept(open, wanted)
  return (
    <Page wide>
      <div className="talks-panes" data-level={wanted === '' ? 'list' : 'one'}>
        <div className="talks-side">
          <h1 className="page-title page-title-name">{say('title')}</h1>
          <SearchField label={say('search')} value={search} onChange={text => setSearch(text.slice(0, 200))} />
          {list.failure && (
            <ErrorBlock
              title={say('failed')}
              error={list.failure}
              actions={<Button onClick={list.again}>{say('again')}</Button>}
            />
          )}
          <ConversationList conversations={conversations} open={kept?.session ?? wanted} />
          {conversations.length === limit && limit < MOST && (
            <Button kind="quiet" busy={list.busy} onClick={() => setLimit(Math.min(MOST, limit + PAGE))}>
              {say('more')}
            </Button>
          )}
          {!list.value && !list.failure && <Reading />}
          {list.value && conversations.length === 0 && asked !== '' && (
            <p className="talks-none secondary" role="status">
              {say('noneTitle')}. {say('noneText')}
            </p>
          )}
        </div>
        <div className="talks-main">
          {kept ? (
            <TranscriptPane key={kept.session} conversation={kept} />
          ) : (
            <Nothing list={list.value} asked={asked} />
          )}
        </div>
      </div>
    </Page>
  )
}

function Reading() {
  const say = useWords(conversationsWords)
  const [since] = useState(Date.now)
  return <Waiting what={say('reading')} since={since} />
}

function Nothing({ list, asked }: { readonly list: readonly ConversationView[] | undefined; readonly asked: string }) {
  const say = useWords(conversationsWords)
  if (!list) return null
  if (list.length === 0 && asked === '') return <Empty title={say('emptyTitle')}>{say('emptyText')}</Empty>
  return <Empty title={say('chooseTitle')}>{say('chooseText')}</Empty>
}

/** A conversation stays open when a search no longer lists it. */
function useKept(open: ConversationView | undefined, wanted: string): ConversationView | undefined {
  const [kept, setKept] = useState(open)
  useEffect(() => {
    if (open) setKept(open)
  }, [open])
  return useMemo(() => {
    if (wanted === '') return undefined
    return open ?? (kept && bySession([kept], wanted)) ?? strangerOf(wanted)
  }, [open, kept, wanted])
}

/** A conversation that the list does not hold (any more): its address says enough to read it. */
function strangerOf(session: string): ConversationView {
  const [account = '', chatId = '', threadId] = session.split(':')
  const thread = threadId === undefined ? {} : { threadId }
  return { session, account, chatId, ...thread, chatType: 'p2p', title: chatId, lastAt: 0, messages: 0 }
}

/** The value once it has stood still for so long. */
function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return settled
}
