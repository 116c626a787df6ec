import type { Fate } from '../../main/contract/fates.ts'
import type { AccountView, AppState, QuotaView } from '../../main/contract/state.ts'
import { accountsInOrder } from '../frame/account-order.ts'
import { useApp, useLanguage, useNow, useWords } from '../hooks.ts'
import { href } from '../route.ts'
import { accountName } from '../ui/account-state.ts'
import { Section } from '../ui/layout.tsx'
import { dateOf } from '../ui/moments.ts'
import { State, StateGlyph } from '../ui/state-glyph.tsx'
import { home } from '../words/home.ts'
import { platformName } from '../words/platform.ts'
import { isKnownKind, kindsOf, monthOf, startOf, type Pace } from './home-quota.ts'

const DAY = 24 * 60 * 60_000

const kinds = {
  answered: ['answered', 'joined', 'command'],
  unanswered: [
    'not-mentioned',
    'not-allowed',
    'disabled',
    'paused',
    'stale',
    'skipped',
    'expired',
    'bot-loop',
    'unsupported',
  ],
  failed: ['failed'],
} as const satisfies Record<string, readonly Fate[]>

/** How many of a kind since midnight; yesterday's counts say nothing about today. */
export function countToday({ since, counts }: AppState['today'], kind: keyof typeof kinds, now: number): number {
  if (now - since >= DAY) return 0
  return kinds[kind].reduce((sum, fate) => sum + (counts[fate] ?? 0), 0)
}

/** The day in four figures, and each account's calls of the month. */
export function Today() {
  const say = useWords(home)
  const today = useApp(state => state.today)
  const queue = useApp(state => state.queue)
  const accounts = accountsInOrder(useApp(state => state.accounts))
  const now = useNow(60_000)
  const failed = countToday(today, 'failed', now)
  return (
    <Section title={say('today')} action={<a href={href('log')}>{say('openLog')}</a>}>
      <dl className="figures">
        <Figure count={countToday(today, 'answered', now)} label={say('answered')} />
        <Figure count={queue.waiting + queue.running} label={say('open')} />
        <Figure count={countToday(today, 'unanswered', now)} label={say('unanswered')} />
        <Figure count={failed} label={say('failed')} isFailure={failed > 0} />
      </dl>
      {accounts.map(
        account =>
          account.quota.limit > 0 && <Quota key={account.id} account={account} alone={accounts.length === 1} />,
      )}
    </Section>
  )
}

function Figure(props: { readonly count: number; readonly label: string; readonly isFailure?: boolean }) {
  const language = useLanguage()
  return (
    <div className="figure">
      <dt className="secondary">{props.label}</dt>
      <dd className="numbers">
        {props.isFailure && <StateGlyph shape="failed" />}
        {props.count.toLocaleString(language)}
      </dd>
    </div>
  )
}

function Quota({ account, alone }: { readonly account: AccountView; readonly alone: boolean }) {
  const say = useWords(home)
  const language = useLanguage()
  const now = useNow(60_000)
  const { calls, limit } = account.quota
  const pace = monthOf(account.quota, now)
  const platform = platformName(account.domain, language)
  const used = say('calls', { used: calls.toLocaleString(language), limit: limit.toLocaleString(language), platform })
  const share = Math.min(100, (calls / limit) * 100)
  return (
    <div className="quota">
      <div
        className={`quota-bar quota-${pace.state}`}
        role="meter"
        aria-label={say('quota', { name: accountName(account) })}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(calls, limit)}
        aria-valuetext={used}
      >
        <span style={{ width: `${share}%` }} />
      </div>
      <p className="quota-words secondary">
        <span>{alone ? used : say('named', { name: accountName(account), used })}</span>
        <Forecast pace={pace} now={now} />
      </p>
      {account.quota.saving && (
        <p className="quota-saving">
          <State shape="paused">
            {say('saving', { date: dateOf(startOf(account.quota.month, 1), now, language) })}
          </State>
        </p>
      )}
      <Kinds quota={account.quota} />
    </div>
  )
}

/** What the calls went into, the most first. */
function Kinds({ quota }: { readonly quota: QuotaView }) {
  const say = useWords(home)
  const language = useLanguage()
  const kinds = kindsOf(quota)
  if (kinds.length === 0) return null
  return (
    <ul className="quota-kinds secondary small" aria-label={say('kindsOf')}>
      {kinds.map(({ kind, calls }) => (
        <li key={kind} className="numbers">
          {calls.toLocaleString(language)} {isKnownKind(kind) ? say(kind) : kind}
        </li>
      ))}
    </ul>
  )
}

function Forecast({ pace, now }: { readonly pace: Pace; readonly now: number }) {
  const say = useWords(home)
  const language = useLanguage()
  const date = dateOf(pace.until, now, language)
  switch (pace.state) {
    case 'calm':
      return <span>{say('warns', { date })}</span>
    case 'enough':
      return <Warning>{say('enough')}</Warning>
    case 'short':
      return <Warning>{say('pace', { date })}</Warning>
    case 'used-up':
      return <Warning>{say('usedUp', { date })}</Warning>
    default:
      return pace.state satisfies never
  }
}

const Warning = ({ children }: { readonly children: string }) => (
  <span className="state said-attention">
    <StateGlyph shape="attention" />
    {children}
  </span>
)
