import type { Finding } from '../../base/finding.ts'
import { nothing } from '../../base/finding.ts'
import type { AccountSettings } from '../../config/accounts.ts'
import type { CheckView } from '../../contract/doctor.ts'
import { AppError } from '../../contract/errors.ts'
import { consoleLink, grantLink } from '../../lark/console-links.ts'
import { createAsking, type Asking } from '../../lark/checkup/asking.ts'
import { waitFor } from '../../lark/waiting.ts'
import { readTraffic, type Traffic } from '../../store/checkup.ts'
import { catalog } from './catalog.ts'
import type { Check } from './check.ts'
import { whoseOf, type AccountContext, type DoctorPorts, type Links } from './context.ts'
import { probeAddress, type Probe } from './probe.ts'

/** One check that could run now. */
export type Planned = {
  readonly view: CheckView
  /** Keys of the checks that it waits for. */
  readonly needs: readonly string[]
  readonly timeoutMs: number
  readonly run: (signal: AbortSignal) => Promise<Finding>
}

export type Plan = {
  readonly checks: readonly Planned[]
  /** Ends what the checks share. */
  readonly close: () => void
}

const USUAL_MS = 10_000

/** Every check that applies to this Perch as it is now, in the order of the catalog. Asks nobody yet. */
export function planChecks(ports: DoctorPorts): Plan {
  const contexts = ports.accounts().map(account => openContext(account, ports))
  const shared = { ports }
  return {
    checks: [
      ...planned(catalog.shared, shared, undefined),
      ...contexts.flatMap(({ context }) => planned(catalog.account, context, context.account.id)),
      ...planned(catalog.model, shared, undefined),
    ],
    close: () => contexts.forEach(({ close }) => close()),
  }
}

const keyOf = (id: string, account: string | undefined): string => (account === undefined ? id : `${id}:${account}`)

function planned<C>(checks: readonly Check<C>[], context: C, account: string | undefined): readonly Planned[] {
  const applying = checks.filter(check => check.applies?.(context) ?? true)
  return applying.map(check => ({
    view: waitingView(check, account),
    needs: (check.needs ?? []).map(id => keyOf(id, account)),
    timeoutMs: check.timeoutMs ?? USUAL_MS,
    run: signal => check.run(context, signal),
  }))
}

function waitingView<C>({ id, layer, title }: Check<C>, account: string | undefined): CheckView {
  const base = { key: keyOf(id, account), id, layer, title, verdict: 'waiting', detail: nothing, fix: nothing } as const
  return account === undefined ? base : { ...base, account }
}

function openContext(account: AccountSettings, ports: DoctorPorts): { context: AccountContext; close: () => void } {
  const closing = new AbortController()
  let asking: Promise<Asking> | undefined
  let probe: Promise<Probe> | undefined
  let traffic: Traffic | undefined
  const openAsking = async (): Promise<Asking> => {
    const { id, appId, baseUrl } = account
    const appSecret = await ports.secret(account)
    if (closing.signal.aborted) throw new AppError('cancelled', 'The doctor was stopped.')
    const opened = createAsking({
      account: id,
      appId,
      appSecret,
      baseUrl,
      network: ports.network,
      countCall: kind => ports.countCall(id, kind),
      log: ports.log,
      now: ports.now,
    })
    closing.signal.addEventListener('abort', () => opened.close(), { once: true })
    return opened
  }
  const context: AccountContext = {
    ports,
    account,
    links: linksOf(account),
    view: () => ports.state().accounts[account.id],
    asking: () => (asking ??= openAsking()),
    probe: signal => {
      probe ??= probeAddress(account.baseUrl, ports.network.agent, ports.now, closing.signal)
      return waitFor(probe, signal)
    },
    traffic: () => (traffic ??= readTraffic(ports.home.database, whoseOf(account), ports.now())),
  }
  return { context, close: () => closing.abort() }
}

function linksOf({ appId, config: { domain, consoleUrl } }: AccountSettings): Links {
  const place = { domain, appId, consoleUrl }
  return {
    credentials: consoleLink(place, 'credentials'),
    bot: consoleLink(place, 'bot'),
    events: consoleLink(place, 'events'),
    callbacks: consoleLink(place, 'callbacks'),
    versions: consoleLink(place, 'versions'),
    addresses: consoleLink(place, 'addresses'),
    grant: scopes => grantLink(place, scopes) || consoleLink(place, 'permissions'),
  }
}
