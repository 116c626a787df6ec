import type { CheckView, DoctorView } from './doctor.ts'
import type { Fact } from './facts.ts'
import type { Fate } from './fates.ts'
import { RECENT, type AccountView, type AppState, type PersonView, type StepView, type TurnView } from './state.ts'

/** The whole behaviour of the state. Runs unchanged in the service and in every window. */
export function reduce(state: AppState, fact: Fact): AppState {
  switch (fact.type) {
    case 'service-started':
      return { ...state, version: fact.version, pid: fact.pid, home: fact.home, startedAt: fact.at }
    case 'pause-changed':
      return { ...state, paused: fact.paused }
    case 'account-changed':
      return { ...state, accounts: { ...state.accounts, [fact.account.id]: fact.account } }
    case 'account-removed':
      return { ...state, accounts: without(state.accounts, fact.id) }
    case 'connection-changed':
      return changeAccount(state, fact.account, ({ reason: _r, says: _s, hint: _h, code: _c, ...account }) => ({
        ...account,
        ...fact.status,
      }))
    case 'bot-identified':
      return changeAccount(state, fact.account, account => ({ ...account, bot: fact.bot }))
    case 'quota-changed':
      return changeAccount(state, fact.account, account => ({ ...account, quota: fact.quota }))
    case 'llm-changed':
      return { ...state, llm: fact.llm }
    case 'queue-changed':
      return { ...state, queue: { waiting: fact.waiting, running: fact.running } }
    case 'turn-started':
      return { ...state, turns: { ...state.turns, [fact.turn.id]: fact.turn } }
    case 'turn-step-changed':
      return changeTurn(state, fact.turnId, turn => ({ ...turn, steps: withStep(turn.steps, fact.step) }))
    case 'turn-ended':
      return { ...state, turns: without(state.turns, fact.turnId) }
    case 'person-changed':
      return { ...state, pending: withPerson(state.pending, fact.person) }
    case 'event-fated':
      return {
        ...state,
        recent: [...state.recent, fact.entry].slice(-RECENT),
        today: counted(state.today, fact.entry.fate, fact.midnight),
      }
    case 'notice-raised':
      return {
        ...state,
        notices: [...state.notices.filter(notice => notice.id !== fact.notice.id), fact.notice].slice(-RECENT),
      }
    case 'notice-cleared':
      return { ...state, notices: state.notices.filter(notice => notice.id !== fact.id) }
    case 'config-changed':
      return { ...state, configRevision: state.configRevision + 1, language: fact.language ?? state.language }
    case 'practice-changed':
      return { ...state, practice: { revision: (state.practice?.revision ?? 0) + 1 } }
    case 'model-test-changed':
      return { ...state, modelTest: fact.test }
    case 'scan-changed':
      return { ...state, scan: fact.scan }
    case 'doctor-started':
    case 'check-changed':
    case 'doctor-ended':
    case 'doctor-pruned':
      return { ...state, doctor: reduceDoctor(state.doctor, fact) }
    default:
      return fact satisfies never
  }
}

type DoctorFact = Extract<Fact, { type: `doctor-${string}` | 'check-changed' }>

function reduceDoctor(doctor: DoctorView, fact: DoctorFact): DoctorView {
  switch (fact.type) {
    case 'doctor-started': {
      const { endedAt: _before, ...rest } = doctor
      return { ...rest, running: true, startedAt: fact.at, checks: fact.checks.reduce(withCheck, doctor.checks) }
    }
    case 'check-changed':
      return { ...doctor, checks: withCheck(doctor.checks, fact.check) }
    case 'doctor-ended':
      return { ...doctor, running: false, endedAt: fact.at }
    case 'doctor-pruned':
      return { ...doctor, checks: doctor.checks.filter(({ key }) => !fact.keys.includes(key)) }
    default:
      return fact satisfies never
  }
}

const withCheck = (checks: readonly CheckView[], check: CheckView): readonly CheckView[] =>
  checks.some(known => known.key === check.key)
    ? checks.map(known => (known.key === check.key ? check : known))
    : [...checks, check]

/** On their way to another fate; who waits to be allowed is shown among the pending. */
const passing: ReadonlySet<Fate> = new Set(['queued', 'running', 'pending-pairing'])

/** Starts over at midnight. */
function counted(today: AppState['today'], fate: Fate, midnight: number): AppState['today'] {
  if (passing.has(fate)) return today
  const counts = today.since === midnight ? today.counts : {}
  return { since: midnight, counts: { ...counts, [fate]: (counts[fate] ?? 0) + 1 } }
}

/** A late fact about an account that was removed changes nothing. */
function changeAccount(state: AppState, id: string, change: (account: AccountView) => AccountView): AppState {
  const account = state.accounts[id]
  return account ? { ...state, accounts: { ...state.accounts, [id]: change(account) } } : state
}

/** A late fact about a turn that already ended changes nothing. */
function changeTurn(state: AppState, id: string, change: (turn: TurnView) => TurnView): AppState {
  const turn = state.turns[id]
  return turn ? { ...state, turns: { ...state.turns, [id]: change(turn) } } : state
}

const withStep = (steps: readonly StepView[], step: StepView): readonly StepView[] =>
  steps.some(known => known.id === step.id)
    ? steps.map(known => (known.id === step.id ? step : known))
    : [...steps, step].slice(-RECENT)

/** Keeps exactly those who wait for a decision. */
function withPerson(pending: readonly PersonView[], person: PersonView): readonly PersonView[] {
  const others = pending.filter(known => known.account !== person.account || known.openId !== person.openId)
  return person.standing === 'pending' ? [...others, person].slice(-RECENT) : others
}

function without<T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  const { [id]: _gone, ...rest } = record
  return rest
}
