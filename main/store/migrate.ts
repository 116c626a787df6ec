import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { AppError } from '../contract/errors.ts'
import { orStoreError, type Database } from './database.ts'
import { storeError } from './failures.ts'
import type { Tables } from './tables.ts'

type Options = {
  readonly connection: DatabaseSync
  readonly database: Database
  readonly file: string
  /** The version of the program that opens the file. */
  readonly version: string
  readonly migrations: Readonly<Record<string, Migration>>
}

/**
 * Brings the file up to this program, after a copy of what was there. Gives the copy's name, if one was made.
 * Rejects with `store-newer` when a newer program has written it.
 */
export async function migrate({
  connection,
  database,
  file,
  version,
  migrations,
}: Options): Promise<string | undefined> {
  const done = orStoreError(() => stepsDone(connection))
  refuseNewer(connection, done, version, migrations)
  const behind = Object.keys(migrations).length > done.length
  const copy =
    behind && done.length > 0 ? orStoreError(() => copyTo(connection, `${file}.before-${version}`)) : undefined
  if (behind) await runMigrations(connection, database.query, migrations)
  await writeVersion(database, version)
  return copy
}

function stepsDone(connection: DatabaseSync): readonly string[] {
  if (!hasTable(connection, 'kysely_migration')) return []
  return connection
    .prepare('select name from kysely_migration order by name')
    .all()
    .map(row => String(row['name']))
}

const hasTable = (connection: DatabaseSync, name: string): boolean =>
  connection.prepare(`select 1 from sqlite_schema where type = 'table' and name = ?`).get(name) !== undefined

function refuseNewer(
  connection: DatabaseSync,
  done: readonly string[],
  version: string,
  known: Options['migrations'],
): void {
  const unknown = done.find(name => !Object.hasOwn(known, name))
  if (unknown === undefined) return
  const writer = hasTable(connection, 'about')
    ? connection.prepare(`select value from about where key = 'version'`).get()?.['value']
    : undefined
  const by = typeof writer === 'string' ? `Perch ${writer}` : 'a newer Perch'
  throw new AppError('store-newer', `The database was last used by ${by} (step ${unknown}); this is Perch ${version}.`)
}

/** VACUUM INTO sees one moment of the database, whoever writes meanwhile. The name appears once the copy is whole. */
function copyTo(connection: DatabaseSync, name: string): string {
  const partial = `${name}.partial`
  rmSync(partial, { force: true })
  connection.prepare('VACUUM INTO ?').run(partial)
  chmodSync(partial, 0o600)
  const descriptor = openSync(partial, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(partial, name)
  return name
}

/** All steps or none: kysely itself opens no transaction around them on SQLite. Nobody else is connected yet. */
async function runMigrations(
  connection: DatabaseSync,
  query: Kysely<Tables>,
  steps: Options['migrations'],
): Promise<void> {
  orStoreError(() => connection.exec('BEGIN IMMEDIATE'))
  const migrator = new Migrator({ db: query, provider: { getMigrations: async () => ({ ...steps }) } })
  const { error } = await migrator.migrateToLatest()
  orStoreError(() => connection.exec(error === undefined ? 'COMMIT' : 'ROLLBACK'))
  if (error !== undefined) throw storeError(error)
}

/** Written only when it changes, so that opening a file needs no write. */
async function writeVersion({ query }: Database, version: string): Promise<void> {
  await query
    .insertInto('about')
    .values({ key: 'version', value: version })
    .onConflict(conflict => conflict.column('key').doUpdateSet({ value: version }).where('about.value', '<>', version))
    .execute()
}
