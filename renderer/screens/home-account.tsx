import { AppError, type ErrorCode } from '../../main/contract/errors.ts'
import type { AccountView, FateView } from '../../main/contract/state.ts'
import { RECENT } from '../../main/contract/state.ts'
import { useApp, useCall, useLanguage, useNow, useWords } from '../hooks.ts'
import { href } from '../route.ts'
import { accountName, accountShape, standingOf } from '../ui/account-state.ts'
import { duration } from '../ui/duration.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ErrorBlock } from '../ui/messages.tsx'
import { clock, relative } from '../ui/moments.ts'
import { StateGlyph } from '../ui/state-glyph.tsx'
import { withoutCall } from '../ui/without-call.ts'
import { home } from '../words/home.ts'
import { inLanguage } from '../words/in-language.ts'

/** What the settings of the account mend. */
const aboutSecret: readonly ErrorCode[] = ['lark-bad-secret', 'lark-secret-missing', 'secret-host-changed']

const TEN_MINUTES = 10 * 60_000

/** One account in one sentence: what is true, since when, why, and what to do. */
export function AccountRow({ account }: { readonly account: AccountView }) {
  const paused = useApp(state => state.paused)
  const standing = standingOf(account, paused)
  return (
    <li className="account">
      <StateGlyph shape={accountShape(standing)} />
      <span className="account-name" title={account.appId}>
        {accountName(account)}
      </span>
      <p className="account-sentence">
        <Sentence account={account} paused={paused} /> <Detail account={account} />
      </p>
      {isInTrouble(account) && <WaysOut account={account} />}
    </li>
  )
}

/** What never got through still says `connecting`, with a reason. */
const isInTrouble = ({ state, reason }: AccountView): boolean =>
  state === 'failed' || state === 'reconnecting' || (state === 'connecting' && reason !== undefined)

/** Connect at once, or find out what is wrong. */
function WaysOut({ account }: { readonly account: AccountView }) {
  const say = useWords(home)
  const retry = useCall('accounts.retry')
  const name = accountName(account)
  return (
    <>
      <span className="account-action">
        <Button
          kind="quiet"
          busy={retry.busy}
          aria-label={say('retryWho', { name })}
          onClick={() => void retry.call({ account: account.id })}
        >
          {say('retry')}
        </Button>
        {account.code !== undefined && aboutSecret.includes(account.code) && (
          <ButtonLink
            kind="quiet"
            href={href('settings', 'account', account.id)}
            label={say('replaceSecretOf', { name })}
          >
            {say('replaceSecret')}
          </ButtonLink>
        )}
        {account.state === 'failed' && (
          <ButtonLink kind="quiet" href={href('doctor')} label={say('whyWho', { name })}>
            {say('why')}
          </ButtonLink>
        )}
      </span>
      {retry.failure && (
        <div className="account-failure">
          <ErrorBlock title={say('retryFailed', { name })} error={retry.failure} />
        </div>
      )}
    </>
  )
}

function Sentence({ account, paused }: { readonly account: AccountView; readonly paused: boolean }) {
  const say = useWords(home)
  const language = useLanguage()
  const now = useNow()
  const time = clock(account.since, now, language)
  const length = duration(now - account.since, language)
  switch (account.state) {
    case 'online':
      return say(paused ? 'pausedSince' : 'onlineSince', { time })
    case 'connecting':
      return say('connectingFor', { time: length })
    case 'reconnecting':
      return say('reconnectingFor', { time: length })
    case 'failed':
      return say('failedSince', { time })
    case 'offline':
      return say('offlineSince', { time })
    default:
      return account.state satisfies never
  }
}

function Detail({ account }: { readonly account: AccountView }) {
  const say = useWords(home)
  const language = useLanguage()
  if (account.state === 'online') return <LastMessage account={account} />
  const hint = account.code
    ? new AppError(account.code, '', { account: account.id }).hint(language === 'en' ? 'en' : 'zh')
    : account.hint
  const reason = account.says ? inLanguage(account.says, language) : account.reason
  const rest = [reason && withoutCall(reason), hint, account.state === 'reconnecting' && !hint && say('byItself')]
  const said = rest.filter(part => typeof part === 'string' && part !== '').join(language === 'en' ? ' ' : '')
  return (
    <span className="secondary" title={reason}>
      {said}
    </span>
  )
}

function LastMessage({ account }: { readonly account: AccountView }) {
  const say = useWords(home)
  const language = useLanguage()
  const now = useNow()
  const recent = useApp(state => state.recent)
  const last = lastOf(recent, account.id)
  if (last) return <span className="secondary">{say('lastMessage', { time: relative(last.at, now, language) })}</span>
  if (recent.length >= RECENT) return null // the state keeps no more, so nothing can be said
  const isLong = now - account.since > TEN_MINUTES
  return <span className="secondary">{say(isLong ? 'silent' : 'calm')}</span>
}

const lastOf = (recent: readonly FateView[], account: string): FateView | undefined =>
  recent.findLast(entry => entry.account === account)
