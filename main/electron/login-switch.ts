import type { Logger } from '../base/logger.ts'
import type { DesktopFile } from './desktop-file.ts'
import type { LoginItem } from './login-item.ts'

export type LoginSwitch = {
  /** `undefined` where the system does not say. */
  readonly isOn: () => boolean | undefined
  /** Never rejects: what the system refuses stays as it is, and the log says so. */
  readonly turn: (on: boolean) => Promise<void>
}

/**
 * The switch "Start at login". The system is asked at the start, since people also change it there; an entry that is on
 * is written anew, because the program may have moved since.
 */
export async function createLoginSwitch(item: LoginItem, desktop: DesktopFile, log: Logger): Promise<LoginSwitch> {
  let isOn: boolean | undefined
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      log.warn('the start at login could not be changed', { error })
    }
  }
  const look = async () => {
    isOn = await item.isOn()
    if (isOn !== desktop.get('startAtLogin')) desktop.set('startAtLogin', isOn)
  }
  await attempt(async () => {
    await look()
    if (isOn) await item.turn(true)
  })
  return {
    isOn: () => isOn,
    turn: on =>
      attempt(async () => {
        await item.turn(on)
        await look()
      }),
  }
}
