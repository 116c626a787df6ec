import type { Input, Method, Output, Parsed, SentReport, StatusReport } from '../contract/calls.ts'
import type { AppState, FateView, PersonView } from '../contract/state.ts'

/** One function for each call; the compiler asks for the missing ones. */
export type Handlers = { readonly [M in Method]: (input: Parsed<M>, signal: AbortSignal) => Promise<Output<M>> }

/** What the handlers need of the service; each is one topic's own interface. */
export type HandlerPorts = {
  readonly state: () => AppState
  readonly probe: (signal: AbortSignal) => Promise<void>
  readonly screensLink: () => string
  readonly people: { list(account?: string): Promise<readonly PersonView[]> }
  readonly access: {
    change(action: 'allow' | 'deny', id: string, account?: string): Promise<{ id: string; account: string }>
  }
  readonly fates: { read(query: { before?: number; limit: number }): Promise<readonly FateView[]> }
  readonly send: (input: Input<'message.send'>, signal: AbortSignal) => Promise<SentReport>
  readonly settings: { get(path: string): Promise<unknown>; edit(path: string, value: unknown): Promise<void> }
  readonly secrets: {
    set(name: string, value: string): Promise<void>
    unset(name: string): Promise<void>
    list(): Promise<Output<'secret.list'>>
  }
  readonly pause: (paused: boolean) => void
}

export const createHandlers = (ports: HandlerPorts): Handlers => ({
  'status.get': async ({ probe }, signal) => {
    if (probe) await ports.probe(signal)
    return statusOf(ports.state())
  },
  'screens.link': () => Promise.resolve({ url: ports.screensLink() }),
  'people.list': ({ account }) => ports.people.list(account),
  'people.allow': async ({ id, account }) => {
    const changed = await ports.access.change('allow', id, account)
    return { allowed: changed.id, account: changed.account }
  },
  'people.deny': async ({ id, account }) => {
    const changed = await ports.access.change('deny', id, account)
    return { denied: changed.id, account: changed.account }
  },
  'fates.read': ({ before, limit }) => ports.fates.read(before === undefined ? { limit } : { before, limit }),
  'message.send': (input, signal) => ports.send(input, signal),
  'config.get': ({ path }) => ports.settings.get(path),
  'config.set': ({ path, value }) => ports.settings.edit(path, value),
  'config.unset': ({ path }) => ports.settings.edit(path, undefined),
  'secret.set': ({ name, value }) => ports.secrets.set(name, value),
  'secret.unset': ({ name }) => ports.secrets.unset(name),
  'secret.list': () => ports.secrets.list(),
  'agent.pause': ({ paused }) => {
    ports.pause(paused)
    return Promise.resolve()
  },
})

/** What `perch status` prints: the state without its lists. */
export const statusOf = ({ version, pid, home, accounts, llm, queue }: AppState): StatusReport => ({
  version,
  pid,
  home,
  accounts: Object.values(accounts),
  llm,
  queue,
})
