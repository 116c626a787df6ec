import { describe, expect, test, vi } from 'vitest'
import { soonest } from '../../../renderer/screens/log/frames.ts'

/** A window whose frames come when the test says so. */
function clockwork() {
  const frames = new Map<number, FrameRequestCallback>()
  const timers = new Map<number, () => void>()
  let last = 0
  const window = {
    requestAnimationFrame: (call: FrameRequestCallback) => (frames.set(++last, call), last),
    cancelAnimationFrame: (handle: number) => void frames.delete(handle),
    setTimeout: ((call: () => void) => (timers.set(++last, call), last)) as unknown as Window['setTimeout'],
    clearTimeout: (handle: number | undefined) => void timers.delete(handle ?? 0),
  }
  const frame = () => [...frames.values()].forEach(call => call(0))
  const time = () => [...timers.values()].forEach(call => call())
  return { window, frame, time }
}

describe('what is drawn with the next frame', () => {
  test('comes with it, once', () => {
    const { window, frame, time } = clockwork()
    const call = vi.fn()
    soonest(call, window)
    frame()
    time()
    frame()
    expect(call).toHaveBeenCalledTimes(1)
  })

  test('does not wait for a window that draws once a second', () => {
    const { window, frame, time } = clockwork()
    const call = vi.fn()
    soonest(call, window)
    time()
    expect(call).toHaveBeenCalledTimes(1)
    frame()
    expect(call).toHaveBeenCalledTimes(1)
  })

  test('can be taken back', () => {
    const { window, frame, time } = clockwork()
    const call = vi.fn()
    soonest(call, window)()
    frame()
    time()
    expect(call).not.toHaveBeenCalled()
  })
})
