import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { burstEnd, burstOver, burstWait, usualBursts } from '../../main/chat/bursts.ts'

describe('a burst of messages', () => {
  test.each([
    { what: 'one message alone', later: [], end: 1000 },
    { what: 'two in quick succession', later: [1400], end: 1400 },
    { what: 'a chain of them, in whatever order they are looked at', later: [2000, 1500], end: 2000 },
    { what: 'one that came too late', later: [1601], end: 1000 },
    { what: 'one behind a gap', later: [1500, 2200], end: 1500 },
    { what: 'no longer than two seconds', later: [1500, 2000, 2500, 3000, 3100], end: 3000 },
    { what: 'nothing from before', later: [900], end: 1000 },
  ])('is $what', ({ later, end }) => {
    expect(burstEnd(1000, later, usualBursts)).toBe(end)
  })

  test('never waits longer than two seconds in all, nor for what is long past', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.array(fc.nat(10_000)), fc.nat(20_000), (first, later, now) => {
        const wait = burstWait(first, burstEnd(first, later, usualBursts), now, usualBursts)
        expect(wait).toBeGreaterThanOrEqual(0)
        if (now >= first) expect(wait).toBeLessThanOrEqual(2000)
        if (now >= first + 2000) expect(wait).toBe(0)
      }),
    )
  })

  test('is over at once when it is stopped, and in spite of a clock that stands still', async () => {
    const stop = new AbortController()
    const waits = { first: 0, later: () => [], now: () => 0 }
    setTimeout(() => stop.abort(), 5)
    await burstOver({ ...waits, timing: { gap: 60_000, most: 60_000 }, signal: stop.signal })
    const never = new AbortController().signal
    expect(await burstOver({ ...waits, timing: { gap: 10, most: 30 }, signal: never })).toBe(0)
  })
})
