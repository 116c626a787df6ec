import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Limiter, sendLimits, type Limit } from '../../main/lark/limits.ts'

const never = new AbortController().signal
const limit = (key: string, most: number, windowMs = 1000): Limit => ({ key, most, windowMs })
const wait = (milliseconds: number) => new Promise<void>(resolve => setTimeout(resolve, milliseconds))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The most calls that any window of this length saw arrive. */
const busiest = (arrivals: readonly number[], windowMs: number): number =>
  Math.max(0, ...arrivals.map(from => arrivals.filter(at => at >= from && at < from + windowMs).length))

describe('the rate limiter', () => {
  test('never lets more calls arrive in any window than allowed, whatever the network does', async () => {
    const call = fc.record({ at: fc.nat(1500), way: fc.nat(400), back: fc.nat(400), chat: fc.constantFrom('a', 'b') })
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 15, maxLength: 60 }), async calls => {
        const limiter = new Limiter()
        const arrivals: { chat: string; at: number }[] = []
        const done = calls.map(async ({ at, way, back, chat }) => {
          await wait(at)
          await limiter.run(
            [limit(chat, 5), limit('app', 7), limit('slow', 20, 3000)],
            async () => {
              await wait(way)
              arrivals.push({ chat, at: Date.now() })
              await wait(back)
            },
            never,
          )
        })
        await vi.runAllTimersAsync()
        await Promise.all(done)
        expect(arrivals).toHaveLength(calls.length)
        for (const chat of ['a', 'b']) {
          const times = arrivals.filter(arrival => arrival.chat === chat).map(arrival => arrival.at)
          expect(busiest(times, 1000)).toBeLessThanOrEqual(5)
        }
        const all = arrivals.map(arrival => arrival.at)
        expect(busiest(all, 1000)).toBeLessThanOrEqual(7)
        expect(busiest(all, 3000)).toBeLessThanOrEqual(20)
      }),
      { numRuns: 40 },
    )
  })

  test('uses what is allowed: five at once, the sixth a second later', async () => {
    const limiter = new Limiter()
    const begun: number[] = []
    const from = Date.now()
    for (let count = 0; count < 6; count++) {
      void limiter.run([limit('chat', 5)], async () => void begun.push(Date.now() - from), never)
    }
    await vi.advanceTimersByTimeAsync(999)
    expect(begun).toEqual([0, 0, 0, 0, 0])
    await vi.advanceTimersByTimeAsync(100)
    expect(begun).toHaveLength(6)
  })

  test('keeps the order of those who wait for the same limit', async () => {
    const limiter = new Limiter()
    const order: number[] = []
    for (let count = 0; count < 20; count++) {
      void limiter.run([limit('chat', 2)], async () => void order.push(count), never)
    }
    await vi.runAllTimersAsync()
    expect(order).toEqual(Array.from({ length: 20 }, (_, count) => count))
  })

  test('a busy chat does not hold up another one', async () => {
    const limiter = new Limiter()
    let served = false
    for (let count = 0; count < 50; count++) void limiter.run(sendLimits('busy'), async () => {}, never)
    void limiter.run(sendLimits('quiet'), async () => void (served = true), never)
    await vi.advanceTimersByTimeAsync(1)
    expect(served).toBe(true)
    await vi.runAllTimersAsync()
  })

  test('a pause that the platform asked for holds everything on that limit', async () => {
    const limiter = new Limiter()
    let served = false
    limiter.pause([limit('chat', 5)], 4000)
    void limiter.run([limit('chat', 5)], async () => void (served = true), never)
    await vi.advanceTimersByTimeAsync(3990)
    expect(served).toBe(false)
    await vi.advanceTimersByTimeAsync(20)
    expect(served).toBe(true)
  })

  test('a wait ends when its signal aborts, and the place goes to the next', async () => {
    const limiter = new Limiter()
    const stop = new AbortController()
    let served = false
    void limiter.run([limit('chat', 1)], async () => {}, never)
    const waiting = limiter.run([limit('chat', 1)], async () => {}, stop.signal)
    void limiter.run([limit('chat', 1)], async () => void (served = true), never)
    const refused = expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    stop.abort()
    await refused
    await vi.advanceTimersByTimeAsync(1100)
    expect(served).toBe(true)
  })

  test('a failed call takes its place like any other, and its failure is passed on', async () => {
    const limiter = new Limiter()
    await expect(limiter.run([limit('chat', 1)], () => Promise.reject(new Error('no')), never)).rejects.toThrow('no')
    let served = false
    void limiter.run([limit('chat', 1)], async () => void (served = true), never)
    await vi.advanceTimersByTimeAsync(900)
    expect(served).toBe(false)
    await vi.advanceTimersByTimeAsync(200)
    expect(served).toBe(true)
  })

  test('forgets chats that have gone quiet', async () => {
    const limiter = new Limiter()
    for (let chat = 0; chat < 500; chat++) void limiter.run([limit(`chat:${chat}`, 5)], async () => {}, never)
    await vi.advanceTimersByTimeAsync(2000)
    await limiter.run([limit('last', 5)], async () => {}, never)
    expect(limiter.size).toBeLessThanOrEqual(1)
  })
})
