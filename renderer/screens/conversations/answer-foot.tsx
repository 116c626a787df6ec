import { ThumbsDown, ThumbsUp } from 'lucide-react'
import type { AnswerMargin } from '../../../main/contract/views.ts'
import { useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { conversationsWords } from '../../words/conversations.ts'
import { SpentText } from './spent.tsx'

export type AnswerFootProps = {
  readonly margin: AnswerMargin
  /** The name of whoever has this Open ID. */
  readonly nameOf: (openId: string) => string
}

/** Under an answer: what it cost, how people took it, and the way to its row in the log. */
export function AnswerFoot({ margin: { spent, reactions, questionId }, nameOf }: AnswerFootProps) {
  const say = useWords(conversationsWords)
  return (
    <>
      {spent && <SpentText spent={spent} />}
      {questionId !== undefined && (
        <a className="talk-log" href={href('log', questionId)}>
          {say('log')}
        </a>
      )}
      {reactions.length > 0 && (
        <ul className="talk-signs" aria-label={say('reactions')}>
          {[...Map.groupBy(reactions, ({ emoji }) => emoji)].map(([emoji, all]) => (
            <li key={emoji} className="talk-sign small" title={all.map(({ senderId }) => nameOf(senderId)).join(', ')}>
              <Sign emoji={emoji} />
              <span className="secondary">{all.map(({ senderId }) => nameOf(senderId)).join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** The platform names its pictures; those that judge an answer are drawn, the others stay names. */
function Sign({ emoji }: { readonly emoji: string }) {
  const say = useWords(conversationsWords)
  if (emoji === 'THUMBSUP') return <ThumbsUp role="img" aria-label={say('liked')} />
  if (emoji === 'ThumbsDown' || emoji === 'THUMBSDOWN') return <ThumbsDown role="img" aria-label={say('disliked')} />
  return emoji
}
