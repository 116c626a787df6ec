import { File, Image, Keyboard, ThumbsUp } from 'lucide-react'
import { memo, useState } from 'react'
import { useLanguage, useWords } from '../../hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { BotMark } from '../../ui/bot-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { Menu } from '../../ui/menu.tsx'
import { exactly } from '../../ui/moments.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { practiceWords } from '../../words/practice.ts'
import { buttonsOf, cardMarkdown, fileSize } from './card-text.ts'
import type { WorldMessage } from './world.ts'

export type MessageActions = {
  readonly choose: (messageId: string) => void
  readonly press: (messageId: string, index: number) => void
  readonly reply: (message: WorldMessage, inThread: boolean) => void
  readonly react: (messageId: string) => void
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
    { id: 'react', label: say('thumbsUp'), onSelect: () => actions.react(message.messageId) },
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
      {file && (
        <p className="say-file">
          {file.kind === 'image' ? <Image aria-hidden /> : <File aria-hidden />}
          <span>{file.name}</span>
          <span className="secondary small numbers">{fileSize(file.bytes)}</span>
        </p>
      )}
      {!card && !file && <Words message={message} />}
    </div>
  )
}

/** What a person typed stays as it is; a bot's post is markdown. */
const Words = ({ message }: { readonly message: WorldMessage }) =>
  message.sender.kind === 'bot' ? <Markdown text={message.text} /> : <p className="say-words">{message.text}</p>

type CardProps = { readonly card: NonNullable<WorldMessage['card']>; readonly onPress: (index: number) => void }

function Card({ card, onPress }: CardProps) {
  const say = useWords(practiceWords)
  const [isOpen, setIsOpen] = useState(false)
  const buttons = buttonsOf(card)
  const canUnfold = card.fullText !== card.text
  return (
    <>
      {card.title !== undefined && <p className="say-title">{card.title}</p>}
      <Markdown text={cardMarkdown(isOpen ? card.fullText : card.text, card)} />
      {card.streaming && (
        <p className="say-streaming secondary small">
          <StateGlyph shape="running" />
          {say('streaming')}
        </p>
      )}
      {(buttons.length > 0 || canUnfold) && (
        <div className="say-buttons">
          {buttons.map(button => (
            <Button key={button.index} disabled={button.isDisabled} onClick={() => onPress(button.index)}>
              {button.text}
            </Button>
          ))}
          {canUnfold && (
            <Button kind="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              {say(isOpen ? 'fold' : 'unfold')}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

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
  const Icon = { THUMBSUP: ThumbsUp, Typing: Keyboard }[emoji]
  return Icon ? <Icon aria-label={emoji} role="img" /> : emoji
}
