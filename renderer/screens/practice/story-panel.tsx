import { useApp, useCall, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { practiceWords } from '../../words/practice.ts'
import { storyOf, type Happened, type StoryStep } from './story.ts'

export type StoryProps = {
  readonly happened: Happened
  readonly account: string
  /** Lets a stranger write. */
  readonly onWrite: () => void
}

const titles = { write: 'write1', held: 'held1', allow: 'allow1', answer: 'answer1', log: 'log1' } as const
const shapes = { done: 'done', now: 'here', ahead: 'offline' } as const
const words = { done: 'storyDone', now: 'storyNow', ahead: 'storyAhead' } as const

/** Five steps, ticked by what really happened. */
export function StoryPanel({ happened, account, onWrite }: StoryProps) {
  const say = useWords(practiceWords)
  const story = storyOf(happened)
  const done = story.filter(({ state }) => state === 'done').length
  const next = story.find(({ state }) => state === 'now')?.step
  return (
    <section className="story" aria-label={say('story')}>
      <header className="story-head">
        <h2>{say('story')}</h2>
        <span className="secondary numbers">{say('storyOf', { done })}</span>
      </header>
      <ol>
        {story.map(({ step, state }) => (
          <li key={step} className="story-step" data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
            <StateGlyph shape={shapes[state]} label={say(words[state])} />
            <span>{say(titles[step])}</span>
          </li>
        ))}
      </ol>
      {next === undefined ? (
        <p className="secondary">
          {say('doneTitle')} {say('doneText')}
        </p>
      ) : (
        <Next step={next} account={account} onWrite={onWrite} />
      )}
    </section>
  )
}

type NextProps = {
  readonly step: StoryStep
  readonly account: string
  readonly onWrite: () => void
}

/** The next step done for whoever wants it; two of them Perch does by itself. */
function Next({ step, account, onWrite }: NextProps) {
  const say = useWords(practiceWords)
  const pending = useApp(state => state.pending.at(-1))
  const allow = useCall('people.allow')
  switch (step) {
    case 'write':
      return <Button onClick={onWrite}>{say('doWrite')}</Button>
    case 'allow':
      return pending ? (
        <Button busy={allow.busy} onClick={() => void allow.call({ id: pending.openId, account })}>
          {say('doAllow', { who: pending.name || pending.openId })}
        </Button>
      ) : null
    case 'log':
      return <ButtonLink href={href('log')}>{say('doLog')}</ButtonLink>
    case 'held':
    case 'answer':
      return null
    default:
      return step satisfies never
  }
}
