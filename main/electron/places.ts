import { join } from 'node:path'

/** Files that ship with the program, found from the folder of the bundle. */
export const shippedPlaces = (bundle: string) => ({
  preload: join(bundle, 'preload.cjs'),
  renderer: join(bundle, 'renderer'),
  icon: join(bundle, '..', 'build', 'icons', '256x256.png'),
  tray: join(bundle, '..', 'build', 'tray'),
})

export type ShippedPlaces = ReturnType<typeof shippedPlaces>
