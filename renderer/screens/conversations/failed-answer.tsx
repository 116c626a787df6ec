import type { ConversationView } from '../../../main/contract/views.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { BotMark } from '../../ui/bot-mark.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { State } from '../../ui/state-glyph.tsx'
import { conversationsWords } from '../../words/conversations.ts'
import { reasonIn } from '../../words/reasons.ts'
import { Asked } from './asked.tsx'
import type { Piece } from './fold.ts'
import { Who } from './who.tsx'

export type FailedAnswerProps = {
  readonly piece: Extract<Piece, { kind: 'failed' }>
  readonly conversation: ConversationView
  readonly bot: string
}

/** What stands in the chat where an answer should be, and why there is none. */
export function FailedAnswer({ piece: { at, text, failed, isAsked }, conversation, bot }: FailedAnswerProps) {
  const say = useWords(conversationsWords)
  const language = useLanguage()
  const reason = reasonIn(failed.reason, language)
  const word = say(failed.text === '' ? 'notAnswered' : 'answerFailed')
  return (
    <>
      {!isAsked && <Asked messageId={failed.questionId} conversation={conversation} />}
      <article className="talk-turn">
        <BotMark />
        <div className="talk-said">
          <Who name={bot} at={at} />
          {text !== '' && (
            <div className="talk-bubble talk-agent">
              <Markdown text={text} />
            </div>
          )}
          <p className="talk-state">
            <State shape="failed">{reason === '' ? word : say('because', { word, reason })}</State>
          </p>
          <div className="talk-foot">
            <a className="talk-log" href={href('log', failed.questionId)}>
              {say('log')}
            </a>
          </div>
        </div>
      </article>
    </>
  )
}
