import { useState, type ReactNode } from 'react'
import type { GuideStep, GuideView } from '../../../main/contract/setup.ts'
import { useCall, useLanguage, useWords } from '../../hooks.ts'
import { goTo, href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { ErrorBlock, Waiting } from '../../ui/messages.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { setupWords } from '../../words/setup.ts'
import { OwnerCode } from './owner.tsx'
import { Path } from './path.tsx'
import { useFresh } from './use-fresh.ts'
import type { SetupFacts } from './use-setup.ts'
import './guide.css'

/** What has to be right in the developer console; a tick only for what Perch has verified itself. */
export function ConsoleCheck({ facts }: { readonly facts: SetupFacts }) {
  const say = useWords(setupWords)
  const { account, guide, reading } = facts
  const [since] = useState(Date.now)
  useFresh(reading)
  const isWrong = guide?.steps.some(({ tick }) => tick === 'failed') ?? false
  return (
    <Path step="console" facts={facts} title={say('consoleTitle')} text={say('consoleText')}>
      {reading.failure && (
        <ErrorBlock
          title={say('consoleFailed')}
          error={reading.failure}
          actions={<Button onClick={reading.again}>{say('checkAgain')}</Button>}
        />
      )}
      {!guide && !reading.failure && <Waiting what={say('consoleReading')} since={since} />}
      {guide && guide.missingScopes.length > 0 && <Missing guide={guide} reading={reading} />}
      {guide && (
        <ul className="guide">
          {guide.steps.map(step => (
            <Step key={step.id} step={step}>
              {step.id === 'credentials' && step.tick === 'failed' && (
                <p className="owner-code">
                  <ButtonLink href={href('setup', 'paste', account.id)}>{say('otherSecret')}</ButtonLink>
                </p>
              )}
              {step.id === 'owner' && !guide.hasOwner && <OwnerCode guide={guide} onNew={reading.again} />}
            </Step>
          ))}
        </ul>
      )}
      <p className="setup-actions">
        <ButtonLink kind={isWrong ? 'secondary' : 'primary'} href={href('setup', 'model', account.id)}>
          {say(isWrong ? 'nextWithout' : 'next')}
        </ButtonLink>
        {guide && guide.missingScopes.length === 0 && (
          <Button busy={reading.busy} onClick={reading.again}>
            {say('checkAgain')}
          </Button>
        )}
        <ButtonLink kind="quiet" href={href('setup', 'admin', account.id)}>
          {say('askAdmin')}
        </ButtonLink>
      </p>
    </Path>
  )
}

function Missing({ guide, reading }: { readonly guide: GuideView; readonly reading: SetupFacts['reading'] }) {
  const say = useWords(setupWords)
  const scan = useCall('setup.scan')
  // asked for here, so that the page of an earlier scan that is done is not what is shown
  const scanAgain = async () => {
    const { account, appId, domain } = guide
    const brand = domain === 'lark' ? 'lark' : 'feishu'
    if (await scan.call({ account, appId, brand })) goTo('setup', 'scan', account)
  }
  return (
    <ErrorBlock
      title={say('missing', { count: guide.missingScopes.length })}
      actions={
        <>
          {guide.grantLink !== '' && (
            <ButtonLink kind="primary" href={guide.grantLink} external>
              {say('grant')}
            </ButtonLink>
          )}
          {guide.canScan && (
            <Button busy={scan.busy} onClick={() => void scanAgain()}>
              {say('scanAdd')}
            </Button>
          )}
          <Button busy={reading.busy} onClick={reading.again}>
            {say('checkAgain')}
          </Button>
        </>
      }
    >
      <ul className="guide-scopes">
        {guide.missingScopes.map(scope => (
          <li key={scope}>
            <code>{scope}</code>
          </li>
        ))}
      </ul>
      {scan.failure && <p role="alert">{scan.failure.message}</p>}
      <p>{say('missingText')}</p>
      <p className="secondary small">{say('missingWhere')}</p>
    </ErrorBlock>
  )
}

const ticks = {
  done: ['done', 'verified'],
  open: ['offline', 'toDo'],
  failed: ['failed', 'notRight'],
  unknown: ['unknown', 'cantKnow'],
} as const

function Step({ step, children }: { readonly step: GuideStep; readonly children: ReactNode }) {
  const say = useWords(setupWords)
  const language = useLanguage()
  const title = inLanguage(step.title, language)
  const [how, detail] = [inLanguage(step.how, language), inLanguage(step.detail, language)]
  const [shape, word] = ticks[step.tick]
  return (
    <li className="guide-step" data-tick={step.tick}>
      <StateGlyph shape={shape} label={say(word)} />
      <div className="guide-text">
        <h2>{title}</h2>
        {step.tick !== 'done' && how !== '' && <p>{how}</p>}
        {detail !== '' && <p className="secondary small">{detail}</p>}
        {children}
      </div>
      {step.link !== undefined && step.link !== '' && (
        <ButtonLink
          kind={step.tick === 'done' ? 'quiet' : 'secondary'}
          href={step.link}
          label={say('openStep', { title })}
          external
        >
          {say('openConsole')}
        </ButtonLink>
      )}
    </li>
  )
}
