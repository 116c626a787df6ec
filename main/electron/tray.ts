import { join } from 'node:path'
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import type { TrayCommand, TrayIcon, TrayItem, TrayView } from './tray-view.ts'

export type TrayShown = {
  /** Does nothing when it looks the same already: an open menu would close. */
  readonly show: (view: TrayView) => void
  readonly close: () => void
}

/** The icon by the clock. `run` does what was chosen; a plain click opens the window where the system has one. */
export function openTray(folder: string, run: (command: TrayCommand) => void): TrayShown {
  let tray: Tray | undefined
  let shown = ''
  const create = (icon: NativeImage) => {
    const made = new Tray(icon)
    made.on('click', () => run({ do: 'open' }))
    return made
  }
  return {
    show: view => {
      const looks = JSON.stringify(view)
      if (looks === shown) return
      shown = looks
      const image = imageOf(folder, view.icon)
      tray ??= create(image)
      tray.setImage(image)
      tray.setToolTip(view.tooltip)
      tray.setContextMenu(Menu.buildFromTemplate(view.items.map(item => menuItem(item, run))))
    },
    close: () => tray?.destroy(),
  }
}

/** macOS colours a template itself; a panel of Linux scales one large drawing; Windows takes the sharpest of several. */
const endings: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'Template', linux: 'Panel' }

const imageOf = (folder: string, icon: TrayIcon): NativeImage =>
  nativeImage.createFromPath(join(folder, `${icon}${endings[process.platform] ?? ''}.png`))

function menuItem(item: TrayItem, run: (command: TrayCommand) => void): MenuItemConstructorOptions {
  if (item.kind === 'separator') return { type: 'separator' }
  const { label, command, checked } = item
  const click = () => run(command)
  return { label: literal(label), click, ...(checked === undefined ? {} : { type: 'checkbox', checked }) }
}

/** A single `&` would underline the letter after it, except on macOS. */
const literal = (label: string): string => (process.platform === 'darwin' ? label : label.replaceAll('&', '&&'))
