import { methods, type Method } from '../../main/contract/calls.ts'
import { AppError } from '../../main/contract/errors.ts'
import { initialState } from '../../main/contract/state.ts'
import type { Handlers } from '../../main/rpc/handlers.ts'
import { createHub, type Hub } from '../../main/rpc/hub.ts'

const refuse = () => Promise.reject(new AppError('not-permitted', 'Not in this test.'))

export type Service = { readonly handlers: Handlers; readonly hub: Hub; readonly aborted: string[] }

/** A service in which a few calls do something that a test can see; the rest refuses. */
export function smallService(): Service {
  const hub = createHub({ ...initialState, version: '0.1.0' })
  const aborted: string[] = []
  const forever = (name: string, signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push(name)
        reject(new Error('aborted'))
      })
    })
  const handlers: Handlers = {
    // every call there is, so that a new one needs no line here
    ...(Object.fromEntries(Object.keys(methods).map(name => [name, refuse])) as Record<Method, () => Promise<never>>),
    'status.get': async () => ({
      version: '0.1.0',
      pid: 1,
      home: '/h',
      accounts: [],
      llm: hub.state().llm,
      queue: hub.state().queue,
    }),
    'screens.link': async () => ({ url: 'http://127.0.0.1:1/#token=t' }),
    'people.list': async () => [],
    'people.allow': async ({ id, account = 'default' }) => ({ allowed: id, account }),
    'fates.read': async () => [],
    'log.read': (_query, signal) => forever('log.read', signal),
    'log.history': async () => ({ rows: [], next: 0, dropped: 0 }),
    'person.waiting': async () => [],
    'groups.list': async () => [],
    'conversations.list': async () => [],
    'conversations.read': async () => [],
    'settings.list': async () => [],
    'message.send': (_input, signal) => forever('message.send', signal),
    'config.get': async ({ path }) => ({ path, text: '你好\n"quoted"\u2028' }),
    'config.set': async () => undefined,
    'config.unset': () => Promise.reject(new Error('a stack with a password in it')),
    'secret.set': async () => undefined,
    'secret.list': async () => [],
    'agent.pause': async ({ paused }) => hub.publish({ type: 'pause-changed', paused }),
  }
  return { handlers, hub, aborted }
}
