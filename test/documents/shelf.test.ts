import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recordingLog } from './recording-log.ts'
import { Shelf, usualShelf, type ShelfLimits } from '../../main/documents/shelf.ts'

const never = new AbortController().signal
const origin = { account: 'default', chatId: 'oc_1', messageId: 'om_1' }
const small: ShelfLimits = { bytes: 1000, idleMilliseconds: 10_000, wholeMilliseconds: 10_000, quota: 5000 }

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'perch-shelf-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const made = (limits: Partial<ShelfLimits> = {}, mark = true) => {
  const { log, lines } = recordingLog()
  const shelf = new Shelf({ root, limits: { ...small, ...limits }, mark: () => Promise.resolve(mark), log })
  const keep = (name: string, bytes: number, at = origin) =>
    shelf.keep(at, name, Readable.from([Buffer.alloc(bytes, 'x')]), undefined, never)
  return { shelf, keep, lines }
}
const files = (): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()

/** Comes in drops, and never ends. */
async function* drops(pause: number) {
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, pause))
    yield Buffer.from('x')
  }
}

describe('a received file', () => {
  test('lies in the folder of its chat and message, for its owner alone, and is marked', async () => {
    const { shelf, keep, lines } = made()
    const { path, bytes } = await keep('../报告.pdf', 10)
    expect(path).toBe(join(root, 'default', 'oc_1', 'om_1', '_报告.pdf'))
    expect(bytes).toBe(10)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(shelf.within(origin, path)).toBe('om_1/_报告.pdf')
    expect(lines).toEqual([])
  })

  test('of the same name stands beside the first', async () => {
    const { keep } = made()
    await keep('a.txt', 1)
    await keep('a.txt', 2)
    expect(files()).toEqual(['default/oc_1/om_1/a (2).txt', 'default/oc_1/om_1/a.txt'])
  })

  test('that can not be marked is told once', async () => {
    const { keep, lines } = made({}, false)
    await keep('a', 1)
    await keep('b', 1)
    expect(lines).toHaveLength(1)
  })

  test('has its words beside it', async () => {
    const { shelf, keep } = made()
    const { path } = await keep('a.pdf', 1)
    const beside = await shelf.writeBeside(path, 'words')
    expect(beside).toBe(`${path}.txt`)
    expect(readFileSync(beside, 'utf8')).toBe('words')
    expect(statSync(beside).mode & 0o777).toBe(0o600)
  })
})

describe('what does not come whole leaves nothing', () => {
  test('too large, as it says or as it turns out', async () => {
    const { shelf, keep } = made()
    const stated = Readable.from([Buffer.from('x')])
    await expect(shelf.keep(origin, 'a', stated, 2000, never)).rejects.toMatchObject({ code: 'file-too-large' })
    expect(stated.destroyed).toBe(true)
    await expect(keep('b', 1001)).rejects.toMatchObject({ code: 'file-too-large' })
    expect(files()).toEqual([])
  })

  test('the other side goes silent, or drips for ever', async () => {
    const silent = made({ idleMilliseconds: 30 })
    const nothing = new Readable({ read: () => undefined })
    await expect(silent.shelf.keep(origin, 'a', nothing, undefined, never)).rejects.toMatchObject({
      code: 'lark-unreachable',
    })
    const dripping = made({ wholeMilliseconds: 60 })
    await expect(dripping.shelf.keep(origin, 'a', Readable.from(drops(5)), undefined, never)).rejects.toMatchObject({
      code: 'lark-unreachable',
    })
    expect(files()).toEqual([])
  })

  test('it is cut, or somebody stops it', async () => {
    const { shelf } = made()
    const cut = Readable.from(
      (async function* () {
        yield Buffer.from('x')
        throw new Error('reset')
      })(),
    )
    await expect(shelf.keep(origin, 'a', cut, undefined, never)).rejects.toMatchObject({ code: 'lark-unreachable' })
    const controller = new AbortController()
    const kept = shelf.keep(origin, 'a', Readable.from(drops(5)), undefined, controller.signal)
    controller.abort()
    await expect(kept).rejects.toMatchObject({ code: 'cancelled' })
    expect(files()).toEqual([])
  })

  test('the next start takes away what a crash left', async () => {
    const { shelf, keep } = made()
    const { path } = await keep('a', 1)
    writeFileSync(`${path}.part`, 'half')
    await shelf.tidy()
    expect(files()).toEqual(['default/oc_1/om_1/a'])
  })
})

test('the oldest files go when there are too many, never those of the message that came', async () => {
  const { keep } = made({ quota: 2500 })
  for (const [index, messageId] of ['om_a', 'om_b', 'om_c'].entries()) {
    const { path } = await keep('f', 800, { ...origin, messageId })
    utimesSync(path, index, index)
  }
  await keep('f', 900, { ...origin, messageId: 'om_d' })
  expect(files()).toEqual(['default/oc_1/om_c/f', 'default/oc_1/om_d/f'])
  expect(readdirSync(join(root, 'default', 'oc_1')).toSorted()).toEqual(['om_c', 'om_d'])
})

test('the usual limits are those that the documentation names', () => {
  expect(usualShelf).toMatchObject({ bytes: 30 * 1024 * 1024, quota: 1024 * 1024 * 1024 })
})
