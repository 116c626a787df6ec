import { join, win32 } from 'node:path'

export type Folders = {
  readonly platform: NodeJS.Platform
  /** Electron's `appData`: on Windows it roams from computer to computer, which a database must not. */
  readonly appData: string
  readonly localAppData: string | undefined
}

/** The home of the desktop when nobody names another. */
export function desktopHome({ platform, appData, localAppData }: Folders): string {
  if (platform === 'win32') return win32.join(localAppData ?? win32.join(appData, '..', 'Local'), 'Perch')
  return join(appData, 'Perch')
}

/** Files that ship with the program, found from the folder of the bundle. */
export const shippedPlaces = (bundle: string) => ({
  preload: join(bundle, 'preload.cjs'),
  renderer: join(bundle, 'renderer'),
  icon: join(bundle, '..', 'build', 'icons', '256x256.png'),
  tray: join(bundle, '..', 'build', 'tray'),
})

export type ShippedPlaces = ReturnType<typeof shippedPlaces>
