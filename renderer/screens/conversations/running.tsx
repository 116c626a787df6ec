import type { StepView, TurnView } from '../../../main/contract/state.ts'
import type { ConversationView } from '../../../main/contract/views.ts'
import { useApp, useCall, useLanguage, useWords } from '../../hooks.ts'
import { BotMark } from '../../ui/bot-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { Line, type LineStep } from '../../ui/line.tsx'
import { conversationsWords } from '../../words/conversations.ts'
import { Asked } from './asked.tsx'
import { Writing } from './list.tsx'
import { shortTime } from './steps.tsx'

/** The answer that is being made right now: to which words, with which steps, and the way to end it. */
export function Running({ conversation }: { readonly conversation: ConversationView }) {
  const { account, chatId } = conversation
  const turn = useApp(state => Object.values(state.turns).find(one => one.account === account && one.chatId === chatId))
  return turn ? <Turn key={turn.id} turn={turn} conversation={conversation} /> : null
}

type TurnProps = { readonly turn: TurnView; readonly conversation: ConversationView }

function Turn({ turn, conversation }: TurnProps) {
  const say = useWords(conversationsWords)
  const language = useLanguage()
  const stop = useCall('turn.stop')
  const steps = turn.steps.map((step): LineStep => lineOf(step, say, time => shortTime(time, language)))
  return (
    <>
      <Question turn={turn} conversation={conversation} />
      <article className="talk-turn">
        <BotMark />
        <div className="talk-said">
          <div className="talk-running secondary" role="status">
            <Writing turn={turn} />
            <Button kind="quiet" busy={stop.busy} onClick={() => void stop.call({ turnId: turn.id })}>
              {say('stop')}
            </Button>
          </div>
          {steps.length > 0 && <Line label={say('steps', { count: steps.length })} steps={steps} />}
        </div>
      </article>
    </>
  )
}

/** What is being answered; it stands in the transcript only once the answer does. */
function Question({ turn: { chatId, senderId }, conversation }: TurnProps) {
  const question = useApp(state =>
    state.recent.findLast(
      fate => fate.fate === 'running' && fate.chatId === chatId && fate.senderId === senderId && fate.messageId,
    ),
  )
  return <Asked messageId={question?.messageId ?? ''} conversation={conversation} />
}

type Speak = ReturnType<typeof useWords<(typeof conversationsWords)['entries']>>

function lineOf(step: StepView, say: Speak, timeOf: (milliseconds: number) => string): LineStep {
  const shape = step.endedAt === undefined ? 'running' : step.ok ? 'done' : 'failed'
  const words = { running: 'stepRunning', done: 'stepDone', failed: 'stepFailed' } as const
  return {
    id: step.id,
    shape,
    word: say(words[shape]),
    title: (
      <span className="talk-step">
        {step.tool} {step.target !== '' && <code>{step.target}</code>}
      </span>
    ),
    ...(step.endedAt !== undefined && { time: timeOf(step.endedAt - step.startedAt) }),
  }
}
