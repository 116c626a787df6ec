import { memo } from 'react'
import type { AnswerMargin } from '../../../main/contract/views.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { BotMark } from '../../ui/bot-mark.tsx'
import { hanSpaced } from '../../ui/han-space.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { conversationsWords } from '../../words/conversations.ts'
import { AnswerFoot } from './answer-foot.tsx'
import { ByHand } from './by-hand.tsx'
import type { Piece } from './fold.ts'
import { Sections } from './sections.tsx'
import { Steps } from './steps.tsx'
import { Who } from './who.tsx'

export type BubbleProps = {
  readonly piece: Exclude<Piece, { kind: 'failed' }>
  /** Who writes in a private chat; in a group each message says it. */
  readonly person: { readonly id: string; readonly name: string }
  readonly bot: string
  /** What is known of the answer beside its words. */
  readonly margin: AnswerMargin | undefined
  readonly nameOf: (openId: string) => string
}

/** One piece of the transcript, as the chat shows it. */
export const Bubble = memo(function Bubble({ piece, person, bot, margin, nameOf }: BubbleProps) {
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
            <Sections sections={piece.sections} />
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
            <div className="talk-foot">
              {piece.steps.length > 0 && <Steps steps={piece.steps} />}
              {margin && <AnswerFoot margin={margin} nameOf={nameOf} />}
            </div>
          </div>
        </article>
      )
    case 'hand':
      return (
        <article className="talk-turn">
          <BotMark />
          <div className="talk-said">
            <Who name={bot} at={piece.at} note={say('byHand')} />
            <ByHand sent={piece.sent} />
          </div>
        </article>
      )
    default:
      return piece satisfies never
  }
})

function Day({ at }: { readonly at: number }) {
  const language = useLanguage()
  const form = { weekday: 'long', day: 'numeric', month: 'long' } as const
  return (
    <p className="talk-day secondary">
      {hanSpaced(new Date(at).toLocaleDateString(language === 'en' ? 'en-GB' : language, form))}
    </p>
  )
}
