import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Logger } from '../base/logger.ts'
import { screenAddress, type Screen } from './address.ts'
import type { DesktopFile } from './desktop-file.ts'
import { fieldMenu } from './menus.ts'
import type { ShippedPlaces } from './places.ts'
import { placeFor, SMALLEST } from './window-place.ts'

export type WindowPorts = {
  readonly places: ShippedPlaces
  readonly desktop: DesktopFile
  /** Joins a new window with the service. */
  readonly serve: (window: BrowserWindow) => void
  readonly developer: boolean
  readonly now: () => number
  readonly log: Logger
}

export type MainWindow = {
  /** Brings the window forward, at that screen or as it was left. */
  readonly show: (screen?: Screen) => void
  /** True while somebody looks at it. */
  readonly isWatched: () => boolean
  /** From now on closing is closing. */
  readonly letGo: () => void
}

/** The colours of the page's ground, so that nothing flashes before it is drawn. */
const GROUND = { light: '#ffffff', dark: '#1a1d1e' }

/** A page that lived so long did not die at once. */
const SETTLED_MS = 10_000

/** The one window. Closing hides it, and the agent goes on; it is made when it is first needed. */
export function createMainWindow(ports: WindowPorts): MainWindow {
  let window: BrowserWindow | undefined
  let isLeaving = false
  let diedAt = -Infinity

  const make = (): BrowserWindow => {
    const made = openWindow(ports)
    made.on('close', event => {
      remember(made, ports.desktop)
      if (isLeaving) return
      event.preventDefault()
      made.hide()
    })
    made.on('closed', () => {
      if (window === made) window = undefined
    })
    made.webContents.on('render-process-gone', (_event, { reason }) => replace(made, reason))
    ports.serve(made)
    return made
  }
  /** A page that died is made anew where somebody saw it, but not again and again. */
  const replace = (dead: BrowserWindow, reason: string) => {
    ports.log.error('the window ended unexpectedly', { reason })
    const isFirst = ports.now() - diedAt > SETTLED_MS
    const wasSeen = dead.isVisible()
    diedAt = ports.now()
    dead.destroy()
    if (isFirst && wasSeen && !isLeaving) show()
  }
  const show = (screen?: Screen) => {
    if (window) {
      if (screen) load(window, screenAddress(screen), ports.log)
      return bringForward(window)
    }
    window = make()
    load(window, screenAddress(screen), ports.log)
  }
  return {
    show,
    isWatched: () => window?.isFocused() ?? false,
    letGo: () => (isLeaving = true),
  }
}

function openWindow({ places, desktop, developer }: WindowPorts): BrowserWindow {
  const remembered = desktop.get('window')
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    ...placeFor(remembered, screens),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Perch',
    icon: places.icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload: places.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: developer,
    },
  })
  window.once('ready-to-show', () => {
    if (remembered?.isMaximized) window.maximize()
    bringForward(window)
  })
  window.webContents.on('context-menu', (_event, details) => fieldMenu(details)?.popup({ window }))
  return window
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** The same address again would load the page anew and lose what it shows. */
function load(window: BrowserWindow, address: string, log: Logger): void {
  if (window.webContents.getURL() === address) return
  window.loadURL(address).catch((error: unknown) => log.warn('the screens could not be loaded', { error }))
}

function remember(window: BrowserWindow, desktop: DesktopFile): void {
  desktop.set('window', { ...window.getNormalBounds(), isMaximized: window.isMaximized() })
}
