import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { createBatch } from '../../main/store/batch.ts'

/** A batch whose writing can be broken, and what was written and told. */
function start() {
  const written: number[][] = []
  const told: unknown[] = []
  const disk = { broken: false }
  const batch = createBatch<number>({
    name: 'numbers',
    within: 50,
    write: items => {
      if (disk.broken) throw new Error('broken')
      written.push([...items])
    },
    log: { ...silentLogger, error: (_message, fields) => told.push(fields) },
  })
  return { batch, written, told, disk }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('items that nobody waits for', () => {
  test('are written together, once the first has waited long enough', () => {
    const { batch, written } = start()
    batch.add(1)
    vi.advanceTimersByTime(40)
    batch.add(2)
    expect(written).toEqual([])
    vi.advanceTimersByTime(10)
    expect(written).toEqual([[1, 2]])
    batch.add(3)
    vi.advanceTimersByTime(50)
    expect(written).toEqual([[1, 2], [3]])
  })

  test('are kept and told of when they can not be written, and written later', () => {
    const { batch, written, told, disk } = start()
    disk.broken = true
    batch.add(1)
    vi.advanceTimersByTime(50)
    expect(told).toEqual([{ code: 'store-failed', kept: 1, dropped: 0 }])
    disk.broken = false
    batch.add(2)
    vi.advanceTimersByTime(5000)
    expect(written).toEqual([[1, 2]])
  })

  test('are written before somebody reads, who learns of a failure', () => {
    const { batch, written, disk } = start()
    batch.add(1)
    disk.broken = true
    expect(() => batch.flush()).toThrow('broken')
    disk.broken = false
    batch.flush()
    expect(written).toEqual([[1]])
  })

  test('never grow without end: the oldest are dropped and counted', () => {
    const { batch, written, told, disk } = start()
    disk.broken = true
    for (let item = 0; item < 10_003; item++) batch.add(item)
    vi.advanceTimersByTime(50)
    expect(told).toEqual([{ code: 'store-failed', kept: 10_000, dropped: 3 }])
    disk.broken = false
    batch.close()
    expect(written[0]?.[0]).toBe(3)
  })

  test('need no further timer once the batch is closed', () => {
    const { batch, written } = start()
    batch.add(1)
    batch.close()
    expect(written).toEqual([[1]])
    expect(vi.getTimerCount()).toBe(0)
  })
})
