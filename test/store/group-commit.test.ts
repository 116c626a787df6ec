import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createGroupCommit } from '../../main/store/group-commit.ts'
import { temporaryFolder } from './temporary.ts'

function open() {
  const file = join(temporaryFolder(), 'group.db')
  const db = new DatabaseSync(file, { timeout: 50 })
  onTestFinished(() => db.close())
  db.exec('pragma journal_mode = wal; create table kept (value text unique)')
  const insert = db.prepare('insert into kept values (?)')
  const count = () => Number(db.prepare('select count(*) as n from kept').get()?.['n'])
  return { file, db, commits: createGroupCommit(db), insert, count }
}

const settled = async (work: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(work)).map(({ status }) => status)

describe('works that come together', () => {
  test('share one transaction', async () => {
    const { db, commits, insert } = open()
    const inside: boolean[] = []
    let transactions = 0
    const begin = db.exec.bind(db)
    db.exec = sql => {
      if (sql.startsWith('BEGIN')) transactions += 1
      begin(sql)
    }
    await Promise.all(
      ['a', 'b', 'c'].map(value => commits.run(() => inside.push(db.isTransaction, insert.run(value).changes === 1))),
    )
    expect(transactions).toBe(1)
    expect(inside).toEqual(Array.from({ length: 6 }, () => true))
  })

  test('fail one by one when only one is at fault', async () => {
    const { commits, insert, count } = open()
    expect(await settled(['a', 'a', 'b'].map(value => commits.run(() => insert.run(value))))).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(count()).toBe(2)
  })
})

test('a work that fails half way leaves nothing of itself', async () => {
  const { commits, insert, count } = open()
  const half = commits.run(() => {
    insert.run('half')
    throw new Error('no more')
  })
  await settled([half, commits.run(() => insert.run('whole'))])
  await expect(half).rejects.toMatchObject({ code: 'store-failed' })
  expect(count()).toBe(1)
})

describe('a database that can not be written', () => {
  test('says so when the disk is full, keeps nothing half, and works again by itself', async () => {
    const { db, commits, insert, count } = open()
    db.exec('pragma max_page_count = 4')
    const big = 'x'.repeat(100_000)
    await expect(commits.run(() => insert.run(big))).rejects.toMatchObject({ code: 'store-full' })
    expect(count()).toBe(0)
    db.exec('pragma max_page_count = 100000')
    await commits.run(() => insert.run(big))
    expect(count()).toBe(1)
  })

  test.each([
    { what: 'is read-only', break: 'pragma query_only = 1', mend: 'pragma query_only = 0' },
    { what: 'was left inside a transaction', break: 'begin', mend: 'select 1' },
  ])('tries again after it $what', async ({ break: harm, mend }) => {
    const { db, commits, insert, count } = open()
    db.exec(harm)
    await settled([commits.run(() => insert.run('a'))])
    db.exec(mend)
    await commits.run(() => insert.run('b'))
    expect(count()).toBeGreaterThan(0)
    expect(db.isTransaction).toBe(false)
  })

  test('says that it failed while another process writes, and goes on afterwards', async () => {
    const { file, commits, insert, count } = open()
    const other = new DatabaseSync(file)
    other.exec('begin immediate')
    await expect(commits.run(() => insert.run('a'))).rejects.toMatchObject({ code: 'store-failed' })
    other.exec('rollback')
    await commits.run(() => insert.run('a'))
    expect(count()).toBe(1)
    other.close()
  })
})

test('closing commits what waits and refuses what comes later', async () => {
  const { commits, insert, count } = open()
  const last = commits.run(() => insert.run('last'))
  commits.close()
  await last
  expect(count()).toBe(1)
  await expect(commits.run(() => insert.run('late'))).rejects.toMatchObject({ code: 'store-failed' })
})
