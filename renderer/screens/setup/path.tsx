import type { ReactNode } from 'react'
import { useApp, useWords } from '../../hooks.ts'
import { goTo, href } from '../../route.ts'
import { accountName, ofThisBot } from '../../ui/account-state.ts'
import { Page, PageHead } from '../../ui/layout.tsx'
import { Line, type LineStep } from '../../ui/line.tsx'
import { Select } from '../../ui/select.tsx'
import type { Shape } from '../../ui/state-glyph.tsx'
import { shortId } from '../../ui/short-id.ts'
import { setupWords } from '../../words/setup.ts'
import { standingOfStep, stepIds, verifiedOf, type Standing, type StepId } from './steps.ts'
import type { SetupFacts } from './use-setup.ts'

export type PathProps = {
  readonly step: StepId
  readonly facts: SetupFacts
  readonly title: string
  readonly text: ReactNode
  readonly children: ReactNode
}

/** One step open beside the whole path; every other step is one press away. */
export function Path({ step, facts, title, text, children }: PathProps) {
  return (
    <Page>
      <PageHead title={title} actions={<WhichBot step={step} account={facts.account.id} />}>
        {text}
      </PageHead>
      <div className="setup">
        <nav className="setup-path">
          <Steps step={step} facts={facts} />
        </nav>
        <div className="setup-step">{children}</div>
      </div>
    </Page>
  )
}

/** With several bots each has a path of its own. */
function WhichBot({ step, account }: { readonly step: StepId; readonly account: string }) {
  const say = useWords(setupWords)
  const accounts = Object.values(useApp(state => state.accounts))
  if (accounts.length < 2) return null
  return (
    <span className="setup-bot">
      <Select
        label={say('whichBot')}
        value={account}
        options={accounts.map(one => ({ value: one.id, label: accountName(one) }))}
        onChange={id => goTo('setup', step, id)}
      />
    </span>
  )
}

const shapes = { done: 'done', failed: 'failed', running: 'running', open: 'offline' } as const satisfies Record<
  Standing,
  Shape
>
const words = { done: 'isDone', failed: 'isFailed', running: 'isRunning', open: 'isOpen' } as const

function Steps({ step, facts }: { readonly step: StepId; readonly facts: SetupFacts }) {
  const say = useWords(setupWords)
  const details = useDetails(facts)
  const steps = stepIds.map((id): LineStep => {
    const standing = standingOfStep(id, facts)
    const isHere = id === step
    return {
      id,
      shape: isHere && standing === 'open' ? 'here' : shapes[standing],
      word: isHere && standing === 'open' ? say('isHere') : say(words[standing]),
      title: (
        <a className="setup-link" href={href('setup', id, facts.account.id)} aria-current={isHere ? 'step' : undefined}>
          {say(id)}
        </a>
      ),
      detail: details[id],
    }
  })
  return <Line label={say('path')} steps={steps} />
}

/** One line under each step that the step itself bears out. */
function useDetails({ account, guide, llm, isGreeted }: SetupFacts): Readonly<Record<StepId, string>> {
  const say = useWords(setupWords)
  const model = useApp(state => state.llm.model)
  const hasEvent = useApp(state => ofThisBot(state.recent, account).length > 0)
  const verified = guide && verifiedOf(guide)
  const counted =
    verified && (verified.failed > 0 ? say('toMend', { count: verified.failed }) : say('verifiedOf', verified))
  return {
    connect: shortId(account.appId),
    console: counted ?? say('notRead'),
    model: llm.ready ? model.split('/').at(-1) || say('isDone') : say('canWait'),
    hello: isGreeted ? say('answered') : say(hasEvent ? 'received' : 'lastStep'),
  }
}
