import { useState } from 'react'
import type { AccountView } from '../../../main/contract/state.ts'
import type { SettingView } from '../../../main/contract/views.ts'
import { useApp, useLanguage, useServices, useWords } from '../../hooks.ts'
import { goTo, href } from '../../route.ts'
import { accountShape, standingOf } from '../../ui/account-state.ts'
import { Button } from '../../ui/button.tsx'
import { Row } from '../../ui/layout.tsx'
import { Menu } from '../../ui/menu.tsx'
import { shortId } from '../../ui/short-id.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { frame } from '../../words/frame.ts'
import { placeName } from '../../words/platform.ts'
import { accountWords } from '../../words/settings-accounts.ts'
import { RemoveAccount, RenameAccount } from './account-dialogs.tsx'
import { DEED, isEnabled, type ListedAccount } from './accounts.ts'
import { useTold } from './use-told.ts'
import type { Settings } from './use-settings.ts'

type AccountRowProps = {
  readonly account: ListedAccount
  readonly settings: Settings
  readonly list: readonly SettingView[]
  /** True where its settings stand beneath. */
  readonly isOpen: boolean
  /** False where the page is already called like it. */
  readonly isNamed?: boolean
}

/** One bot: how it is, which it is, what it has used; and what can be done to it. */
export function AccountRow({ account, settings, list, isOpen, isNamed = true }: AccountRowProps) {
  const paused = useApp(state => state.paused)
  const { id, name, view } = account
  const isOn = isEnabled(list, id)
  const shape = view ? (isOn ? accountShape(standingOf(view, paused)) : 'paused') : 'offline'
  return (
    <Row
      lead={<StateGlyph shape={shape} />}
      title={
        isNamed ? (
          <>
            {isOpen ? <strong>{name}</strong> : <a href={href('settings', 'account', id)}>{name}</a>}{' '}
            <code className="secondary">{id}</code>
          </>
        ) : (
          <Facts view={view} isOn={isOn} />
        )
      }
      {...(isNamed && { detail: <Facts view={view} isOn={isOn} /> })}
      end={<Deeds account={account} settings={settings} isOn={isOn} isOpen={isOpen} />}
    />
  )
}

function Facts({ view, isOn }: { readonly view: AccountView | undefined; readonly isOn: boolean }) {
  const say = useWords(accountWords)
  const sayFrame = useWords(frame)
  const language = useLanguage()
  const paused = useApp(state => state.paused)
  if (!view) return isOn ? sayFrame('offline') : say('off')
  const { calls, limit } = view.quota
  const used = { used: calls.toLocaleString(language), limit: limit.toLocaleString(language) }
  const facts = [
    isOn ? sayFrame(standingOf(view, paused)) : say('off'),
    placeName(view.domain, language),
    view.appId === '' ? say('noAppId') : shortId(view.appId),
    limit > 0 && say('calls', used),
  ]
  return <span title={view.appId}>{facts.filter(Boolean).join(' · ')}</span>
}

type DeedsProps = Pick<AccountRowProps, 'account' | 'settings' | 'isOpen'> & { readonly isOn: boolean }

function Deeds({ account, settings, isOn, isOpen }: DeedsProps) {
  const say = useWords(accountWords)
  const { id, name, view } = account
  const { retry, pause } = useDeeds(account, settings)
  const [asked, setAsked] = useState<'rename' | 'remove'>()
  const isTrouble = isOn && (view?.state === 'failed' || view?.state === 'reconnecting')
  const items = [
    ...(isOpen ? [] : [{ id: 'open', label: say('open'), onSelect: () => goTo('settings', 'account', id) }]),
    { id: 'rename', label: say('rename'), onSelect: () => setAsked('rename') },
    { id: 'pause', label: say(isOn ? 'pause' : 'resume'), onSelect: () => pause(isOn) },
    { id: 'console', label: say('console'), onSelect: () => goTo('setup', 'console', id) },
    { id: 'remove', label: say('remove'), onSelect: () => setAsked('remove') },
  ]
  const end = () => setAsked(undefined)
  return (
    <>
      {isTrouble && (
        <Button aria-label={say('retryWho', { name })} onClick={retry}>
          {say('retry')}
        </Button>
      )}
      {!isOn && (
        <Button aria-label={say('resumeWho', { name })} onClick={() => pause(false)}>
          {say('resume')}
        </Button>
      )}
      <Menu look="dots" label={say('more', { name })} items={items} />
      {asked === 'rename' && <RenameAccount account={account} settings={settings} onClose={end} />}
      {asked === 'remove' && <RemoveAccount account={account} settings={settings} onClose={end} />}
    </>
  )
}

function useDeeds({ id, name }: ListedAccount, settings: Settings) {
  const { link } = useServices()
  const told = useTold(accountWords)
  const paused = (isPaused: boolean) => () => link.call('accounts.pause', { account: id, paused: isPaused })
  return {
    retry: () =>
      void settings.perform({
        place: DEED,
        work: () => link.call('accounts.retry', { account: id }),
        told: told('wasRetried', { name }),
      }),
    pause: (isPaused: boolean) =>
      void settings.perform({
        place: DEED,
        work: paused(isPaused),
        back: paused(!isPaused),
        told: told(isPaused ? 'wasPaused' : 'wasResumed', { name }),
      }),
  }
}
