import { memo } from 'react'
import { useLanguage, useWords } from '../../hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { BotMark } from '../../ui/bot-mark.tsx'
import { hanSpaced } from '../../ui/han-space.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { exactly } from '../../ui/moments.ts'
import { conversationsWords } from '../../words/conversations.ts'
import type { Piece } from './fold.ts'
import { Steps } from './steps.tsx'

export type BubbleProps = {
  readonly piece: Piece
  /** Who writes in a private chat; in a group each message says it. */
  readonly person: { readonly id: string; readonly name: string }
  readonly bot: string
}

/** One piece of the transcript, as the chat shows it. */
export const Bubble = memo(function Bubble({ piece, person, bot }: BubbleProps) {
  const say = useWords(conversationsWords)
  switch (piece.kind) {
    case 'day':
      return <Day at={piece.at} />
    case 'fresh':
      return <p className="talk-fresh small">{say('fresh')}</p>
    case 'person': {
      const name = piece.name ?? person.name
      return (
        <article className="talk-turn" data-past={piece.past || undefined}>
          <Avatar id={piece.name ?? person.id} name={name} size="small" />
          <div className="talk-said">
            <Who name={name} at={piece.at} />
            <div className="talk-bubble talk-person">{piece.text}</div>
          </div>
        </article>
      )
    }
    case 'agent':
      return (
        <article className="talk-turn" data-past={piece.past || undefined}>
          <BotMark />
          <div className="talk-said">
            <Who name={bot} at={piece.at} />
            <div className="talk-bubble talk-agent">
              {piece.text === '' ? <p className="secondary">{say('noText')}</p> : <Markdown text={piece.text} />}
            </div>
            {piece.steps.length > 0 && <Steps steps={piece.steps} />}
          </div>
        </article>
      )
    default:
      return piece satisfies never
  }
})

function Who({ name, at }: { readonly name: string; readonly at: number }) {
  const language = useLanguage()
  return (
    <p className="talk-who secondary">
      {name}{' '}
      <time className="numbers" title={exactly(at, language)}>
        {new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}
      </time>
    </p>
  )
}

function Day({ at }: { readonly at: number }) {
  const language = useLanguage()
  const form = { weekday: 'long', day: 'numeric', month: 'long' } as const
  return (
    <p className="talk-day secondary">
      {hanSpaced(new Date(at).toLocaleDateString(language === 'en' ? 'en-GB' : language, form))}
    </p>
  )
}
