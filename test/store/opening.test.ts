import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { migrations } from '../../main/store/migrations.ts'
import { openStore, type StoreOptions } from '../../main/store/store.ts'
import { arrivalOf } from './arrivals.ts'
import { START, temporaryFolder, temporaryStore } from './temporary.ts'

const open = (file: string, over: Partial<StoreOptions> = {}) =>
  openStore({ file, now: () => START, log: silentLogger, version: '0.1.0', ...over })

/** A database of Perch 0.1.0 with one message in it. */
async function oldDatabase(): Promise<string> {
  const file = join(temporaryFolder(), 'perch.db')
  const store = await open(file)
  await store.inbox.record(arrivalOf())
  await store.close()
  return file
}

const inboxOf = (file: string) => {
  const db = new DatabaseSync(file, { readOnly: true })
  const row = db.prepare('select count(*) as n from inbox').get()
  db.close()
  return row?.['n']
}

const addNote = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table note (text text) strict`.execute(db)
  },
}
const nextMigrations = { ...migrations, '9999-note': addNote }

describe('opening perch.db', () => {
  test.skipIf(process.platform === 'win32')('makes files that only their owner can read', async () => {
    const file = join(temporaryFolder(), 'deep', 'perch.db')
    const store = await temporaryStore({ file })
    await store.inbox.record(arrivalOf())
    for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600)
    expect(store.notices).toEqual([])
  })

  test('again makes no copy', async () => {
    const file = await oldDatabase()
    await temporaryStore({ file })
    expect(readdirSync(join(file, '..')).filter(name => name.includes('before'))).toEqual([])
  })

  test('with a newer program first keeps a copy of what was there', async () => {
    const file = await oldDatabase()
    const store = await temporaryStore({ file, version: '0.2.0', migrations: nextMigrations })
    expect(await store.inbox.unfinished()).toHaveLength(1)
    const copy = `${file}.before-0.2.0`
    expect(inboxOf(copy)).toBe(1)
    if (process.platform !== 'win32') expect(statSync(copy).mode & 0o777).toBe(0o600)
  })

  test('copies what only the write-ahead log holds, and replaces the half copy of a crash', async () => {
    const file = join(temporaryFolder(), 'perch.db')
    const first = await temporaryStore({ file })
    await first.inbox.record(arrivalOf())
    writeFileSync(`${file}.before-0.2.0.partial`, 'half')
    await temporaryStore({ file, version: '0.2.0', migrations: nextMigrations })
    expect(inboxOf(`${file}.before-0.2.0`)).toBe(1)
    expect(existsSync(`${file}.before-0.2.0.partial`)).toBe(false)
  })

  test('keeps everything when a migration fails', async () => {
    const file = await oldDatabase()
    const broken = { ...nextMigrations, '0004-broken': { up: () => Promise.reject(new Error('no such table')) } }
    await expect(open(file, { version: '0.3.0', migrations: broken })).rejects.toMatchObject({ code: 'store-failed' })
    expect(inboxOf(file)).toBe(1)
    const store = await temporaryStore({ file })
    expect(await store.inbox.unfinished()).toHaveLength(1)
  })

  test('of a newer program is refused with both versions, and left as it was', async () => {
    const file = await oldDatabase()
    await (await open(file, { version: '0.2.0', migrations: nextMigrations })).close()
    const before = readFileSync(file)
    const refusal = open(file)
    await expect(refusal).rejects.toMatchObject({ code: 'store-newer' })
    await expect(refusal).rejects.toThrow(/0\.2\.0.*0\.1\.0/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})

describe('a damaged perch.db', () => {
  const damages: { what: string; damage: (bytes: Buffer) => Buffer }[] = [
    { what: 'is no database at all', damage: () => Buffer.from('this is a shopping list, not a database') },
    { what: 'is shorter than a header', damage: () => Buffer.from('SQL') },
    { what: 'has lost its middle', damage: bytes => Buffer.from(bytes).fill(0x5a, 5000, 40_000) },
    { what: 'was cut off', damage: bytes => bytes.subarray(0, 4096 * 3) },
  ]

  test.each(damages)('that $what is kept aside, told, and replaced', async ({ damage }) => {
    const file = await oldDatabase()
    const damaged = damage(readFileSync(file))
    writeFileSync(file, damaged)
    const store = await temporaryStore({ file })
    const name = 'perch.db.damaged-2026-11-21T09-00-00-000Z'
    expect(store.notices).toMatchObject([{ code: 'store-damaged', message: expect.stringContaining(name) }])
    expect(readFileSync(join(file, '..', name)).equals(damaged)).toBe(true)
    expect((await store.inbox.record(arrivalOf())).fresh).toBe(true)
  })

  test('never overwrites the one that was kept before', async () => {
    const file = await oldDatabase()
    for (const text of ['first', 'second']) {
      writeFileSync(file, text)
      await (await open(file)).close()
    }
    const kept = readdirSync(join(file, '..')).filter(name => name.includes('damaged') && !/-(wal|shm)$/.test(name))
    expect(kept.map(name => readFileSync(join(file, '..', name), 'utf8')).toSorted()).toEqual(['first', 'second'])
  })
})

test('a folder that can not be written is a failure with a code', async () => {
  const file = join(temporaryFolder(), 'a-file')
  writeFileSync(file, '')
  await expect(open(join(file, 'perch.db'))).rejects.toMatchObject({ code: 'store-failed' })
})
