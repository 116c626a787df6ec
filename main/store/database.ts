import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect, type Compilable, type SqliteDatabase } from 'kysely'
import { storeError } from './failures.ts'
import type { Tables } from './tables.ts'

/** How long a connection waits for another process that writes, in milliseconds. Ours never wait for each other. */
const BUSY_MS = 2000

/**
 * The main connection. A query is one statement; several that belong together go through `writeAll`.
 * Kysely's own transactions are not for use here: they stay open across turns of the event loop,
 * and the inbox's connection, on the same thread, would wait for a lock that can't be released.
 */
export type Database = {
  readonly query: Kysely<Tables>
  /** Runs them in one transaction, at once, and gives how many rows each changed. */
  readonly writeAll: (queries: readonly Compilable[]) => readonly number[]
  readonly close: () => Promise<void>
}

/** Opens the file in WAL mode. `FULL` waits for the disk at each commit, `NORMAL` survives a killed process. */
export function connect(file: string, synchronous: 'NORMAL' | 'FULL'): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_MS, defensive: true })
  try {
    const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode']
    if (mode !== 'wal') throw new Error(`this disk takes no write-ahead log (${String(mode)})`)
    db.exec(`PRAGMA synchronous = ${synchronous}`)
    return db
  } catch (thrown) {
    db.close()
    throw storeError(thrown)
  }
}

export function createDatabase(db: DatabaseSync): Database {
  const facade = facadeOf(db)
  const query = new Kysely<Tables>({ dialect: new SqliteDialect({ database: async () => facade }) })
  return {
    query,
    writeAll: queries => transact(db, () => queries.map(each => runOne(facade, each))),
    close: async () => {
      await query.destroy()
      if (db.isOpen) db.close() // kysely closes only what it has used
    },
  }
}

function runOne(facade: SqliteDatabase, query: Compilable): number {
  const { sql, parameters } = query.compile()
  return Number(facade.prepare(sql).run(parameters).changes)
}

/** One synchronous transaction: nothing else of this process can come between. Throws `AppError`. */
export function transact<T>(db: DatabaseSync, work: () => T): T {
  try {
    if (db.isTransaction) db.exec('ROLLBACK')
    db.exec('BEGIN IMMEDIATE')
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (thrown) {
    undo(db)
    throw storeError(thrown)
  }
}

function undo(db: DatabaseSync): void {
  try {
    if (db.isTransaction) db.exec('ROLLBACK')
  } catch {
    // the first failure is the one to tell, and the next transaction begins by undoing this one
  }
}

/** What kysely expects of better-sqlite3, over Node's own SQLite; every failure leaves as an `AppError`. */
function facadeOf(db: DatabaseSync): SqliteDatabase {
  return {
    close: () => db.close(),
    prepare: sql => {
      const statement = orStoreError(() => db.prepare(sql))
      return {
        reader: statement.columns().length > 0,
        all: values => orStoreError(() => statement.all(...bind(values))),
        run: values => orStoreError(() => statement.run(...bind(values))),
        iterate: values => orStoreError(() => statement.iterate(...bind(values))),
      }
    },
  }
}

export function orStoreError<T>(work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw storeError(thrown)
  }
}

/** SQLite knows no booleans and no `undefined`. Anything else it can't take is refused by the engine itself. */
const bind = (values: readonly unknown[]): SQLInputValue[] =>
  values.map(value => {
    if (typeof value === 'boolean') return value ? 1 : 0
    return (value ?? null) as SQLInputValue // the engine throws for objects, which is what we want
  })
