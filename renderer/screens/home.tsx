import { Pause, Play } from 'lucide-react'
import { accountsInOrder } from '../frame/account-order.ts'
import { useApp, useCall, useNow, useWords } from '../hooks.ts'
import { href } from '../route.ts'
import { accountName } from '../ui/account-state.ts'
import { Button } from '../ui/button.tsx'
import { Page, PageHead, Section } from '../ui/layout.tsx'
import { ErrorBlock } from '../ui/messages.tsx'
import { home } from '../words/home.ts'
import { AccountRow } from './home-account.tsx'
import { Hello, NoAccount } from './home-empty.tsx'
import { Notices } from './home-notices.tsx'
import { countToday, Today } from './home-today.tsx'
import { Turns } from './home-turns.tsx'
import { useDecision, type Decision } from './people-decision.ts'
import { DecisionFailure, DecisionFoot, PendingPerson } from './people-pending.tsx'
import './home.css'

/** How it stands, what waits for me, what runs now, how the day was. */
export function HomeScreen() {
  const decision = useDecision()
  const hasAccount = useApp(state => Object.keys(state.accounts).length > 0)
  return (
    <>
      <Page>
        <Head />
        <DecisionFailure decision={decision} />
        {hasAccount ? <Accounts /> : <NoAccount />}
        <Notices />
        <Waiting decision={decision} />
        <Turns />
        {hasAccount && <Today />}
        <Hello />
      </Page>
      <DecisionFoot decision={decision} />
    </>
  )
}

function Head() {
  const say = useWords(home)
  const paused = useApp(state => state.paused)
  const pause = useCall('agent.pause')
  const news = useNews()
  return (
    <>
      <PageHead
        title={news ?? say('title')}
        isName={news === undefined}
        actions={
          <Button
            kind={paused ? 'primary' : 'secondary'}
            icon={paused ? Play : Pause}
            busy={pause.busy}
            onClick={() => void pause.call({ paused: !paused })}
          >
            {say(paused ? 'resume' : 'pause')}
          </Button>
        }
      >
        <Summary paused={paused} isNews={news === say('pausedTitle')} />
      </PageHead>
      {pause.failure && <ErrorBlock title={say('pauseFailed')} error={pause.failure} />}
    </>
  )
}

/** The one thing to know first; nothing when there is no news. */
function useNews(): string | undefined {
  const say = useWords(home)
  const pending = useApp(state => state.pending.length)
  const failed = useApp(state => Object.values(state.accounts).find(account => account.state === 'failed'))
  // without a bot the bot comes first
  const isModelMissing = useApp(state => !state.llm.ready && Object.keys(state.accounts).length > 0)
  const paused = useApp(state => state.paused)
  if (pending > 0) return say('waitTitle', { count: pending })
  if (failed) return say('failedTitle', { name: accountName(failed) })
  if (isModelMissing) return say('modelTitle')
  return paused ? say('pausedTitle') : undefined
}

/** One sentence under the title that the rest of the screen bears out. */
function Summary({ paused, isNews }: { readonly paused: boolean; readonly isNews: boolean }) {
  const say = useWords(home)
  const today = useApp(state => state.today)
  const running = useApp(state => Object.keys(state.turns).length)
  const now = useNow(60_000)
  if (paused) return say(isNews ? 'pausedText' : 'alsoPaused')
  const [failed, answered] = [countToday(today, 'failed', now), countToday(today, 'answered', now)]
  if (failed > 0) return <a href={href('log')}>{say('failedToday', { count: failed })}</a>
  if (running > 0) return say('runningNow', { count: running })
  return answered > 0 ? say('answeredToday', { count: answered }) : say('quietToday')
}

function Accounts() {
  const say = useWords(home)
  const accounts = useApp(state => state.accounts)
  return (
    <ul className="accounts" aria-label={say('accounts')}>
      {accountsInOrder(accounts).map(account => (
        <AccountRow key={account.id} account={account} />
      ))}
    </ul>
  )
}

function Waiting({ decision }: { readonly decision: Decision }) {
  const say = useWords(home)
  const pending = useApp(state => state.pending)
  if (pending.length === 0) return null
  return (
    <Section title={say('waiting')} aside={pending.length}>
      <ul className="home-pending">
        {pending.map((person, index) => (
          <PendingPerson
            key={`${person.account} ${person.openId}`}
            person={person}
            decision={decision}
            isFirst={index === 0}
            isShort
          />
        ))}
      </ul>
    </Section>
  )
}
