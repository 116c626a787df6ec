import { ArrowLeft } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef } from 'react'
import type { ConversationMargin, ConversationView, Spent } from '../../../main/contract/views.ts'
import { useApp, useRead, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { accountName } from '../../ui/account-state.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { hanSpaced } from '../../ui/han-space.ts'
import { Empty, ErrorBlock, Waiting } from '../../ui/messages.tsx'
import { shortId } from '../../ui/short-id.ts'
import { conversationsWords } from '../../words/conversations.ts'
import { Bubble } from './bubbles.tsx'
import { Composer } from './composer.tsx'
import { FailedAnswer } from './failed-answer.tsx'
import { withFailed } from './failed.ts'
import { foldTranscript, spokenName, withHand } from './fold.ts'
import type { Known } from './pages.ts'
import { Running } from './running.tsx'
import { SpentText } from './spent.tsx'
import { useMargin, type Margin } from './use-margin.ts'
import { useTranscript } from './use-transcript.ts'

/** One conversation: who with whom, and everything that was said and done. */
export function TranscriptPane({ conversation }: PaneProps) {
  const bot = useBotName(conversation.account)
  const margin = useMargin(conversation)
  const { known, again } = margin
  return (
    <section className="talk" aria-labelledby="talk-title">
      <Head conversation={conversation} total={known?.total} />
      <Body conversation={conversation} margin={margin} />
      <Composer
        conversation={conversation}
        bot={bot}
        replyTo={known?.answers.findLast(({ questionId }) => questionId !== undefined)?.questionId}
        onSent={again}
      />
    </section>
  )
}

type PaneProps = { readonly conversation: ConversationView }

function Head({ conversation, total }: PaneProps & { readonly total: Spent | undefined }) {
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
      <span className="talk-count secondary numbers">
        {say('messages', { count: messages })}
        {total && total.input + total.output > 0 && <SpentText spent={total} />}
      </span>
      <ButtonLink kind="quiet" href={href('log', chatId)}>
        {say('wholeLog')}
      </ButtonLink>
    </header>
  )
}

function useBotName(id: string): string {
  const say = useWords(conversationsWords)
  const account = useApp(state => state.accounts[id])
  return account ? accountName(account) : say('bot')
}

/** The names by which a group's people are known, and what a person is called. */
function usePeople({ account, chatId, chatType }: ConversationView) {
  const people = useRead('people.list', { account }).value
  return useMemo(() => {
    const named = people?.filter(({ name }) => name !== '') ?? []
    const here = chatType === 'group' ? named.filter(({ chats }) => chats.includes(chatId)) : []
    const byId = new Map(named.map(({ openId, name }) => [openId, name]))
    return {
      names: new Set(here.map(({ name }) => spokenName(name))),
      nameOf: (openId: string) => byId.get(openId) ?? shortId(openId),
    }
  }, [people, chatId, chatType])
}

function Body({ conversation, margin }: PaneProps & { readonly margin: Margin }) {
  const say = useWords(conversationsWords)
  const { session, chatId, title, chatType } = conversation
  const transcript = useTranscript(session, chatId)
  const { names, nameOf } = usePeople(conversation)
  const bot = useBotName(conversation.account)
  const { known, failure } = transcript
  const pieces = useMemo(() => (known ? piecesOf(known, names, margin.known) : []), [known, names, margin.known])
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
      {pieces.map(piece =>
        piece.kind === 'failed' ? (
          <FailedAnswer key={piece.key} piece={piece} conversation={conversation} bot={bot} />
        ) : (
          <Bubble
            key={piece.key}
            piece={piece}
            person={person}
            bot={bot}
            margin={piece.kind === 'agent' ? margin.answers.get(piece.at) : undefined}
            nameOf={nameOf}
          />
        ),
      )}
      <Running conversation={conversation} />
    </div>
  )
}

/** All that is drawn: what was said, and what the margin knows beside it. */
function piecesOf({ items, isWhole }: Known, names: ReadonlySet<string>, margin: ConversationMargin | undefined) {
  const said = foldTranscript(items, names)
  return withFailed(withHand(said, margin?.sent ?? [], isWhole), margin?.failed ?? [], isWhole)
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
