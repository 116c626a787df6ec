import { app, ipcMain, session } from 'electron'
import type { App } from '../service/host-port.ts'
import { watchAddresses } from '../base/address-watch.ts'
import type { Logger } from '../base/logger.ts'
import type { AppState } from '../contract/state.ts'
import type { Language } from '../contract/words.ts'
import { serveSession } from '../rpc/session.ts'
import type { Screen } from './address.ts'
import { clockText } from './clock.ts'
import { openDesktopFile } from './desktop-file.ts'
import { followState } from './follow.ts'
import { serveWindow } from './ipc.ts'
import { lockNavigation, refusePermissions } from './lockdown.ts'
import { loginItem } from './login-item.ts'
import { createLoginSwitch } from './login-switch.ts'
import { createNotifier } from './notifications.ts'
import type { ShippedPlaces } from './places.ts'
import { isLocked, onWake, systemStayAwake } from './power.ts'
import { serveScreens } from './protocol.ts'
import { openTray } from './tray.ts'
import { trayView, type TrayCommand } from './tray-view.ts'
import { createMainWindow } from './window.ts'

export type ShellOptions = {
  readonly service: App
  readonly log: Logger
  readonly home: string
  /** `--home`, which the next start at login needs too. */
  readonly explicitHome: string | undefined
  readonly places: ShippedPlaces
}

/** All that people see of a service on this computer: window, tray and notifications. */
export type Shell = {
  readonly show: (screen?: Screen) => void
  /** From now on a closed window is not hidden. */
  readonly letGo: () => void
  readonly close: () => void
}

/** Many facts at once, as while a turn streams, change the tray once. */
const SETTLE_MS = 150
/** A time in the menu turns into a date at midnight. */
const REFRESH_MS = 60_000

export async function openShell({ service, log, home, explicitHome, places }: ShellOptions): Promise<Shell> {
  const { hub } = service
  lockNavigation(log)
  refusePermissions(session.defaultSession)
  serveScreens(session.defaultSession, places.renderer, log)
  const desktop = await openDesktopFile(home, log)
  const login = await createLoginSwitch(loginItem(explicitHome), desktop, log)
  const language = () => languageNow(service.settings.current().language)

  const window = createMainWindow({
    places,
    desktop,
    developer: !app.isPackaged,
    now: Date.now,
    log,
    serve: ({ webContents }) =>
      serveWindow(
        ipcMain,
        webContents,
        (send, drop) =>
          serveSession({
            call: (name, input, signal) => service.call(name, input, signal),
            watch: hub.watch,
            send,
            drop,
            log,
          }),
        log,
      ),
  })
  const ask = async (call: string, input: unknown, screen: Screen) => {
    const reply = await service.call(call, input, AbortSignal.timeout(30_000))
    if (!reply.ok) window.show(screen) // the state there says what is wrong; the failure is in the log
  }
  const run = (command: TrayCommand): void => {
    switch (command.do) {
      case 'open':
        return window.show(command.screen)
      case 'allow':
        return void ask('people.allow', { id: command.openId, account: command.account }, 'people')
      case 'pause':
        return void ask('agent.pause', { paused: command.paused }, 'home')
      case 'start-at-login':
        return void login.turn(command.on).then(() => showTray(hub.state()))
      case 'quit':
        return app.quit()
      default:
        return command satisfies never
    }
  }
  const tray = openTray(places.tray, run)
  const showTray = (state: AppState) => {
    const clock = (at: number) => clockText(at, Date.now(), language())
    tray.show(trayView(state, { language: language(), startAtLogin: login.isOn(), clock }))
  }
  const notifier = createNotifier(hub.state(), {
    language,
    isWatched: window.isWatched,
    isLocked,
    decide: (action, { account, openId }) => void ask(`people.${action}`, { id: openId, account }, 'people'),
    open: window.show,
  })
  const awake = systemStayAwake()
  const stops = [
    followState(hub, showTray, SETTLE_MS),
    followState(hub, notifier.update, SETTLE_MS),
    followState(hub, ({ turns }) => awake.update(Object.keys(turns).length > 0), SETTLE_MS),
    onWake(() => service.wake()),
    watchAddresses({ onChange: () => service.wake() }),
    every(REFRESH_MS, () => showTray(hub.state())),
    awake.close,
    notifier.close,
    tray.close,
  ]
  return { show: window.show, letGo: window.letGo, close: () => stops.forEach(stop => stop()) }
}

/** By the setting, else by the first language of this computer. */
const languageNow = (setting: 'auto' | 'en' | 'zh-CN'): Language =>
  (setting === 'auto' ? (app.getPreferredSystemLanguages()[0] ?? app.getLocale()) : setting).startsWith('zh')
    ? 'zh'
    : 'en'

function every(milliseconds: number, work: () => void): () => void {
  const timer = setInterval(work, milliseconds)
  return () => clearInterval(timer)
}
