import { lazy, useEffect, useState } from 'react'
import { useApp, useWords } from '../hooks.ts'
import { replaceWith, useRoute } from '../route.ts'
import { Page } from '../ui/layout.tsx'
import { Waiting } from '../ui/messages.tsx'
import { setupWords } from '../words/setup.ts'
import type { AccountView } from '../../main/contract/state.ts'
import { Connect } from './setup/connect.tsx'
import { ConsoleCheck } from './setup/console.tsx'
import { Hello } from './setup/hello.tsx'
import { firstAccount, placeOf } from './setup/place.ts'
import { AdminText, PracticeHow } from './setup/side-pages.tsx'
import { Start } from './setup/start.tsx'
import { nextStep, type StepId } from './setup/steps.ts'
import { useSetup } from './setup/use-setup.ts'
import './setup/setup.css'

const Scan = lazy(async () => ({ default: (await import('./setup/scan.tsx')).Scan }))
const Paste = lazy(async () => ({ default: (await import('./setup/paste.tsx')).Paste }))
const Import = lazy(async () => ({ default: (await import('./setup/import.tsx')).Import }))
const Model = lazy(async () => ({ default: (await import('./setup/model.tsx')).ModelStep }))

/** From nothing to the first answer. The address says where one is; without one, the service's state does. */
export function SetupScreen() {
  const accounts = useApp(state => state.accounts)
  const { rest } = useRoute()
  const place = placeOf(rest, accounts)
  const named = place.view === 'scan' || place.view === 'paste' ? place.account : undefined
  const isUnnamed = named !== undefined && rest[1] !== named
  useEffect(() => {
    // the name of the next free account changes as soon as this one is there
    if (isUnnamed) replaceWith('setup', place.view, named)
  }, [isUnnamed, place.view, named])
  switch (place.view) {
    case 'start':
      return <Start />
    case 'scan':
      return <Scan key={place.account} account={place.account} />
    case 'paste':
      return <Paste key={place.account} account={place.account} />
    case 'import':
      return <Import />
    case 'practice':
      return <PracticeHow />
    case 'admin':
      return <AdminText account={place.account} />
    case 'resume':
      return <Resume />
    case 'connect':
    case 'console':
    case 'model':
    case 'hello': {
      const account = accounts[place.account]
      return account ? <Step key={account.id} account={account} step={place.view} /> : <Start />
    }
    default:
      return place satisfies never
  }
}

/** A scan that is under way goes on where it is; else the first step that needs somebody. */
function Resume() {
  const accounts = useApp(state => state.accounts)
  const scan = useApp(state => state.scan)
  const isScanning = scan.phase === 'starting' || scan.phase === 'waiting' || scan.phase === 'connecting'
  if (isScanning && scan.account !== undefined) return <Scan account={scan.account} />
  const account = accounts[firstAccount(accounts) ?? '']
  return account ? <Onward account={account} /> : <Start />
}

/** Goes on as soon as it is known where; from then on the address keeps it, whatever changes meanwhile. */
function Onward({ account }: { readonly account: AccountView }) {
  const say = useWords(setupWords)
  const facts = useSetup(account)
  const [since] = useState(Date.now)
  const isKnown = facts.guide !== undefined || facts.reading.failure !== undefined || account.state !== 'online'
  const step = nextStep(facts) ?? 'hello'
  useEffect(() => {
    if (isKnown) replaceWith('setup', step, account.id)
  }, [isKnown, step, account.id])
  return (
    <Page>
      <Waiting what={say('consoleReading')} since={since} />
    </Page>
  )
}

function Step({ account, step }: { readonly account: AccountView; readonly step: StepId }) {
  const facts = useSetup(account)
  switch (step) {
    case 'connect':
      return <Connect facts={facts} />
    case 'console':
      return <ConsoleCheck facts={facts} />
    case 'model':
      return <Model facts={facts} />
    case 'hello':
      return <Hello facts={facts} />
    default:
      return step satisfies never
  }
}
