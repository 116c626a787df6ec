import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttled } from '../../main/base/throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('runs at once, then once for all that was asked for in between, and again when asked later', () => {
  const work = vi.fn()
  const { run } = throttled(100, work)
  run()
  expect(work).toHaveBeenCalledTimes(1)
  for (let times = 0; times < 50; times++) run()
  vi.advanceTimersByTime(99)
  expect(work).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(work).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(500)
  expect(work).toHaveBeenCalledTimes(2)
  run()
  expect(work).toHaveBeenCalledTimes(3)
})

test('runs at most ten times in a second that is full of wishes', () => {
  const work = vi.fn()
  const { run } = throttled(100, work)
  for (let times = 0; times < 1000; times++) {
    run()
    vi.advanceTimersByTime(1)
  }
  expect(work.mock.calls.length).toBeLessThanOrEqual(11)
})

test('runs no more once it was stopped', () => {
  const work = vi.fn()
  const { run, stop } = throttled(100, work)
  run()
  run()
  stop()
  vi.advanceTimersByTime(1000)
  expect(work).toHaveBeenCalledTimes(1)
})
