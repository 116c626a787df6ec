import { ArrowLeft } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef } from 'react'
import type { ConversationView } from '../../../main/contract/views.ts'
import { useApp, useCall, useRead, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { accountName } from '../../ui/account-state.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { hanSpaced } from '../../ui/han-space.ts'
import { Empty, ErrorBlock, Waiting } from '../../ui/messages.tsx'
import { conversationsWords } from '../../words/conversations.ts'
import { Bubble } from './bubbles.tsx'
import { foldTranscript, spokenName } from './fold.ts'
import { Writing } from './list.tsx'
import { useTranscript } from './use-transcript.ts'

/** One conversation: who with whom, and everything that was said and done. */
export function TranscriptPane({ conversation }: { readonly conversation: ConversationView }) {
  return (
    <section className="talk" aria-labelledby="talk-title">
      <Head conversation={conversation} />
      <Body conversation={conversation} />
    </section>
  )
}

function Head({ conversation }: { readonly conversation: ConversationView }) {
  const say = useWords(conversationsWords)
  const { chatId, chatType, title, messages } = conversation
  const bot = useBotName(conversation.account)
  return (
    <header className="talk-head">
      <a className="icon-button talk-back" href={href('conversations')} aria-label={say('back')}>
        <ArrowLeft aria-hidden />
      </a>
      <span className={chatType === 'group' ? 'talks-face talks-group' : 'talks-face'}>
        <Avatar id={chatId} name={title} />
      </span>
      <div className="talk-names">
        <h2 id="talk-title" title={title}>
          {title}
        </h2>
        <span className="secondary">{hanSpaced(say(chatType === 'group' ? 'group' : 'direct', { bot }))}</span>
      </div>
      <span className="talk-count secondary numbers">{say('messages', { count: messages })}</span>
      <ButtonLink kind="quiet" href={href('log', chatId)}>
        {say('log')}
      </ButtonLink>
    </header>
  )
}

function useBotName(id: string): string {
  const say = useWords(conversationsWords)
  const account = useApp(state => state.accounts[id])
  return account ? accountName(account) : say('bot')
}

const NOBODY: readonly string[] = []

/** The names by which a group's people are known. */
function usePeopleNames({ account, chatId, chatType }: ConversationView): ReadonlySet<string> {
  const people = useRead('people.list', { account }).value
  return useMemo(
    () =>
      new Set(
        chatType === 'group'
          ? people
              ?.filter(({ chats, name }) => name !== '' && chats.includes(chatId))
              .map(({ name }) => spokenName(name))
          : NOBODY,
      ),
    [people, chatId, chatType],
  )
}

function Body({ conversation }: { readonly conversation: ConversationView }) {
  const say = useWords(conversationsWords)
  const { session, chatId, title, chatType } = conversation
  const transcript = useTranscript(session, chatId)
  const names = usePeopleNames(conversation)
  const bot = useBotName(conversation.account)
  const { known, failure } = transcript
  const pieces = useMemo(() => foldTranscript(known?.items ?? [], names), [known, names])
  const person = useMemo(
    () => ({ id: chatId, name: chatType === 'group' ? say('person') : title }),
    [chatId, chatType, title, say],
  )
  const place = useStuckToEnd(known?.items[0]?.id, pieces.length)
  const openedAt = useRef(Date.now())
  return (
    <div ref={place} className="talk-body" tabIndex={0} aria-label={say('transcript')} role="region">
      {failure && (
        <ErrorBlock
          title={say('failedOne')}
          error={failure}
          actions={<Button onClick={transcript.again}>{say('again')}</Button>}
        />
      )}
      {!known && !failure && <Waiting what={say('readingOne')} since={openedAt.current} />}
      {known && !known.isWhole && (
        <p className="talk-earlier">
          <Button kind="quiet" busy={transcript.isBusy} onClick={transcript.readOlder}>
            {say('earlier')}
          </Button>
        </p>
      )}
      {known && pieces.length === 0 && <Empty title={say('emptyOne')} />}
      {pieces.map(piece => (
        <Bubble key={piece.key} piece={piece} person={person} bot={bot} />
      ))}
      <Running conversation={conversation} />
    </div>
  )
}

/** Begins at the newest message and stays there; what is read before keeps its place. */
function useStuckToEnd(oldest: number | undefined, count: number) {
  const place = useRef<HTMLDivElement>(null)
  const before = useRef({ oldest, height: 0, fromEnd: 0 })
  useLayoutEffect(() => {
    const body = place.current
    if (!body) return undefined
    const last = before.current
    const isOlder = last.oldest !== undefined && oldest !== undefined && oldest < last.oldest
    if (isOlder) body.scrollTop += body.scrollHeight - last.height
    else if (last.fromEnd < 80) body.scrollTop = body.scrollHeight
    const keep = () => {
      const fromEnd = body.scrollHeight - body.clientHeight - body.scrollTop
      before.current = { oldest, height: body.scrollHeight, fromEnd }
    }
    keep()
    body.addEventListener('scroll', keep, { passive: true })
    return () => body.removeEventListener('scroll', keep)
  }, [oldest, count])
  return place
}

/** The answer that is being made right now. */
function Running({ conversation: { account, chatId } }: { readonly conversation: ConversationView }) {
  const say = useWords(conversationsWords)
  const turn = useApp(state => Object.values(state.turns).find(one => one.account === account && one.chatId === chatId))
  const stop = useCall('turn.stop')
  if (!turn) return null
  const step = turn.steps.findLast(one => one.endedAt === undefined)
  return (
    <div className="talk-running secondary" role="status">
      <Writing turn={turn} />
      {step && (
        <span className="talk-now">
          {step.tool} <code>{step.target}</code>
        </span>
      )}
      <Button kind="quiet" busy={stop.busy} onClick={() => void stop.call({ turnId: turn.id })}>
        {say('stop')}
      </Button>
    </div>
  )
}
