import { openHost } from '../../main/host.ts'
import { serveLoopback } from '../../main/local/loopback-server.ts'
import { findScreens } from '../../main/local/screen-files.ts'
import { openService } from '../../main/open-service.ts'
import { serveSession } from '../../main/rpc/session.ts'
import type { AppState } from '../../main/contract/state.ts'

export type LivingService = Awaited<ReturnType<typeof startService>>

/** The built screens; another build than the one beside the program can be named. */
const screens = (): string | undefined => process.env['PERCH_SCREENS'] || findScreens()

/** A whole Perch in this process, with both of its doors: the screens' and the command line's. */
export async function startService(home: string, env: Readonly<Record<string, string>> = {}) {
  const printed: string[] = []
  const print = (line: string) => void printed.push(line)
  const host = await openHost({ home }, { echo: undefined, print, complain: print, env, watchConfig: true })
  const { log } = host.log
  const service = await openService(host)
  const { app } = service
  const doors = await serveLoopback({
    host: '127.0.0.1',
    port: 0,
    version: host.version,
    screens: screens(),
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
  const states: AppState[] = []
  const unwatch = app.hub.watch(
    ({ state }) => void states.push(state),
    () => void states.push(app.hub.state()),
  )
  await app.start()
  return {
    /** Everything that was printed, and every state that a window could have seen. */
    printed,
    states,
    state: () => app.hub.state(),
    link: () => doors.link(),
    stop: async () => {
      unwatch()
      await service.close()
    },
  }
}
