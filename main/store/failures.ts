import { AppError, isAppError } from '../contract/errors.ts'

/** The primary result codes of SQLite that we tell apart (sqlite.org/rescode.html). */
const CODES = { corrupt: 11, full: 13, notADatabase: 26 } as const

/** SQLite's primary result code, or `undefined` when something else was thrown. */
function resultCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return undefined
  return thrown.errcode & 0xff
}

export const saysDamaged = (thrown: unknown): boolean => {
  const code = resultCode(thrown)
  return code === CODES.corrupt || code === CODES.notADatabase
}

/** Whatever the engine threw, as ours. SQLite's sentences name tables and columns, never what is in them. */
export function storeError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown
  if (isFull(thrown)) return new AppError('store-full', 'The disk is full.', { cause: thrown })
  const reason = thrown instanceof Error ? thrown.message : 'unknown'
  return new AppError('store-failed', `The database can't be used: ${reason}`, { cause: thrown })
}

const isFull = (thrown: unknown): boolean =>
  resultCode(thrown) === CODES.full || (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')
