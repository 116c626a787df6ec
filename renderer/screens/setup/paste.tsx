import { useCallback, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { readCredentials } from '../../../main/contract/credentials.ts'
import { useApp, useRead, useWords } from '../../hooks.ts'
import { goTo, href } from '../../route.ts'
import { accountName } from '../../ui/account-state.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Page, PageHead } from '../../ui/layout.tsx'
import { Waiting } from '../../ui/messages.tsx'
import { Select } from '../../ui/select.tsx'
import { pasteWords } from '../../words/setup-paste.ts'
import { setupWords } from '../../words/setup.ts'
import { nothingYet, Recognised, type Recognition } from './recognised.tsx'
import { Refusal } from './refusal.tsx'
import { platformsFor, type Platform } from './platforms.ts'
import { usePaste } from './use-paste.ts'
import { accountKey } from './account-key.ts'
import { useOwnPlatform } from './use-own-platform.ts'
import './paste.css'

/** One field that takes App ID and secret in any form; what is in it goes to the service and nowhere else. */
export function Paste({ account }: { readonly account: string }) {
  const say = useWords(pasteWords)
  const sayAll = useWords(setupWords)
  const field = useRef<HTMLTextAreaElement>(null)
  const [seen, setSeen] = useState<Recognition>(nothingYet)
  const [chosen, setPlatform] = useState<Platform>()
  const accounts = useApp(state => state.accounts)
  const config = useApp(state => state.configRevision)
  const set = useRead('config.get', { path: accountKey('default', 'domain') }, config).value
  const paste = usePaste(useCallback((id: string) => goTo('setup', 'console', id), []))
  const owner = Object.values(accounts).find(({ appId }) => appId === seen.appId)
  const target = owner?.id ?? account
  const platforms = platformsFor(accounts[target]?.domain ?? set)
  const platform = chosen ?? platforms[0]
  const labels: Readonly<Record<string, string>> = { auto: say('auto'), feishu: say('feishu'), lark: say('lark') }

  const look = () => {
    paste.forget()
    setSeen(recognitionOf(field.current?.value ?? ''))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { appId, appSecret } = readCredentials(field.current?.value ?? '')
    if (appId === undefined || appSecret === undefined) return setSeen(last => ({ ...last, isAsked: true }))
    if (field.current) field.current.value = '' // gone before it is on its way
    setSeen(last => ({ ...last, isSent: true }))
    paste.connect({ appId, appSecret }, target, platform === 'auto' ? undefined : platform)
  }
  const submitOnEnter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.currentTarget.form?.requestSubmit()
  }
  const anew = () => {
    paste.forget()
    setSeen(nothingYet)
    field.current?.focus()
  }
  const busy = paste.phase !== 'idle'
  return (
    <Page>
      <PageHead
        title={say(Object.hasOwn(accounts, account) ? 'againTitle' : 'title')}
        actions={<ButtonLink href={href('setup', 'start')}>{sayAll('backToStart')}</ButtonLink>}
      >
        {say('text')}
      </PageHead>
      <form className="paste" autoComplete="off" onSubmit={submit}>
        <Field
          label={say('field')}
          help={
            <>
              {say('help')}
              <br />
              <Where account={target} />
            </>
          }
        >
          <textarea
            ref={field}
            className="input input-full mono paste-field"
            aria-label={say('field')}
            rows={4}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            autoFocus
            disabled={busy}
            onInput={look}
            onKeyDown={submitOnEnter}
          />
        </Field>
        <Recognised seen={seen} />
        <Field label={say('platform')}>
          <Select
            value={platform}
            disabled={busy}
            options={platforms.map(value => ({ value, label: labels[value] ?? value }))}
            onChange={setPlatform}
          />
        </Field>
        {owner && !busy && <p className="secondary small">{say('already', { name: accountName(owner) })}</p>}
        <Refusal paste={paste} platform={platform} onPlatform={setPlatform} onAnew={anew} />
        {busy ? (
          <Busy what={say(paste.phase === 'trying' ? 'trying' : 'saving')} />
        ) : (
          <p className="setup-actions">
            <Button type="submit" kind="primary">
              {say('connect')}
            </Button>
          </p>
        )}
      </form>
    </Page>
  )
}

const recognitionOf = (text: string): Recognition => {
  const { appId, appSecret, encryptKey, verificationToken, problems } = readCredentials(text)
  return {
    appId,
    secretLength: appSecret?.length,
    hasExtra: encryptKey !== undefined || verificationToken !== undefined,
    problems,
    isEmpty: text.trim() === '',
  }
}

function Busy({ what }: { readonly what: string }) {
  const [since] = useState(Date.now)
  return <Waiting what={what} since={since} />
}

/** Both consoles, because the brand is not known before the pair was tried; a platform of one's own has its own. */
function Where({ account }: { readonly account: string }) {
  const say = useWords(pasteWords)
  const own = useOwnPlatform(account)
  const link = (address: string, label: string) => (
    <a href={address} target="_blank" rel="noreferrer">
      {label}
    </a>
  )
  if (own)
    return (
      <>
        {say('where')} {own.consoleUrl !== '' && link(`${own.consoleUrl.replace(/\/+$/, '')}/app`, say('openOwn'))}
      </>
    )
  return (
    <>
      {say('where')} {link('https://open.feishu.cn/app', say('openFeishu'))} ·{' '}
      {link('https://open.larksuite.com/app', say('openLark'))}
    </>
  )
}
