import type { App } from '../app.ts'
import type { Input, Method, Output } from '../contract/calls.ts'
import { AppError, fromWire } from '../contract/errors.ts'
import { openHost, type CommonOptions } from '../host.ts'
import { connectControl } from '../local/control-client.ts'

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
  const host = await openHost(options, { echo: undefined })
  try {
    const control = await connectControl({ home: host.home.home })
    if (control) {
      try {
        return await work({ running: true, call: (method, input) => control.call(method, input) })
      } finally {
        await control.close()
      }
    }
    if (onlyRunning) throw new AppError('not-running', 'Perch is not running with this home.')
    return await withoutConnection(host, work)
  } finally {
    await host.log.close()
  }
}

async function withoutConnection<T>(
  host: Awaited<ReturnType<typeof openHost>>,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  const { createApp } = await import('../app.ts')
  const app = await createApp(host)
  try {
    return await work({ running: false, call: (method, input) => callHere(app, method, input) })
  } finally {
    await app.stop()
  }
}

async function callHere<M extends Method>(app: App, method: M, input: Input<M>): Promise<Output<M>> {
  const reply = await app.call(method, input, new AbortController().signal)
  if (!reply.ok) throw fromWire(reply.error)
  return reply.value as Output<M> // the handler of this method made it; the compiler checked the handler
}
