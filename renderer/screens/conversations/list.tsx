import type { ConversationView } from '../../../main/contract/views.ts'
import type { TurnView } from '../../../main/contract/state.ts'
import { useApp, useLanguage, useNow, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { accountName } from '../../ui/account-state.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { duration } from '../../ui/duration.ts'
import { clock, dateOf, exactly } from '../../ui/moments.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { useArrows } from '../../ui/use-arrows.ts'
import { conversationsWords } from '../../words/conversations.ts'

export type ListProps = {
  readonly conversations: readonly ConversationView[]
  /** The session that is open. */
  readonly open: string
}

/** Every conversation, the newest first; arrows move, Enter opens. */
export function ConversationList({ conversations, open }: ListProps) {
  const say = useWords(conversationsWords)
  const arrows = useArrows()
  const turns = useApp(state => state.turns)
  const running = new Map(Object.values(turns).map(turn => [`${turn.account} ${turn.chatId}`, turn]))
  return (
    <ul className="talks" aria-label={say('list')} onKeyDown={arrows}>
      {conversations.map(conversation => (
        <Item
          key={conversation.session}
          conversation={conversation}
          isOpen={conversation.session === open}
          turn={running.get(`${conversation.account} ${conversation.chatId}`)}
        />
      ))}
    </ul>
  )
}

type ItemProps = {
  readonly conversation: ConversationView
  readonly isOpen: boolean
  readonly turn: TurnView | undefined
}

function Item({ conversation, isOpen, turn }: ItemProps) {
  const { session, chatId, chatType, title, lastAt } = conversation
  return (
    <li>
      <a
        data-row
        className="talks-item"
        href={href('conversations', session)}
        aria-current={isOpen ? 'true' : undefined}
      >
        <span className={chatType === 'group' ? 'talks-face talks-group' : 'talks-face'}>
          <Avatar id={chatId} name={title} />
        </span>
        <span className="talks-text">
          <span className="talks-title">
            <span className="talks-name" title={title}>
              {title}
            </span>
            <span className="secondary small">
              <When at={lastAt} />
            </span>
          </span>
          <span className="talks-detail secondary small">
            {turn ? <Writing turn={turn} /> : <Detail conversation={conversation} />}
          </span>
        </span>
      </a>
    </li>
  )
}

/** The time today, the day before that. */
function When({ at }: { readonly at: number }) {
  const language = useLanguage()
  const now = Date.now()
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return (
    <time className="numbers" title={exactly(at, language)}>
      {isToday ? clock(at, now, language) : dateOf(at, now, language)}
    </time>
  )
}

function Detail({ conversation }: { readonly conversation: ConversationView }) {
  const say = useWords(conversationsWords)
  const accounts = useApp(state => state.accounts)
  const account = accounts[conversation.account]
  const isOneOfMany = Object.keys(accounts).length > 1
  const parts = [
    say('messages', { count: conversation.messages }),
    ...(conversation.threadId === undefined ? [] : [say('thread')]),
    ...(isOneOfMany && account ? [accountName(account)] : []),
  ]
  return parts.join(' · ')
}

/** The agent works here now, and for how long. */
export function Writing({ turn }: { readonly turn: TurnView }) {
  const say = useWords(conversationsWords)
  const language = useLanguage()
  const now = useNow()
  return (
    <span className="state">
      <StateGlyph shape="running" />
      <span className="numbers">{say('writing', { time: duration(now - turn.startedAt, language) })}</span>
    </span>
  )
}
