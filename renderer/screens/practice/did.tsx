import { useApp, useRead, useWords } from '../../hooks.ts'
import { practiceWords } from '../../words/practice.ts'
import { JourneyPanel } from './journey-panel.tsx'
import { StoryPanel } from './story-panel.tsx'
import { happenedOf } from './story.ts'
import type { Act } from './use-world.ts'
import { isLogSeen } from './visits.ts'
import { Said, type WorldPerson } from './world.ts'

type DidProps = Parameters<typeof JourneyPanel>[0] & {
  readonly botTexts: readonly string[]
  readonly openIds: readonly string[]
  readonly onWrite: (name: string) => Promise<WorldPerson | undefined>
  readonly act: Act['act']
}

/** The story, and the way of one message. */
export function Did({ account, message, chatType, botTexts, openIds, onWrite, act }: DidProps) {
  const say = useWords(practiceWords)
  const answered = useApp(state => state.today.counts.answered ?? 0)
  const pending = useApp(state => state.pending.length)
  const revision = useApp(state => state.configRevision)
  const known = useRead('people.list', {}, `${revision} ${pending}`).value ?? []
  const happened = happenedOf({
    answered,
    isHeld: pending > 0,
    botTexts,
    openIds,
    isSomebodyAllowed: known.some(({ standing }) => standing === 'allowed' || standing === 'owner'),
    isLogSeen: isLogSeen(sessionStorage),
  })
  const write = async () => {
    const stranger = await onWrite(say('strangerName'))
    if (stranger) await act('say', { person: stranger.openId, text: say('strangerText') }, Said)
  }
  return (
    <>
      <header className="practice-head">
        <h2 id="did-title">{say('did')}</h2>
      </header>
      <div className="did-body">
        <StoryPanel happened={happened} account={account} onWrite={() => void write()} />
        <JourneyPanel account={account} message={message} chatType={chatType} />
      </div>
    </>
  )
}
