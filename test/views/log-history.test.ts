import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { methods, type Input } from '../../main/contract/calls.ts'
import { readLogHistory } from '../../main/views/log-history.ts'

const START = Date.UTC(2026, 10, 20)
const never = new AbortController().signal

const lineOf = (index: number, more: object = {}) =>
  `${JSON.stringify({ level: index % 10 === 0 ? 'warn' : 'info', time: new Date(START + index).toISOString(), message: `line ${index}`, ...more })}\n`

/** A folder with these files, and a reader of it. */
function openFolder(files: Readonly<Record<string, string>>) {
  const dir = mkdtempSync(join(tmpdir(), 'perch-logs-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  const read = (query: Input<'log.history'>) => readLogHistory(dir, methods['log.history'].input.parse(query), never)
  const readAll = async (query: Input<'log.history'>) => {
    const pages = []
    for (let before = query.before; before > 0; before = pages.at(-1)!.next)
      pages.push(await read({ ...query, before }))
    return pages
  }
  return { read, readAll }
}

const lines = (from: number, to: number, more?: object) =>
  Array.from({ length: to - from }, (_, index) => lineOf(from + index, more)).join('')

const indexes = (pages: readonly { rows: readonly { at: number }[] }[]) =>
  pages.flatMap(({ rows }) => rows.map(({ at }) => at - START))

const END = START + 1e9

describe('older rows of the log', () => {
  test('come newest first, over all files, in pages, each once', async () => {
    const { readAll } = openFolder({
      'perch-2026-11-20.1.log': lines(0, 700),
      'perch-2026-11-20.2.log': lines(700, 701),
      'perch-2026-11-21.1.log': lines(701, 1500, { padding: 'x'.repeat(200) }),
      'other.log': lines(5000, 5001),
    })
    const pages = await readAll({ before: END, limit: 400 })
    expect(indexes(pages)).toEqual(Array.from({ length: 1500 }, (_, index) => 1499 - index))
    expect(pages.at(-1)?.next).toBe(0)
    const numbers = pages.flatMap(({ rows }) => rows.map(({ seq }) => seq))
    expect(numbers.every(seq => seq < 0 && Number.isSafeInteger(seq))).toBe(true)
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
    expect(new Set(numbers).size).toBe(1500)
  })

  test('begin right before the given moment, also deep in a long file', async () => {
    const { read } = openFolder({ 'perch-2026-11-20.1.log': lines(0, 6000, { padding: 'x'.repeat(150) }) })
    for (const before of [1, 2, 777, 3000, 5999, 6000]) {
      const page = await read({ before: START + before, limit: 3 })
      expect(indexes([page])).toEqual([before - 1, before - 2, before - 3].filter(index => index >= 0))
    }
    expect(await read({ before: START, limit: 3 })).toEqual({ rows: [], next: 0, dropped: 0 })
  })

  test('are filtered, and rows of one moment stay together', async () => {
    const same = [lineOf(5), lineOf(5), lineOf(5)].join('')
    const { read } = openFolder({ 'perch-2026-11-20.1.log': lines(0, 5) + same + lines(6, 30) })
    expect(indexes([await read({ before: END, filter: { level: 'warn' } })])).toEqual([20, 10, 0])
    const page = await read({ before: START + 6, limit: 1 })
    expect(page).toMatchObject({ rows: [{}, {}, {}], next: START + 5 })
    expect(indexes([await read({ before: page.next, limit: 1 })])).toEqual([4])
  })

  test('are found by the IDs that a name stands for', async () => {
    const { read } = openFolder({
      'perch-2026-11-20.1.log': lines(0, 3, { senderId: 'ou_1' }) + lines(3, 6, { senderId: 'ou_2' }),
    })
    const filter = { text: 'Tom Okafor', also: [{ senderId: 'ou_2' }] }
    expect(indexes([await read({ before: END, filter })])).toEqual([5, 4, 3])
  })

  test('pass over torn lines and lines that are far too long', async () => {
    const { read } = openFolder({
      'perch-2026-11-20.1.log': `${lineOf(1)}{"level":"in\n${lineOf(2)}${'y'.repeat(3_000_000)}\n${lineOf(3)}{"torn`,
    })
    expect(indexes([await read({ before: END })])).toEqual([3, 2, 1])
  })

  test('hold a line of hundreds of kilobytes', async () => {
    const { read } = openFolder({
      'perch-2026-11-20.1.log': lineOf(1) + lineOf(2, { padding: 'x'.repeat(300_000) }) + lineOf(3),
    })
    expect(indexes([await read({ before: END })])).toEqual([3, 2, 1])
  })

  test('are looked for in at most 16 MB at once; an empty page says where to go on', async () => {
    const { readAll } = openFolder({ 'perch-2026-11-20.1.log': lines(0, 22_000, { padding: 'x'.repeat(1000) }) })
    const pages = await readAll({ before: END, filter: { text: 'line 7' }, limit: 2000 })
    expect(pages.length).toBe(2)
    const rare = await readAll({ before: END, filter: { text: 'line 12"' } })
    expect(rare).toMatchObject([{ rows: [] }, { rows: [], next: 0 }])
  })

  test('are none in a folder that is not there', async () => {
    const page = await readLogHistory(join(tmpdir(), 'perch-none'), { before: END, limit: 5, filter: {} }, never)
    expect(page).toEqual({ rows: [], next: 0, dropped: 0 })
  })
})
