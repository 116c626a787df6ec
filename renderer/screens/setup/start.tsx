import { Download, FlaskConical, KeyRound, ScanLine, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useApp, useCall, useLanguage, useWords } from '../../hooks.ts'
import { goTo, href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Page, PageHead } from '../../ui/layout.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { setupWords } from '../../words/setup.ts'
import { firstAccount, freeAccount } from './place.ts'

/** Four ways to a bot, and the one for those who have to ask. */
export function Start() {
  const say = useWords(setupWords)
  const language = useLanguage()
  const accounts = useApp(state => state.accounts)
  const isPractice = useApp(state => state.practice !== undefined)
  const scan = useCall('setup.scan')
  const begin = async () => {
    const account = freeAccount(accounts)
    if (await scan.call({ account, brand: 'feishu' })) goTo('setup', 'scan', account)
  }
  const first = firstAccount(accounts)
  return (
    <Page>
      <PageHead
        title={say('startTitle')}
        actions={first !== undefined && <ButtonLink href={href('setup')}>{say('back')}</ButtonLink>}
      >
        {say('startText')}
      </PageHead>
      {scan.failure && <ErrorBlock title={say('scanFailed')} error={scan.failure} />}
      <ul className="ways" lang={language}>
        <Way icon={ScanLine} name={say('scanName')} time={say('scanTime')} text={say('scanText')} isFirst>
          <Button kind="primary" busy={scan.busy} onClick={() => void begin()}>
            {say('scanGo')}
          </Button>
        </Way>
        <Way icon={KeyRound} name={say('pasteName')} time={say('pasteTime')} text={say('pasteText')}>
          <ButtonLink href={href('setup', 'paste')}>{say('pasteGo')}</ButtonLink>
        </Way>
        <Way icon={Download} name={say('importName')} time={say('importTime')} text={say('importText')}>
          <ButtonLink href={href('setup', 'import')}>{say('importGo')}</ButtonLink>
        </Way>
        <Way icon={FlaskConical} name={say('tryName')} time={say('tryTime')} text={say('tryText')}>
          <ButtonLink href={isPractice ? href('practice') : href('setup', 'practice')}>{say('tryGo')}</ButtonLink>
        </Way>
      </ul>
      <p className="ways-note small secondary">
        {say('adminNote')} <a href={href('setup', 'admin')}>{say('adminAsk')}</a>
      </p>
    </Page>
  )
}

type WayProps = {
  readonly icon: LucideIcon
  readonly name: string
  readonly time: string
  readonly text: string
  readonly isFirst?: boolean
  readonly children: ReactNode
}

function Way({ icon: Icon, name, time, text, isFirst = false, children }: WayProps) {
  return (
    <li className={isFirst ? 'way way-first' : 'way'}>
      <Icon aria-hidden />
      <div className="way-text">
        <h2>
          {name} <span className="way-time">· {time}</span>
        </h2>
        <p className="secondary">{text}</p>
      </div>
      {children}
    </li>
  )
}
