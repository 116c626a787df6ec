import { createApp } from './app.ts'
import type { App, Host } from './service/host-port.ts'
import { AppError } from './contract/errors.ts'
import { ensureControlKey } from './local/control-key.ts'
import { serveControl } from './local/control-socket.ts'
import { lockHome } from './local/home-lock.ts'
import { controlPath } from './local/places.ts'

/** Something that was opened, and must be closed before the program ends. */
type Door = { close(): Promise<void> }

/** The one service of a home, with the command line's door. It is not connected yet: `app.start()` does that. */
export type Service = {
  readonly app: App
  /** Closes with the service, before what was opened earlier. */
  readonly add: (door: Door) => void
  readonly close: () => Promise<void>
}

/**
 * Opens what the desktop and a server have in common. The home's lock comes first: two services would answer everything
 * twice. When anything fails, all that was opened is closed again, the log of `host` too.
 */
export async function openService(host: Host): Promise<Service> {
  const { home } = host.home
  const opened: Door[] = [host.log]
  const close = async () => {
    for (const door of opened.splice(0).toReversed()) await door.close()
  }
  try {
    const lock = await lockHome(home)
    opened.push({ close: () => lock.release() })
    const app: { current?: App } = {}
    // The door opens before the service exists, so that a second start learns early that this home is taken.
    const control = await serveControl({
      path: controlPath(home),
      key: await ensureControlKey(home),
      call: (name, input, signal) => {
        if (!app.current) throw new AppError('not-running', 'Perch is still starting.')
        return app.current.call(name, input, signal)
      },
      watch: (onSnapshot, onTick) => app.current?.hub.watch(onSnapshot, onTick) ?? (() => undefined),
      log: host.log.log,
    })
    opened.push(control)
    const service = await createApp(host)
    app.current = service
    opened.push({ close: () => service.stop() })
    return { app: service, add: door => void opened.push(door), close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}
