import { useState, type FormEvent } from 'react'
import { useApp, useCall, useWords } from '../../hooks.ts'
import { goTo, href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Filter } from '../../ui/chip.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Page, PageHead } from '../../ui/layout.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { setupWords } from '../../words/setup.ts'
import { ScanCode } from './scan-code.tsx'
import { useOwnPlatform } from './use-own-platform.ts'
import type { Brand } from './use-switch-brand.ts'
import './scan.css'

/** One scan: for a new bot, or, where the account is there already, for what its app still lacks. */
export function Scan({ account }: { readonly account: string }) {
  const say = useWords(setupWords)
  const existing = useApp(state => state.accounts[account])
  const scan = useApp(state => state.scan)
  const own = useOwnPlatform(account)
  // a new bot is scanned for where there is a server for it, as the service does
  const isOwnPlatform = own !== undefined && (own.accountsUrl !== '' || existing !== undefined || account === 'default')
  const begin = useCall('setup.scan')
  const cancel = useCall('setup.cancel-scan')
  const [chosen, setChosen] = useState<Brand>()
  const [name, setName] = useState('')
  const isOwn = scan.account === undefined || scan.account === account
  const phase = isOwn ? scan.phase : 'idle'
  // a scan that is done made the account, so from then on it is there without being a second scan
  const isAdding = existing !== undefined && phase !== 'done'
  const brand = chosen ?? (isOwn ? scan.brand : undefined) ?? (existing?.domain === 'lark' ? 'lark' : 'feishu')

  const show = (wish: { readonly brand?: Brand } = {}) =>
    void begin.call({
      account,
      brand: wish.brand ?? brand,
      ...(name.trim() !== '' && !isAdding && { name: name.trim() }),
      ...(isAdding && { appId: existing.appId }),
    })
  const leave = async () => {
    await cancel.call({})
    goTo('setup', ...(existing ? ['console', account] : ['start']))
  }
  const choose = (next: Brand) => {
    setChosen(next)
    if (phase === 'waiting' || phase === 'starting') show({ brand: next })
  }
  return (
    <Page>
      <PageHead
        title={say(isAdding ? 'scanAgainTitle' : 'scanTitle')}
        actions={
          phase !== 'done' && (
            <Button busy={cancel.busy} onClick={() => void leave()}>
              {say('cancel')}
            </Button>
          )
        }
      >
        {say(isAdding ? 'scanAgainText' : 'scanIntro')}
      </PageHead>
      {begin.failure && phase !== 'done' && (
        <ErrorBlock
          title={say(isAdding ? 'scanAddFailed' : 'scanFailed')}
          error={begin.failure}
          actions={
            <>
              <Button onClick={() => show()}>{say('qrNew')}</Button>
              {!isAdding && <ButtonLink href={href('setup', 'paste')}>{say('scanOther')}</ButtonLink>}
            </>
          }
        />
      )}
      {!isAdding && !isOwnPlatform && phase !== 'done' && phase !== 'connecting' && (
        <div className="scan-brand">
          <Filter
            label={say('scanBrand')}
            options={[
              { value: 'feishu' as const, label: say('feishuApp') },
              { value: 'lark' as const, label: say('larkApp') },
            ]}
            value={brand}
            onChange={choose}
          />
        </div>
      )}
      <ScanCode
        scan={isOwn ? scan : { phase: 'idle' }}
        account={account}
        brand={isOwnPlatform ? undefined : brand}
        isAdding={isAdding}
        busy={begin.busy}
        onShow={() => show()}
      />
      {!isAdding && (phase === 'idle' || phase === 'waiting') && (
        <BotName name={name} onName={setName} onUse={() => show()} isShown={phase === 'waiting'} />
      )}
    </Page>
  )
}

/** What `setup.scan` takes (characters). */
const LONGEST_NAME = 50

type BotNameProps = {
  readonly name: string
  readonly onName: (name: string) => void
  readonly onUse: () => void
  /** A code is shown already, which a name would have to be put into. */
  readonly isShown: boolean
}

function BotName({ name, onName, onUse, isShown }: BotNameProps) {
  const say = useWords(setupWords)
  const use = (event: FormEvent) => {
    event.preventDefault()
    onUse()
  }
  return (
    <form className="scan-name" autoComplete="off" onSubmit={use}>
      <Field
        label={say('botName')}
        help={say('botNameHelp')}
        beside={isShown && name.trim() !== '' && <Button type="submit">{say('botNameUse')}</Button>}
      >
        <Input value={name} onChange={typed => onName(typed.slice(0, LONGEST_NAME))} placeholder="Perch" />
      </Field>
    </form>
  )
}
