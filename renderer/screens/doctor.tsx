import { RotateCw, Square } from 'lucide-react'
import { useState, type Ref } from 'react'
import { useApp, useLanguage, useNow, useWords } from '../hooks.ts'
import { accountName } from '../ui/account-state.ts'
import { Button } from '../ui/button.tsx'
import { Filter } from '../ui/chip.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Page, PageHead } from '../ui/layout.tsx'
import { Empty, ErrorBlock } from '../ui/messages.tsx'
import { exactly } from '../ui/moments.ts'
import { doctorWords } from '../words/doctor.ts'
import { reportOf } from './doctor/report.ts'
import { Progress, Summary, titleOf } from './doctor/summary.tsx'
import { Triage } from './doctor/sections.tsx'
import { countOf, isInScope, type Scope } from './doctor/triage.ts'
import { useDoctor, type Doctor } from './doctor/use-doctor.ts'
import { useSuccessor } from './doctor/use-successor.ts'
import './doctor/doctor.css'

/** Every check that can be done from here, failed first, each with its fix. */
export function DoctorScreen() {
  const say = useWords(doctorWords)
  const doctor = useDoctor()
  const [scope, setScope] = useState<Scope>('all')
  const accounts = useApp(state => state.accounts)
  const isScoped = scope !== 'all' && doctor.rows.some(({ check }) => isInScope(check, scope))
  const rows = doctor.rows.filter(({ check }) => isInScope(check, isScoped ? scope : 'all'))
  const count = countOf(doctor.rows)
  const isFresh = count.all === count.waiting && !doctor.isRunning
  const successor = useSuccessor()
  const begin = () => {
    successor.await()
    doctor.run()
  }
  return (
    <Page>
      <PageHead
        title={titleOf(count, doctor.isRunning, say)}
        isName={isFresh || doctor.isRunning}
        actions={!isFresh && <Actions doctor={doctor} button={successor.place} />}
      >
        {isFresh ? undefined : <Summary count={count} isRunning={doctor.isRunning} />}
      </PageHead>
      {doctor.isRunning && <Progress />}
      {doctor.failure && (
        <ErrorBlock
          title={say('runFailed')}
          error={doctor.failure}
          actions={<Button onClick={begin}>{say('run')}</Button>}
        />
      )}
      {isFresh ? (
        <Empty
          title={say('emptyTitle')}
          actions={
            <Button kind="primary" onClick={begin}>
              {say('runFirst')}
            </Button>
          }
        >
          {say('emptyText')}
        </Empty>
      ) : (
        <>
          {Object.keys(accounts).length > 1 && <Scopes doctor={doctor} scope={scope} onChange={setScope} />}
          <Triage rows={rows} canRun={!doctor.isRunning} onRun={key => doctor.run({ keys: [key] })} />
        </>
      )}
    </Page>
  )
}

type ActionsProps = { readonly doctor: Doctor; readonly button: Ref<HTMLButtonElement> }

/** One button begins and ends a run, so that the focus stays on it. */
function Actions({ doctor: { isRunning, run, stop }, button }: ActionsProps) {
  const say = useWords(doctorWords)
  return (
    <>
      {!isRunning && <Report />}
      <Button
        ref={button}
        icon={stop ? Square : RotateCw}
        busy={isRunning && !stop}
        onClick={() => (stop ? stop() : run())}
      >
        {say(stop ? 'stop' : 'run')}
      </Button>
    </>
  )
}

/** The whole report, whatever the filter shows. */
function Report() {
  const say = useWords(doctorWords)
  const language = useLanguage()
  const checks = useApp(state => state.doctor.checks)
  const accounts = useApp(state => state.accounts)
  const version = useApp(state => state.version)
  const now = useNow(60_000)
  const text = reportOf(checks, language, {
    title: say('reportTitle', { version, time: exactly(now, language) }),
    verdict: verdict => say(verdict === 'running' ? 'runningWord' : verdict),
    fix: text => say('reportFix', { text }),
    test: text => say('reportTest', { text }),
    accountName: id => (accounts[id] ? accountName(accounts[id]) : id),
  })
  return <CopyText text={text} label={say('copy')} kind="secondary" />
}

type ScopesProps = {
  readonly doctor: Doctor
  readonly scope: Scope
  readonly onChange: (scope: Scope) => void
}

function Scopes({ doctor, scope, onChange }: ScopesProps) {
  const say = useWords(doctorWords)
  const accounts = useApp(state => state.accounts)
  const count = (wanted: Scope) => doctor.rows.filter(({ check }) => isInScope(check, wanted)).length
  const options = [
    { value: 'all' as const, label: say('all') },
    ...Object.values(accounts).map(account => ({ value: `of:${account.id}` as const, label: accountName(account) })),
    { value: 'shared' as const, label: say('shared') },
  ]
  return (
    <div className="checks-filter">
      <Filter
        label={say('filter')}
        options={options.map(option => ({ ...option, count: count(option.value) })).filter(option => option.count > 0)}
        value={scope}
        onChange={onChange}
      />
    </div>
  )
}
