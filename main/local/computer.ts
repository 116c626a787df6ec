import { statSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'

/** The few facts about this computer and its user that decide where sockets and locks lie. */
export type Computer = {
  readonly platform: NodeJS.Platform
  /** The user's number; Windows has none. */
  readonly uid: number | undefined
  /** The home folder by the user database, which does not change with `$HOME`; some containers have none. */
  readonly userHome: string | undefined
  /** XDG_RUNTIME_DIR. */
  readonly runtimeDir: string | undefined
  readonly localAppData: string | undefined
  readonly temporary: string
  /** The number of the user who owns a path, or `undefined` when there is nothing. */
  readonly ownerOf: (path: string) => number | undefined
}

export const thisComputer = (): Computer => ({
  platform: process.platform,
  uid: process.getuid?.(),
  userHome: userHome(),
  runtimeDir: process.env['XDG_RUNTIME_DIR'],
  localAppData: process.env['LOCALAPPDATA'],
  temporary: tmpdir(),
  ownerOf: path => statSync(path, { throwIfNoEntry: false })?.uid,
})

/** A user without an entry in the user database makes both of these throw, unless `$HOME` is set. */
function userHome(): string | undefined {
  for (const ask of [() => userInfo().homedir, homedir]) {
    try {
      return ask()
    } catch {
      continue // the next one may know
    }
  }
  return undefined
}
