import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '../../main/app.ts'
import { fromWire } from '../../main/contract/errors.ts'
import type { Input, Method, Output } from '../../main/contract/calls.ts'
import type { AccountView, AppState } from '../../main/contract/state.ts'
import { openHost } from '../../main/host.ts'
import type { App, Host } from '../../main/service/host-port.ts'
import { until } from './chat.ts'

export type LivingApp = Awaited<ReturnType<typeof startApp>>

/** The whole service in this process, as a shell runs it, on a home of its own. */
export async function startApp(home: string, env: Record<string, string> = {}, flags: Host['flags'] = {}) {
  const printed: string[] = []
  const host = await openHost(
    { home },
    {
      echo: undefined,
      print: line => void printed.push(line),
      complain: line => void printed.push(line),
      env,
      watchConfig: true,
    },
  )
  const app: App = await createApp({ ...host, flags })
  /** Every state that a window could have seen. */
  const states: AppState[] = []
  const unwatch = app.hub.watch(
    ({ state }) => void states.push(state),
    () => void states.push(app.hub.state()),
  )
  await app.start()
  const call = async <M extends Method>(name: M, input?: Input<M>): Promise<Output<M>> => {
    const reply = await app.call(name, input, new AbortController().signal)
    if (!reply.ok) throw fromWire(reply.error)
    return reply.value as Output<M> // the method's own handler gave it
  }
  const account = (id = 'default'): AccountView | undefined => app.hub.state().accounts[id]
  return {
    app,
    call,
    printed,
    states,
    account,
    state: () => app.hub.state(),
    online: (id = 'default') => until(`${id} is online`, () => account(id)?.state === 'online', 20_000),
    config: () => JSON.parse(readFileSync(join(home, 'config.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '')),
    async stop() {
      unwatch()
      await app.stop()
      await host.log.close()
    },
  }
}

/** Every file of a home that holds one of these texts, plain or in base64. */
export function filesWith(home: string, ...texts: string[]): string[] {
  const forms = texts.flatMap(text => [
    text,
    Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1),
    encodeURIComponent(text),
  ])
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => forms.some(form => readFileSync(path).includes(form)))
}
