import { useState } from 'react'
import type { ScanView } from '../../../main/contract/setup.ts'
import { AppError } from '../../../main/contract/errors.ts'
import { useApp, useLanguage, useNow, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { accountName } from '../../ui/account-state.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { duration } from '../../ui/duration.ts'
import { ErrorBlock, Waiting } from '../../ui/messages.tsx'
import { Qr } from '../../ui/qr.tsx'
import { State, StateGlyph } from '../../ui/state-glyph.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { platformName } from '../../words/platform.ts'
import { setupWords } from '../../words/setup.ts'
import type { Brand } from './use-switch-brand.ts'

export type ScanCodeProps = {
  readonly scan: ScanView
  readonly account: string
  /** `undefined` on a platform of one's own. */
  readonly brand: Brand | undefined
  readonly isAdding: boolean
  readonly busy: boolean
  readonly onShow: () => void
}

/** Where the scan is, each phase with its way on. */
export function ScanCode(props: ScanCodeProps) {
  const say = useWords(setupWords)
  const { scan, busy, onShow } = props
  switch (scan.phase) {
    case 'idle':
      return (
        <Button kind="primary" busy={busy} onClick={onShow}>
          {say('scanGo')}
        </Button>
      )
    case 'starting':
      return <Await what={say('scanStarting')} />
    case 'waiting':
      return <Code {...props} />
    case 'connecting':
      return <Await what={say('scanConnecting')} />
    case 'failed':
      return <Failed {...props} />
    case 'done':
      return <Done account={scan.account ?? props.account} />
    default:
      return scan.phase satisfies never
  }
}

function Await({ what }: { readonly what: string }) {
  const [since] = useState(Date.now)
  return <Waiting what={what} since={since} />
}

function Code({ scan, brand, busy, onShow }: ScanCodeProps) {
  const say = useWords(setupWords)
  const language = useLanguage()
  const now = useNow()
  const app = brand === undefined ? say('ownApp') : platformName(brand, language)
  const trouble = scan.code !== undefined && scan.says && inLanguage(scan.says, language)
  const rest = (scan.expiresAt ?? Infinity) - now
  const isOver = rest <= 0
  if (scan.url === undefined) return <Await what={say('scanStarting')} />
  return (
    <div className="scan">
      <div className="scan-code">
        <Qr text={scan.url} label={brand === undefined ? say('qrOwn') : say('qr', { app })} isOver={isOver} />
        {isOver && (
          <div className="scan-over">
            <Button kind="primary" busy={busy} onClick={onShow}>
              {say('qrNew')}
            </Button>
          </div>
        )}
      </div>
      <div className="scan-how">
        <ol>
          <li>{say('qrStep1', { app })}</li>
          <li>{say('qrStep2')}</li>
          <li>{say('qrStep3')}</li>
        </ol>
        {isOver ? (
          <div role="status">
            <State shape="attention">{say('qrOver')}</State>
            <p className="secondary">{say('qrOverText')}</p>
          </div>
        ) : (
          <>
            {trouble && (
              <p role="status">
                <State shape="attention">{trouble}</State>
              </p>
            )}
            {scan.expiresAt !== undefined && (
              <p className="secondary numbers">{say('qrLeft', { time: duration(rest, language) })}</p>
            )}
            <ButtonLink href={scan.url} external>
              {say('qrLink')}
            </ButtonLink>
          </>
        )}
      </div>
    </div>
  )
}

/** Refused, run out, or the network: what the service says, and a new code in one press. */
function Failed({ scan, isAdding, busy, onShow }: ScanCodeProps) {
  const say = useWords(setupWords)
  const language = useLanguage()
  const hint = scan.code && new AppError(scan.code, '').hint(language === 'en' ? 'en' : 'zh')
  const says = scan.says && inLanguage(scan.says, language) // it holds the hint already
  return (
    <ErrorBlock
      title={say(isAdding ? 'scanAddFailed' : 'scanFailed')}
      actions={
        <>
          <Button kind="primary" busy={busy} onClick={onShow}>
            {say('qrNew')}
          </Button>
          {!isAdding && <ButtonLink href={href('setup', 'paste')}>{say('scanOther')}</ButtonLink>}
        </>
      }
    >
      <p>{says ?? hint}</p>
    </ErrorBlock>
  )
}

function Done({ account }: { readonly account: string }) {
  const say = useWords(setupWords)
  const language = useLanguage()
  const bot = useApp(state => state.accounts[account])
  const brand = useApp(state => state.scan.brand)
  const platform = platformName(bot?.domain ?? brand ?? 'feishu', language)
  return (
    <div className="setup-good" role="status">
      <StateGlyph shape="done" />
      <div>
        <h2>{say('scanDone', { name: bot ? accountName(bot) : account, platform })}</h2>
        <p>{say('scanDoneText')}</p>
        <p className="setup-actions">
          <ButtonLink kind="primary" href={href('setup', 'console', account)}>
            {say('next')}
          </ButtonLink>
        </p>
      </div>
    </div>
  )
}
