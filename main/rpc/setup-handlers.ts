import type { Method } from '../contract/calls.ts'
import type { Handlers } from './handlers.ts'
import type { HandlerPorts } from './ports.ts'

type SetupCalls = Extract<Method, `setup.${string}` | `doctor.${string}` | `accounts.${string}` | 'secret.confirm-host'>

/** The calls of setting up, of the doctor, and about single accounts. */
export const setupHandlers = ({ setup, doctor, bots }: HandlerPorts): Pick<Handlers, SetupCalls> => ({
  'doctor.list': () => doctor.list(),
  'doctor.run': (which, signal) => doctor.run(which, signal),
  'setup.scan': wish => setup.scan(wish),
  'setup.cancel-scan': () => setup.cancelScan(),
  'setup.try': (credentials, signal) => setup.tryOut(credentials, signal),
  'setup.connect': account => setup.connect(account),
  'setup.guide': ({ account }, signal) => setup.guide(account, signal),
  'setup.owner-code': ({ account }) => setup.ownerCode(account),
  'accounts.pause': ({ account, paused }) => bots.pause(account, paused),
  'accounts.rename': ({ account, name }) => bots.rename(account, name),
  'accounts.remove': ({ account }) => bots.remove(account),
  'accounts.retry': ({ account }) => bots.retry(account),
  'secret.confirm-host': ({ name }) => bots.confirmHost(name),
})
