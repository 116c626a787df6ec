import { Keyboard, ThumbsDown, ThumbsUp } from 'lucide-react'
import { memo } from 'react'
import { useLanguage, useWords } from '../../hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { BotMark } from '../../ui/bot-mark.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { Menu } from '../../ui/menu.tsx'
import { exactly } from '../../ui/moments.ts'
import { practiceWords } from '../../words/practice.ts'
import { Card } from './card.tsx'
import { File } from './file.tsx'
import type { WorldMessage } from './world.ts'

export type MessageActions = {
  readonly choose: (messageId: string) => void
  readonly press: (messageId: string, index: number) => void
  readonly reply: (message: WorldMessage, inThread: boolean) => void
  /** Puts a sign on a message, or takes it away again. */
  readonly react: (message: WorldMessage, emoji: string) => void
  readonly edit: (message: WorldMessage) => void
  readonly withdraw: (messageId: string) => void
}

export type MessageProps = {
  readonly message: WorldMessage
  /** The person who looks; only their own messages can be withdrawn. */
  readonly me: string
  readonly isChosen: boolean
  readonly actions: MessageActions
}

/** One message of the pretend Feishu, as its people see it. */
export const Message = memo(function Message({ message, me, isChosen, actions }: MessageProps) {
  const isBot = message.sender.kind === 'bot'
  return (
    <article
      className="say"
      data-chosen={isChosen || undefined}
      data-thread={message.threadId !== undefined || undefined}
      onClick={() => !isBot && actions.choose(message.messageId)}
    >
      {isBot ? <BotMark /> : <Avatar id={message.sender.id} name={message.sender.name} />}
      <div className="say-body">
        <Head message={message} me={me} isChosen={isChosen} actions={actions} />
        <Content message={message} actions={actions} />
        <Reactions message={message} />
      </div>
    </article>
  )
})

/** How a person judges an answer. */
const judgements = [
  { emoji: 'THUMBSUP', label: 'thumbsUp' },
  { emoji: 'ThumbsDown', label: 'thumbsDown' },
] as const

function Head({ message, me, isChosen, actions }: MessageProps) {
  const say = useWords(practiceWords)
  const language = useLanguage()
  const { sender, at, threadId, edits } = message
  const text = message.text.slice(0, 60)
  const name =
    sender.kind === 'bot' ? (
      sender.name
    ) : (
      <Chooser message={message} text={text} isChosen={isChosen} actions={actions} />
    )
  const items = [
    { id: 'reply', label: say('reply'), onSelect: () => actions.reply(message, false) },
    { id: 'thread', label: say('replyThread'), onSelect: () => actions.reply(message, true) },
    ...judgements.map(({ emoji, label }) => ({
      id: emoji,
      label: say(label),
      chosen: message.reactions.some(sign => sign.emoji === emoji && sign.by.some(({ id }) => id === me)),
      onSelect: () => actions.react(message, emoji),
    })),
    ...(sender.id === me && message.type === 'text'
      ? [{ id: 'edit', label: say('edit'), onSelect: () => actions.edit(message) }]
      : []),
    ...(sender.id === me
      ? [{ id: 'withdraw', label: say('withdraw'), onSelect: () => actions.withdraw(message.messageId) }]
      : []),
  ]
  const notes = [
    ...(threadId === undefined ? [] : [say('thread')]),
    ...(edits > 0 && sender.kind === 'person' ? [say('edited')] : []),
  ]
  return (
    <div className="say-head secondary small">
      {name}
      <time className="numbers" title={exactly(at, language)}>
        {new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}
      </time>
      {notes.length > 0 && <span>{notes.join(' · ')}</span>}
      {!message.recalled && (
        <span className="say-menu">
          <Menu look="dots" label={`${say('actions')}: ${text}`} items={items} />
        </span>
      )}
    </div>
  )
}

/** The keyboard's way to choose a message; the mouse may press anywhere on it. */
function Chooser(props: Pick<MessageProps, 'message' | 'isChosen' | 'actions'> & { readonly text: string }) {
  const say = useWords(practiceWords)
  const { message, text, isChosen, actions } = props
  return (
    <button
      type="button"
      className="say-name"
      aria-pressed={isChosen}
      aria-label={`${message.sender.name}. ${say('showWay', { text })}`}
      onClick={() => actions.choose(message.messageId)}
    >
      {message.sender.name}
    </button>
  )
}

function Content({ message, actions }: Pick<MessageProps, 'message' | 'actions'>) {
  const say = useWords(practiceWords)
  const { card, file, quoted, recalled } = message
  if (recalled) return <p className="say-gone secondary">{say('withdrew')}</p>
  return (
    <div className={card ? 'say-bubble say-card' : 'say-bubble'}>
      {quoted && <p className="say-quote secondary small">{quoted.text.slice(0, 140)}</p>}
      {card && <Card card={card} onPress={index => actions.press(message.messageId, index)} />}
      {file && <File file={file} type={message.type} />}
      {!card && !file && <Words message={message} />}
    </div>
  )
}

/** What a person typed stays as it is; a bot's post is markdown. */
const Words = ({ message }: { readonly message: WorldMessage }) =>
  message.sender.kind === 'bot' ? <Markdown text={message.text} /> : <p className="say-words">{message.text}</p>

function Reactions({ message }: { readonly message: WorldMessage }) {
  const say = useWords(practiceWords)
  if (message.reactions.length === 0) return null
  return (
    <ul className="say-reactions">
      {message.reactions.map(({ emoji, by }) => {
        const who = by.map(author => author.name).join(', ')
        return (
          <li key={emoji} className="say-reaction small" title={say('reactedBy', { emoji, who })}>
            <Sign emoji={emoji} />
            <span className="secondary">{who}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** The platform names its pictures; the two seen most are drawn, the others stay names. */
function Sign({ emoji }: { readonly emoji: string }) {
  const Icon = { THUMBSUP: ThumbsUp, ThumbsDown, Typing: Keyboard }[emoji]
  return Icon ? <Icon aria-label={emoji} role="img" /> : emoji
}
