import type { CheckView } from '../contract/doctor.ts'
import { AppError } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'
import type { Language } from '../contract/words.ts'
import type { Hub } from '../rpc/hub.ts'
import type { DoctorPort } from '../rpc/ports.ts'
import { followConnections } from './doctor/connections.ts'
import type { DoctorPorts } from './doctor/context.ts'
import { planChecks, type Plan, type Planned } from './doctor/plan.ts'
import { Runner } from './doctor/runner.ts'
import { summaryOf } from './doctor/summary.ts'

export type DoctorOptions = Omit<DoctorPorts, 'history'> & {
  readonly publish: (fact: Fact) => void
  readonly watch: Hub['watch']
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string
}

export type Doctor = DoctorPort & {
  /** Runs everything and says what is wrong, in a few lines. */
  readonly summary: (language: Language, signal: AbortSignal) => Promise<string>
  /** Takes away the checks of accounts that are gone. */
  readonly prune: () => void
  readonly stop: () => void
}

/** Looks for what keeps the bot from answering. Asks nobody until it is run. */
export function createDoctor(options: DoctorOptions): Doctor {
  const { publish, watch, state, now } = options
  const connections = followConnections(watch, now)
  const runner = new Runner(options)
  const ports: DoctorPorts = { ...options, history: connections.of }
  const life = new AbortController()

  const prune = (): void => {
    const plan = planChecks(ports)
    plan.close()
    const there = new Set(plan.checks.map(({ view }) => view.key))
    const gone = state()
      .doctor.checks.map(({ key }) => key)
      .filter(key => !there.has(key))
    if (gone.length > 0) publish({ type: 'doctor-pruned', keys: gone })
  }
  const run = async (which: Parameters<DoctorPort['run']>[0], signal: AbortSignal): Promise<readonly CheckView[]> => {
    prune()
    return runner.run(chosen(planChecks(ports), which), AbortSignal.any([signal, life.signal]))
  }
  return {
    list: async () => {
      const plan = planChecks(ports)
      plan.close()
      const known = new Map(state().doctor.checks.map(check => [check.key, check]))
      return plan.checks.map(({ view }) => known.get(view.key) ?? view)
    },
    run,
    summary: async (language, signal) => summaryOf(await run({}, signal), language),
    prune,
    stop: () => {
      life.abort()
      connections.stop()
    },
  }
}

/** All of the plan, or what is named with everything it needs. Throws `not-found` for a name that is none. */
function chosen(plan: Plan, { keys, account }: Parameters<DoctorPort['run']>[0]): Plan {
  const byKey = new Map(plan.checks.map(check => [check.view.key, check]))
  const wanted = new Set<string>()
  const want = ({ view, needs }: Planned): void => {
    if (wanted.has(view.key)) return
    wanted.add(view.key)
    for (const need of needs) {
      const check = byKey.get(need)
      if (check) want(check)
    }
  }
  try {
    const named =
      keys === undefined ? plan.checks : keys.map(key => byKey.get(key) ?? refuse(`There is no check "${key}".`))
    if (account !== undefined && !plan.checks.some(({ view }) => view.account === account))
      refuse(`There is no account "${account}".`)
    named.filter(({ view }) => account === undefined || (view.account ?? account) === account).forEach(want)
  } catch (thrown) {
    plan.close()
    throw thrown
  }
  return { ...plan, checks: plan.checks.filter(({ view }) => wanted.has(view.key)) }
}

function refuse(message: string): never {
  throw new AppError('not-found', message)
}
