import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../contract/errors.ts'
import { transact } from './database.ts'
import { storeError } from './failures.ts'

type Job = {
  readonly work: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: AppError) => void
}

/** Works that are asked for within one turn of the event loop share one transaction, so also one wait for the disk. */
export type GroupCommit = {
  /** `work` runs synchronously inside the transaction; resolves after the commit. Rejects with `AppError`. */
  run<T>(work: () => T): Promise<T>
  /** Commits what is waiting; later work is refused. */
  close(): void
}

export function createGroupCommit(db: DatabaseSync): GroupCommit {
  let waiting: Job[] = []
  let closed = false
  const flush = () => {
    const jobs = waiting
    waiting = []
    if (jobs.length > 0) for (const settle of commit(db, jobs)) settle()
  }
  return {
    run: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        if (closed) return reject(new AppError('store-failed', 'The database is closed.'))
        if (waiting.length === 0) setImmediate(flush)
        // one list holds jobs of every type; each job's own value goes back to its own promise
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      }),
    close: () => {
      closed = true
      flush()
    },
  }
}

/** Gives what to tell each caller. A commit that fails keeps nothing and tells all of them. */
function commit(db: DatabaseSync, jobs: readonly Job[]): readonly (() => void)[] {
  try {
    return transact(db, () => jobs.map(job => attempt(db, job)))
  } catch (thrown) {
    const error = storeError(thrown)
    return jobs.map(job => () => job.reject(error))
  }
}

/** A row that the database refuses takes only itself out of the transaction. */
function attempt(db: DatabaseSync, job: Job): () => void {
  db.exec('SAVEPOINT job')
  try {
    const value = job.work()
    db.exec('RELEASE job')
    return () => job.resolve(value)
  } catch (thrown) {
    if (!db.isTransaction) throw thrown // a full disk or a broken one: the engine has already undone everything
    db.exec('ROLLBACK TO job; RELEASE job')
    return () => job.reject(storeError(thrown))
  }
}
