import type { App } from '../service/host-port.ts'
import type { Input, Method, Output } from '../contract/calls.ts'
import { asAppError, fromWire } from '../contract/errors.ts'
import { homeOf, openHost, type CommonOptions } from '../host.ts'
import { connectControl, type ControlLink } from '../local/control-client.ts'
import { readControlKey } from '../local/control-key.ts'
import { controlPath } from '../local/places.ts'

/** What a command asks: the running Perch where there is one, else the same code without a connection. */
export interface Service {
  readonly running: boolean
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>
}

/** Runs `work` against this home's Perch. With `onlyRunning`, a Perch that is not running is an error. */
export async function withService<T>(
  options: CommonOptions,
  work: (service: Service) => Promise<T>,
  { onlyRunning = false } = {},
): Promise<T> {
  const { home } = await homeOf(options)
  const control = await connect(home, onlyRunning)
  if (!control) return withoutConnection(options, work)
  try {
    return await work({ running: true, call: (method, input) => control.call(method, input) })
  } finally {
    control.close()
  }
}

/** Nothing when no Perch runs with this home; any other trouble on the way to it is told. */
async function connect(home: string, onlyRunning: boolean): Promise<ControlLink | undefined> {
  try {
    return await connectControl({ path: controlPath(home), key: await readControlKey(home) })
  } catch (thrown) {
    if (asAppError(thrown).code === 'not-running' && !onlyRunning) return undefined
    throw thrown
  }
}

async function withoutConnection<T>(options: CommonOptions, work: (service: Service) => Promise<T>): Promise<T> {
  const { createApp } = await import('../app.ts')
  const host = await openHost(options, { echo: undefined })
  const app = await createApp(host)
  try {
    return await work({ running: false, call: (method, input) => callHere(app, method, input) })
  } finally {
    await app.stop()
    await host.log.close()
  }
}

async function callHere<M extends Method>(app: App, method: M, input: Input<M>): Promise<Output<M>> {
  const reply = await app.call(method, input, new AbortController().signal)
  if (!reply.ok) throw fromWire(reply.error)
  return reply.value as Output<M> // the handler of this method made it; the compiler checked the handler
}
