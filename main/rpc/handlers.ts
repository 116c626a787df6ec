import type { Method, Output, Parsed, StatusReport } from '../contract/calls.ts'
import type { AppState } from '../contract/state.ts'
import { importHandlers } from './import-handlers.ts'
import { modelHandlers } from './model-handlers.ts'
import type { HandlerPorts } from './ports.ts'
import { setupHandlers } from './setup-handlers.ts'
import { screenHandlers } from './screen-handlers.ts'

/** One function for each call; the compiler asks for the missing ones. */
export type Handlers = { readonly [M in Method]: (input: Parsed<M>, signal: AbortSignal) => Promise<Output<M>> }

export const createHandlers = (ports: HandlerPorts): Handlers => ({
  ...screenHandlers(ports),
  ...importHandlers(ports),
  ...setupHandlers(ports),
  ...modelHandlers(ports),
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
  'notify.send': (input, signal) => ports.notify(input, signal),
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
