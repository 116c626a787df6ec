import { useApp, useLanguage, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { accountName, ofThisBot } from '../../ui/account-state.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { Line } from '../../ui/line.tsx'
import { State } from '../../ui/state-glyph.tsx'
import { helloWords } from '../../words/setup-hello.ts'
import { setupWords } from '../../words/setup.ts'
import { shortId } from '../../ui/short-id.ts'
import { Path } from './path.tsx'
import { useStations } from './stations.tsx'
import { progressOf, storyOf } from './story.ts'
import { useWelcome } from './use-welcome.ts'
import type { SetupFacts } from './use-setup.ts'
import './hello.css'

/** The first message, live: it arrives, somebody is let in, the answer leaves. */
export function Hello({ facts }: { readonly facts: SetupFacts }) {
  const say = useWords(helloWords)
  const sayAll = useWords(setupWords)
  const language = useLanguage()
  const { account, people, guide, llm } = facts
  const recent = useApp(state => state.recent)
  const pending = useApp(state => state.pending)
  const turns = useApp(state => state.turns)
  const { botSince = 0 } = account
  const story = storyOf({
    account: account.id,
    recent: ofThisBot(recent, account),
    pending: pending.filter(({ lastSeen }) => lastSeen > botSince),
    people,
    turns: Object.values(turns),
    isGreeted: facts.isGreeted,
  })
  const welcome = useWelcome(account.id)
  const isDelivered = story?.fate !== undefined && progressOf(story.fate) === 'delivered'
  const hasOwner = guide?.hasOwner ?? true
  const steps = useStations({ story, account, hasOwner, welcome })
  const bot = accountName(account)
  const isDone = isDelivered || (story === undefined && facts.isGreeted)
  const who = story && (story.name || shortId(story.openId))
  return (
    <Path
      step="hello"
      facts={facts}
      title={say(isDone ? 'helloDone' : 'helloTitle')}
      text={isDone ? say('helloDoneText', { bot }) : say('helloText')}
    >
      {!llm.ready && !isDone && (
        <p className="setup-warning">
          <State shape="attention">{say('modelFirst')}</State>{' '}
          <a href={href('setup', 'model', account.id)}>{say('toModel')}</a>
        </p>
      )}
      {welcome.failed && who !== undefined && (
        <ErrorBlock
          title={say(welcome.failed.isAllowed ? 'ownerFailed' : 'stays', { name: who })}
          error={welcome.failed.error}
        />
      )}
      {!(isDone && story === undefined) && (
        <div className="live" aria-live="polite">
          <Line label={say('live')} steps={steps} />
        </div>
      )}
      {story === undefined && !isDone && (
        <p className="secondary small live-help">
          {[say('notFoundBot'), say('noEvent')].join(language === 'en' ? ' ' : '')}{' '}
          <a href={href('setup', 'console', account.id)}>{say('toConsole')}</a>
        </p>
      )}
      <p className="setup-actions setup-foot">
        {isDone ? (
          <>
            <ButtonLink kind="primary" href={href('home')}>
              {say('toHome')}
            </ButtonLink>
            <ButtonLink kind="quiet" href={href('setup', 'start')}>
              {sayAll('another')}
            </ButtonLink>
          </>
        ) : (
          <>
            <ButtonLink kind="quiet" href={href('home')}>
              {say('later')}
            </ButtonLink>
            <span className="secondary small setup-foot-note">{say('whenDone')}</span>
          </>
        )}
      </p>
    </Path>
  )
}
