import { join } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { takeLock } from './process-lock.ts'

/** What is held until `release`, or until this process ends. */
export type Held = { readonly release: () => Promise<void> }

/** Makes this process the only service of this home, first of all it does there. Throws `home-in-use`. */
export async function lockHome(home: string): Promise<Held> {
  const lock = await takeLock(join(home, 'perch.lock'), { pid: process.pid, home }).catch((thrown: unknown) => {
    throw new AppError('lock-failed', `${home} can't be locked.`, { cause: thrown })
  })
  if (lock.taken) return { release: lock.release }
  const who = lock.holder ? ` (process ${lock.holder.pid})` : ''
  throw new AppError('home-in-use', `Perch already runs with ${home}${who}.`)
}
