import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LogRow } from '../../../main/contract/views.ts'
import { LogStore } from '../../../renderer/screens/log/store.ts'

const row = (seq: number, change: Partial<LogRow> = {}): LogRow => ({
  seq,
  at: seq,
  level: 'info',
  message: `row ${seq}`,
  fields: {},
  ...change,
})
const page = (from: number, count: number, dropped = 0) => ({
  rows: Array.from({ length: count }, (_, index) => row(from + index)),
  next: from + count - 1,
  dropped,
})

/** A store whose frames come when the test says so. */
function stage(limit = 100) {
  let due: (() => void)[] = []
  const store = new LogStore(flush => {
    due.push(flush)
    return () => (due = due.filter(other => other !== flush))
  }, limit)
  let renders = 0
  store.subscribe(() => renders++)
  const frame = () => {
    for (const flush of due.splice(0)) flush()
  }
  const seqs = () => store.rows().map(({ seq }) => seq)
  return { store, frame, seqs, renders: () => renders }
}

describe('the rows of the log', () => {
  test('two hundred rows between two frames are one change', () => {
    const { store, frame, renders } = stage(1000)
    for (let seq = 1; seq <= 200; seq++) store.append(page(seq, 1))
    expect(renders()).toBe(0)
    frame()
    expect(renders()).toBe(1)
    expect(store.length).toBe(200)
  })

  test('a hundred thousand rows stay, and more push the oldest out', () => {
    const { store, frame, seqs } = stage(100_000)
    for (let from = 1; from <= 100_500; from += 500) {
      store.append(page(from, 500))
      frame()
    }
    expect(store.length).toBeLessThanOrEqual(100_000)
    expect(seqs().at(-1)).toBe(100_500)
    expect(seqs()[0]).toBeGreaterThan(1)
  })

  test('while somebody reads further up nothing above goes, and what does not fit is counted', () => {
    const { store, frame } = stage(10)
    store.append(page(1, 8))
    frame()
    store.hold(true)
    store.append(page(9, 4))
    frame()
    store.append(page(13, 3))
    frame()
    expect(store.at(0)).toMatchObject({ kind: 'row', row: { seq: 1 } })
    expect(store.at(store.length - 1)).toMatchObject({ kind: 'gap', count: 6 })
  })

  test('rows that the service lost show as a gap where they are missing', () => {
    const { store, frame } = stage()
    store.append(page(1, 2))
    store.append(page(10, 1, 7))
    frame()
    expect([0, 1, 2, 3].map(index => store.at(index)?.kind)).toEqual(['row', 'row', 'gap', 'row'])
    expect(store.at(2)).toMatchObject({ count: 7 })
  })

  test('older rows come before, and the change says so', () => {
    const { store, frame, seqs } = stage()
    store.append(page(5, 2))
    frame()
    store.prepend({ rows: [row(-1), row(-2)], next: 0, dropped: 0 })
    expect(seqs()).toEqual([-2, -1, 5, 6])
    expect(store.change).toBe('prepend')
    expect(store.oldest()).toBe(-2)
  })

  test('a new filter keeps what fits until the service has answered', () => {
    const { store, frame, seqs } = stage()
    store.append({ rows: [row(1, { level: 'error' }), row(2)], next: 2, dropped: 0 })
    frame()
    store.restart({ level: 'error' })
    expect(seqs()).toEqual([1])
    store.replace({ rows: [row(0, { level: 'error' }), row(1, { level: 'error' })], next: 2, dropped: 0 })
    expect(seqs()).toEqual([0, 1])
  })

  test('what was on its way under the old filter does not come through', () => {
    const { store, frame, seqs } = stage()
    store.append(page(1, 3))
    store.restart({ text: 'nothing' })
    frame()
    expect(seqs()).toEqual([])
  })

  test('whatever comes, every row has a key of its own and the order stays', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 30 }), sizes => {
        const { store, frame, seqs } = stage(50)
        let next = 1
        for (const size of sizes) {
          store.append(page(next, size))
          next += size
          if (size % 2 === 0) frame()
        }
        frame()
        const keys = Array.from({ length: store.length }, (_, index) => store.at(index)?.key)
        expect(new Set(keys).size).toBe(keys.length)
        expect(seqs()).toEqual(seqs().toSorted((one, other) => one - other))
        expect(store.length).toBeLessThanOrEqual(50)
      }),
    )
  })
})

test('a store knows whether the service has answered to its filter', () => {
  const store = new LogStore(flush => {
    flush()
    return () => {}
  })
  const page = { rows: [{ seq: 1, at: 5, level: 'info' as const, message: 'a', fields: {} }], next: 1, dropped: 0 }
  expect(store.isKnown).toBe(false)
  store.replace(page)
  expect(store.isKnown).toBe(true)
  const before = store.at(0)
  store.restart({})
  expect(store.isKnown).toBe(false)
  store.replace(page)
  expect(before && store.same(before)?.key).toBe(store.at(0)?.key)
  store.replace({ ...page, rows: [] })
  expect(before && store.same(before)).toBeUndefined()
})
