import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../base/logger.ts'

/** A window's place on the screens, in the system's own pixels. */
export type Place = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly isMaximized: boolean
}

/** What is the desktop's alone; everything else is in config.json. */
export type DesktopSettings = {
  readonly window?: Place
  readonly startAtLogin: boolean
  readonly updateChannel: 'stable' | 'beta'
}

export type DesktopFile = {
  readonly get: <K extends keyof DesktopSettings>(key: K) => DesktopSettings[K]
  readonly set: <K extends keyof DesktopSettings>(key: K, value: NonNullable<DesktopSettings[K]>) => void
}

const number = { type: 'number' } as const
const schema = {
  window: {
    type: 'object',
    properties: { x: number, y: number, width: number, height: number, isMaximized: { type: 'boolean' } },
    required: ['x', 'y', 'width', 'height', 'isMaximized'],
  },
  startAtLogin: { type: 'boolean', default: false },
  updateChannel: { enum: ['stable', 'beta'], default: 'stable' },
} as const

/** Opens `desktop.json` in the home. One that can't be read is kept beside it, and a new one begun. */
export async function openDesktopFile(home: string, log: Logger): Promise<DesktopFile> {
  const { default: Store } = await import('electron-store') // asks for Electron the moment it loads
  const open = () => new Store<DesktopSettings>({ cwd: home, name: 'desktop', schema, configFileMode: 0o600 })
  const path = join(home, 'desktop.json')
  try {
    return faceOf(open())
  } catch (error) {
    log.warn('desktop.json can not be read; it is kept as desktop.json.broken', { error })
    await rename(path, `${path}.broken`)
    return faceOf(open())
  }
}

const faceOf = (store: DesktopFile): DesktopFile => ({
  get: key => store.get(key),
  set: (key, value) => store.set(key, value),
})
