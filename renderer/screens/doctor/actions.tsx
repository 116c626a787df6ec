import type { CheckView } from '../../../main/contract/doctor.ts'
import { useApp, useCall, useLanguage, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { doctorWords } from '../../words/doctor.ts'
import { platformName } from '../../words/platform.ts'
import { otherBrand, useSwitchBrand } from '../setup/use-switch-brand.ts'

export type ActionsProps = {
  readonly check: CheckView
  /** One screen has one primary button: that of the first fault. */
  readonly isFirst: boolean
  /** After a click that may have mended it: look again. */
  readonly onDone: () => void
}

/** What mends a fault: a click in Perch where there is one, and the exact page outside. */
export function CheckActions({ check, isFirst, onDone }: ActionsProps) {
  const say = useWords(doctorWords)
  const { action, link } = check
  if (action === undefined && link === undefined) return null
  const linkLabel = isConsole(link) ? say(action === 'grant-scopes' ? 'grantScopes' : 'openConsole') : say('openPage')
  const linkIsFirst = action === undefined || action === 'grant-scopes'
  const kind = isFirst ? 'primary' : 'secondary'
  return (
    <div className="check-actions">
      {link !== undefined && linkIsFirst && (
        <ButtonLink kind={kind} href={link} external>
          {linkLabel}
        </ButtonLink>
      )}
      <OwnAction check={check} kind={linkIsFirst && link !== undefined ? 'secondary' : kind} onDone={onDone} />
      {link !== undefined && !linkIsFirst && (
        <ButtonLink kind="quiet" href={link} external>
          {linkLabel}
        </ButtonLink>
      )}
    </div>
  )
}

const isConsole = (link: string | undefined): boolean =>
  link !== undefined && /^https:\/\/open\.(feishu\.cn|larksuite\.com)\//.test(link)

type OwnProps = Pick<ActionsProps, 'check' | 'onDone'> & { readonly kind: 'primary' | 'secondary' }

function OwnAction({ check, kind, onDone }: OwnProps) {
  const say = useWords(doctorWords)
  const { action, account = 'default' } = check
  switch (action) {
    case undefined:
      return null
    case 'open-settings':
      return (
        <ButtonLink kind={kind} href={href('settings', check.layer === 'model' ? 'model' : 'account')}>
          {say('openSettings')}
        </ButtonLink>
      )
    case 'open-setup':
    case 'grant-scopes':
      return (
        <ButtonLink kind={kind} href={href('setup', stepOf(check), account)}>
          {say('openSetup')}
        </ButtonLink>
      )
    case 'open-people':
      return (
        <ButtonLink kind={kind} href={href('people')}>
          {say('openPeople')}
        </ButtonLink>
      )
    case 'switch-brand':
      return <SwitchBrand account={account} kind={kind} onDone={onDone} />
    case 'confirm-host':
      return <ConfirmHost check={check} kind={kind} onDone={onDone} />
    default:
      return action satisfies never
  }
}

/** Where Setup mends it: credentials are pasted anew. */
const stepOf = ({ layer }: CheckView): 'model' | 'paste' | 'console' =>
  layer === 'model' ? 'model' : layer === 'credentials' ? 'paste' : 'console'

type ButtonProps = {
  readonly account: string
  readonly kind: 'primary' | 'secondary'
  readonly onDone: () => void
}

function SwitchBrand({ account, kind, onDone }: ButtonProps) {
  const say = useWords(doctorWords)
  const language = useLanguage()
  const domain = useApp(state => state.accounts[account]?.domain)
  const brand = useSwitchBrand()
  const target = otherBrand(domain ?? 'feishu')
  const press = async () => {
    if (await brand.change(account, target)) onDone()
  }
  return (
    <>
      <Button kind={kind} busy={brand.busy} onClick={() => void press()}>
        {say('switchBrand', { platform: platformName(target, language) })}
      </Button>
      {brand.failure && <ErrorBlock title={say('actionFailed')} error={brand.failure} />}
    </>
  )
}

/** The owner's word that the secret may go to the host that the configuration names now. */
function ConfirmHost({ check, kind, onDone }: OwnProps) {
  const say = useWords(doctorWords)
  const confirm = useCall('secret.confirm-host')
  const { secret: name } = check
  if (name === undefined) return null
  const press = async () => {
    if (await confirm.call({ name })) onDone()
  }
  return (
    <>
      <Button kind={kind} busy={confirm.busy} onClick={() => void press()}>
        {say('confirmHost')}
      </Button>
      {confirm.failure && <ErrorBlock title={say('actionFailed')} error={confirm.failure} />}
    </>
  )
}
