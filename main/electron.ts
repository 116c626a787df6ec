import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { app, dialog, Menu } from 'electron'
import { chooseHome, desktopHome } from './config/home.ts'
import type { Logger } from './base/logger.ts'
import { asAppError } from './contract/errors.ts'
import type { Words } from './contract/words.ts'
import { readFlags } from './electron/flags.ts'
import { keychainSecrets } from './electron/keychain.ts'
import { applicationMenu } from './electron/menus.ts'
import { shippedPlaces } from './electron/places.ts'
import { registerScheme } from './electron/protocol.ts'
import { safeStorageCipher } from './electron/safe-storage.ts'
import { openShell, type Shell } from './electron/shell.ts'
import { openHost } from './host.ts'
import { openPracticeWorld } from './practice-world.ts'
import { openService } from './open-service.ts'

/** After this long a stop is over, whatever still hangs (milliseconds). */
const STOP_WITHIN = 5000

const flags = readFlags(process.argv)
const home = homeFolder()
mkdirSync(home, { recursive: true, mode: 0o700 })
app.setName('Perch')
app.setPath('userData', home) // one home, one Perch: the lock below lies there
app.setPath('sessionData', join(home, 'window'))
app.setAppUserModelId('com.perch.desktop') // without it Windows shows no notifications

if (app.requestSingleInstanceLock()) {
  registerScheme()
  void app
    .whenReady()
    .then(run)
    .catch((thrown: unknown) => giveUp(thrown)) // a top-level await would never return
} else {
  app.exit() // the first one shows its window
}

function homeFolder(): string {
  const fallback = desktopHome({ platform: process.platform, env: process.env, userHome: homedir() })
  const usual = chooseHome({ flag: undefined, env: process.env, userHome: homedir(), fallback })
  const practice = flags.practice ? join(usual, 'practice') : usual
  return flags.home === undefined ? practice : chooseHome({ flag: flags.home, env: {}, userHome: homedir() })
}

async function run(): Promise<void> {
  Menu.setApplicationMenu(applicationMenu(process.platform))
  const world = flags.practice ? await openPracticeWorld(home) : undefined
  const host = await openHost({ home }, { echo: undefined, print, env: world?.env ?? process.env, watchConfig: true })
  const service = await openService({
    ...host,
    ...(world && { practice: world.practice }),
    secrets: keychainSecrets(join(host.home.home, 'secrets.json'), safeStorageCipher()),
  })
  const shell = await openShell({
    service: service.app,
    log: host.log.log,
    home,
    explicitHome: flags.home === undefined ? undefined : home,
    places: shippedPlaces(import.meta.dirname),
  })
  app.on('second-instance', () => shell.show())
  app.on('activate', () => shell.show()) // a click in the dock of macOS
  app.on('window-all-closed', () => undefined) // the agent outlives its window
  endOnQuit(shell, async () => {
    await service.close()
    await world?.sandbox.close()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => app.quit())
  endOnFault(host.log.log)
  if (!flags.hidden && !app.getLoginItemSettings().wasOpenedAtLogin) shell.show()
  await service.app.start()
}

function endOnQuit(shell: Shell, stop: () => Promise<void>): void {
  let ending: Promise<void> | undefined
  app.on('before-quit', () => shell.letGo())
  app.on('will-quit', event => {
    event.preventDefault()
    ending ??= end(shell, stop)
  })
}

async function end(shell: Shell, stop: () => Promise<void>): Promise<void> {
  setTimeout(() => app.exit(1), STOP_WITHIN)
  shell.close()
  try {
    await stop()
    app.exit(0)
  } catch (thrown) {
    complain(`could not stop cleanly: ${asAppError(thrown).message}`)
    app.exit(1)
  }
}

/** What breaks unexpectedly is logged before the program ends; Electron alone would go on in an unknown state. */
function endOnFault(log: Logger): void {
  const fail = (error: unknown) => {
    log.error('Perch ends because of a fault of its own', { error })
    giveUp(error, 'faulty')
  }
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
}

const titles = {
  unstarted: { en: 'Perch could not start', zh: 'Perch 无法启动' },
  faulty: { en: 'Perch had to end', zh: 'Perch 意外结束' },
} as const satisfies Record<string, Words>

/** Nothing runs yet, or nothing can go on: says what is wrong and what to do, then ends. */
function giveUp(thrown: unknown, kind: keyof typeof titles = 'unstarted'): void {
  const error = asAppError(thrown)
  const language = app.getLocale().startsWith('zh') ? 'zh' : 'en'
  complain(`${error.message} ${error.hint()}`)
  if (!app.isPackaged && error.cause !== undefined) complain(inspect(error.cause)) // the log may not be there yet
  dialog.showErrorBox(titles[kind][language], `${error.message}\n\n${error.hint(language)}`)
  app.exit(1)
}

/** The terminal that started it may be gone. */
process.stdout.on('error', () => undefined)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complain(line: string): void {
  process.stderr.write(`perch: ${line}\n`)
}
