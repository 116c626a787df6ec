import { statfs } from 'node:fs/promises'
import type { CheckView } from '../contract/doctor.ts'
import type { AppError } from '../contract/errors.ts'
import { homeOf, type CommonOptions } from '../host.ts'
import { judgeDisk } from '../service/doctor/folders.ts'
import { closedDoor } from './closed-door.ts'

type Options = CommonOptions & { readonly account?: string; readonly json?: boolean }

/** What the doctor can tell of a Perch that did not even open; nothing where the error is better told as such. */
export async function whyClosed(error: AppError, options: Options): Promise<readonly CheckView[]> {
  const door = closedDoor(error)
  if (door === undefined) return options.json ? [anyOther(error, options.account)] : []
  const disk = door.id === 'database' ? await fullDisk(options) : undefined
  return disk ? [door, disk] : [door]
}

const MEBIBYTE = 1024 * 1024

/** SQLite calls a full disk by other names too; whether it is full can be seen. `undefined` when there is room. */
async function fullDisk(options: CommonOptions): Promise<CheckView | undefined> {
  try {
    const { bavail, bsize } = await statfs((await homeOf(options)).home)
    const found = judgeDisk((bavail * bsize) / MEBIBYTE)
    const place = {
      key: 'disk',
      id: 'disk',
      layer: 'computer',
      title: { en: 'Free disk space', zh: '磁盘空间' },
    } as const
    return found.verdict === 'failed' ? { ...place, ...found } : undefined
  } catch {
    return undefined // what kept Perch from opening is told already
  }
}

/** A script that asked for JSON gets its array whatever happened. */
function anyOther(error: AppError, account: string | undefined): CheckView {
  const isAccount = error.code === 'not-found' && account !== undefined
  const id = isAccount ? 'account' : 'doctor'
  return {
    id,
    key: id,
    layer: 'computer',
    title: isAccount ? { en: 'Account', zh: '账号' } : { en: 'Doctor', zh: '诊断' },
    verdict: 'failed',
    detail: error.says ?? { en: error.message, zh: error.message },
    fix: { en: error.hint('en'), zh: error.hint('zh') },
    raw: error.message,
  }
}
