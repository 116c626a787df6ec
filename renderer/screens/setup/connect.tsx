import type { AccountView } from '../../../main/contract/state.ts'
import { AppError } from '../../../main/contract/errors.ts'
import { useCall, useLanguage, useNow, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { accountName, accountShape } from '../../ui/account-state.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { duration } from '../../ui/duration.ts'
import { IdButton } from '../../ui/id-button.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { clock } from '../../ui/moments.ts'
import { State } from '../../ui/state-glyph.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { platformName } from '../../words/platform.ts'
import { setupWords } from '../../words/setup.ts'
import { Path } from './path.tsx'
import { isBrand } from './platforms.ts'
import { otherBrand, useSwitchBrand } from './use-switch-brand.ts'
import type { SetupFacts } from './use-setup.ts'

/** How the connection stands; every trouble has its way out here. */
export function Connect({ facts }: { readonly facts: SetupFacts }) {
  const say = useWords(setupWords)
  const { account } = facts
  const name = accountName(account)
  const heads = {
    online: ['connectTitle', 'connectText'],
    connecting: ['connectingTitle', 'connectingText'],
    reconnecting: ['connectingTitle', 'connectingText'],
    failed: ['connectFailedTitle', undefined],
    offline: ['offlineTitle', 'offlineText'],
  } as const
  const [title, text] = heads[account.state]
  return (
    <Path
      step="connect"
      facts={facts}
      title={say(title, { name })}
      text={text && account.reason === undefined ? say(text) : undefined}
    >
      <Trouble account={account} />
      <Facts account={account} />
      <p className="setup-actions">
        <ButtonLink
          kind={account.state === 'failed' ? 'secondary' : 'primary'}
          href={href('setup', 'console', account.id)}
        >
          {say('next')}
        </ButtonLink>
        <ButtonLink kind="quiet" href={href('setup', 'start')}>
          {say('another')}
        </ButtonLink>
      </p>
    </Path>
  )
}

function Facts({ account }: { readonly account: AccountView }) {
  const say = useWords(setupWords)
  const language = useLanguage()
  const now = useNow()
  const state =
    account.state === 'online'
      ? say('onlineSince', { time: clock(account.since, now, language) })
      : account.state === 'failed' || account.state === 'offline'
        ? say('notConnected')
        : `${say('connectingNow')}, ${duration(now - account.since, language)}`
  return (
    <dl className="setup-facts">
      <dt>{say('factState')}</dt>
      <dd>
        <State shape={accountShape(account.state)}>{state}</State>
      </dd>
      <dt>{say('factApp')}</dt>
      <dd className="shown-copy">
        <IdButton id={account.appId} label={say('factApp')} />
      </dd>
      <dt>{say('factPlatform')}</dt>
      <dd>{/^https?:/.test(account.domain) ? account.domain : platformName(account.domain, language)}</dd>
      {account.bot && (
        <>
          <dt>{say('factBot')}</dt>
          <dd>{account.bot.name}</dd>
        </>
      )}
    </dl>
  )
}

function Trouble({ account }: { readonly account: AccountView }) {
  const say = useWords(setupWords)
  const language = useLanguage()
  const retry = useCall('accounts.retry')
  const failure = retry.failure && <ErrorBlock title={say('notDone')} error={retry.failure} />
  if (account.code === 'lark-wrong-domain' && isBrand(account.domain)) return <WrongSide account={account} />
  const isTold = account.state === 'connecting' && account.code !== undefined
  if (account.state !== 'failed' && account.state !== 'reconnecting' && !isTold) return failure || null
  const hint =
    account.code === 'lark-wrong-domain'
      ? say('otherPlatform')
      : account.code && new AppError(account.code, '').hint(language === 'en' ? 'en' : 'zh')
  const reason = account.says ? inLanguage(account.says, language) : (account.reason ?? say('notConnected'))
  const isCall = hint !== undefined && /^[A-Z]+ \//.test(reason) // the name of a call is no sentence to begin with
  const isSecret = account.code === 'lark-bad-secret' || account.code === 'lark-secret-missing'
  return (
    <>
      <ErrorBlock
        title={isCall ? hint : reason}
        actions={
          <>
            {isSecret && (
              <ButtonLink kind="primary" href={href('setup', 'paste', account.id)}>
                {say('otherSecret')}
              </ButtonLink>
            )}
            <Button busy={retry.busy} onClick={() => void retry.call({ account: account.id })}>
              {say('tryNow')}
            </Button>
            <ButtonLink kind="quiet" href={href('doctor')}>
              {say('openDoctor')}
            </ButtonLink>
          </>
        }
      >
        {isCall && <p className="secondary">{reason}</p>}
        {hint !== undefined && !isCall && !isSecret && <p>{hint}</p>}
      </ErrorBlock>
      {failure}
    </>
  )
}

/** Code 1000040351: the app lives on the other platform. One press moves the account there. */
function WrongSide({ account }: { readonly account: AccountView }) {
  const say = useWords(setupWords)
  const language = useLanguage()
  const brand = useSwitchBrand()
  const right = otherBrand(account.domain)
  const names = { right: platformName(right, language), wrong: platformName(account.domain, language) }
  return (
    <>
      <ErrorBlock
        title={say('wrongSide', names)}
        actions={
          <Button kind="primary" busy={brand.busy} onClick={() => void brand.change(account.id, right)}>
            {say('switchBrand', { platform: names.right })}
          </Button>
        }
      />
      {brand.failure && <ErrorBlock title={say('notDone')} error={brand.failure} />}
    </>
  )
}
