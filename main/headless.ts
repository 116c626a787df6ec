import { setFlagsFromString } from 'node:v8'
import type { App, Host } from './service/host-port.ts'
import { watchAddresses } from './base/address-watch.ts'
import type { Logger } from './base/logger.ts'
import { asAppError } from './contract/errors.ts'
import { openHost, serverHome, version, type CommonOptions } from './host.ts'
import { serveLoopback } from './local/loopback-server.ts'
import { findScreens } from './local/screen-files.ts'
import type { PracticePort } from './rpc/ports.ts'
import { serveSession } from './rpc/session.ts'
import { openService } from './open-service.ts'

export type ServeOptions = CommonOptions & {
  readonly host?: string
  readonly port?: number
  readonly verbose?: boolean
  readonly iKnowThisIsPublic?: boolean
}

/** A running Perch without a window. */
export type Running = { readonly app: App; readonly url: string; readonly log: Logger; stop(): Promise<void> }

/** After this long a stop is over, whatever still hangs (milliseconds). */
const STOP_WITHIN = 5000

/** Starts the service with its doors, and connects it. */
export async function serve(
  options: ServeOptions,
  print: (line: string) => void,
  env: Host['env'] = process.env,
  practice?: PracticePort,
): Promise<Running> {
  let link: () => string = () => ''
  const echo = options.verbose ? (line: string) => void process.stderr.write(`${line}\n`) : undefined
  const complain = (line: string) => void process.stderr.write(`${line}\n`)
  const host = await openHost(
    { ...options, home: serverHome(options) },
    { echo, print, complain, screensLink: () => link(), env, watchConfig: true },
  )
  const { log } = host.log
  const service = await openService({
    ...host,
    flags: { host: options.host, port: options.port },
    ...(practice && { practice }),
  })
  const { app } = service
  try {
    const { server } = app.settings.current()
    const doors = await serveLoopback({
      host: options.host ?? server.host,
      port: options.port ?? server.port,
      version,
      allowPublic: options.iKnowThisIsPublic ?? false,
      screens: findScreens(),
      openLink: (send, drop) =>
        serveSession({
          call: (name, input, signal) => app.call(name, input, signal),
          watch: app.hub.watch,
          send,
          drop,
          log,
        }),
      log,
      now: host.now,
    })
    service.add(doors)
    link = () => doors.link()
    print(`perch ${version} · home ${host.home.home} · log ${host.log.file()}`)
    print(`ready: ${doors.link()}`)
    await app.start()
    const unwatch = watchAddresses({ onChange: () => app.wake() })
    service.add({ close: () => Promise.resolve(unwatch()) })
    return { app, url: doors.url, log, stop: service.close }
  } catch (thrown) {
    await service.close()
    throw thrown
  }
}

/** Keeps the young heap small: it costs nothing that can be measured here, and a third of the memory under a burst. */
const keepSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1')

export async function serveForever(options: ServeOptions): Promise<void> {
  keepSmall()
  await runUntilTold(await serve(options, line => void process.stdout.write(`${line}\n`)))
}

/** Lasts until the process is told to stop; what breaks unexpectedly is logged before the process ends. */
export async function runUntilTold(running: Pick<Running, 'log' | 'stop'>): Promise<void> {
  process.on('uncaughtException', thrown => {
    running.log.error('Perch ends because of a fault of its own', { error: thrown })
    process.stderr.write(`perch: ended by a fault of its own: ${thrown.message}\n`)
    process.exit(1)
  })
  const { promise: told, resolve: tell } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => tell())
  await told
  await stopInTime(running)
}

async function stopInTime(running: Pick<Running, 'stop'>): Promise<void> {
  const timer = setTimeout(() => {
    process.stderr.write('perch: stopping took too long; what is open is taken up at the next start\n')
    process.exit(1)
  }, STOP_WITHIN)
  try {
    await running.stop()
  } catch (thrown) {
    process.stderr.write(`perch: could not stop cleanly: ${asAppError(thrown).message}\n`)
    process.exitCode = 1
  } finally {
    clearTimeout(timer)
  }
}
