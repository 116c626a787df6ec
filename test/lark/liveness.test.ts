import { duplexPair, type Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { Liveness, nextMove, pingFrame, pongFrame, type Pulse } from '../../main/lark/liveness.ts'
import { usualTiming, type Timing } from '../../main/lark/timing.ts'

const fresh: Pulse = { hasAnswered: false, unanswered: 0, pingedAt: undefined, nextPingAt: 1_000 }
const asked: Pulse = { hasAnswered: true, unanswered: 1, pingedAt: 0, nextPingAt: 15_000 }

describe('the next move of the watch', () => {
  const rows = [
    { what: 'before the first ping', pulse: fresh, now: 0, move: { do: 'wait', until: 1_000 } },
    { what: 'when a ping is due', pulse: fresh, now: 1_000, move: { do: 'ping' } },
    { what: 'while an answer may still come', pulse: asked, now: 9_999, move: { do: 'wait', until: 10_000 } },
    { what: 'when no answer came', pulse: asked, now: 10_000, move: { do: 'give-up' } },
    { what: 'when the computer slept meanwhile', pulse: asked, now: 15_001, move: { do: 'ping' } },
    {
      what: 'when it never answered',
      pulse: { ...asked, hasAnswered: false },
      now: 10_000,
      move: { do: 'wait', until: 15_000 },
    },
    {
      what: 'when it never answered twice',
      pulse: { ...asked, hasAnswered: false, unanswered: 2 },
      now: 10_000,
      move: { do: 'rest' },
    },
  ]
  test.each(rows)('$what: $move', ({ pulse, now, move }) => {
    expect(nextMove(pulse, now, usualTiming)).toEqual(move)
  })

  test('a socket that answered once and dies at any moment is given up within 35 seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120_000 }), diesAt => {
        expect(giveUpTime(diesAt) - diesAt).toBeLessThanOrEqual(35_000)
      }),
    )
  })
})

/** Plays the watch with a peer that answers at once until it dies. */
function giveUpTime(diesAt: number): number {
  let pulse: Pulse = { hasAnswered: true, unanswered: 0, pingedAt: undefined, nextPingAt: usualTiming.firstPing }
  for (let now = 0; ;) {
    const move = nextMove(pulse, now, usualTiming)
    if (move.do === 'give-up') return now
    if (move.do === 'wait') now = move.until
    else pulse = { ...pulse, pingedAt: now < diesAt ? undefined : now, nextPingAt: now + usualTiming.pingEvery }
  }
}

describe('a ping', () => {
  test('is one masked frame whose payload comes back in the pong', () => {
    const frame = pingFrame(Buffer.from('ab'), Buffer.from([1, 2, 3, 4]))
    expect([...frame]).toEqual([0x89, 0x82, 1, 2, 3, 4, 0x61 ^ 1, 0x62 ^ 2])
    expect([...pongFrame(Buffer.from('ab'))]).toEqual([0x8a, 2, 0x61, 0x62])
  })
})

/** A loaded machine runs late, so an answer has longer than the pings are apart. */
const quick: Timing = { ...usualTiming, firstPing: 5, pingEvery: 40, answerWithin: 300 }
const patient = { timeout: 10_000, interval: 5 }
const watched: Liveness[] = []
afterEach(() => {
  for (const each of watched.splice(0)) each.stop()
})

/** A watched socket, and its far end, which gets the pings' payloads. */
function watch(onPing: (payload: Buffer, far: Duplex) => void, timing = quick) {
  const [near, far] = duplexPair()
  const result = { deaths: 0, pings: 0, near, far }
  near.on('data', () => undefined)
  far.on('data', (frame: Buffer) => {
    result.pings++
    const mask = frame.subarray(2, 6)
    onPing(Buffer.from(frame.subarray(6).map((byte, index) => byte ^ (mask[index % 4] ?? 0))), far)
  })
  const liveness = new Liveness(near, timing, Date.now, () => result.deaths++)
  watched.push(liveness)
  return { ...result, result, liveness }
}

describe('the watch over a socket', () => {
  test('it arms with the first answer, also one that comes in two pieces, and then silence is death', async () => {
    let answers = 1
    const { result, liveness } = watch((payload, far) => {
      if (answers-- <= 0) return
      const pong = pongFrame(payload)
      far.write(pong.subarray(0, 3))
      setTimeout(() => far.write(pong.subarray(3)), 5)
    })
    await expect.poll(() => liveness.isArmed, patient).toBe(true)
    await expect.poll(() => result.deaths, patient).toBe(1)
  })

  test('a peer that never answers pings is left alone after two, whatever else it sends', async () => {
    const { result, liveness } = watch((_payload, far) => far.write('an event'))
    await expect.poll(() => result.pings, patient).toBe(2)
    await wait(400)
    expect([result.deaths, result.pings, liveness.isArmed]).toEqual([0, 2, false])
  })

  test('a peer that answers each ping stays', async () => {
    const { result } = watch((payload, far) => far.write(pongFrame(payload)))
    await expect.poll(() => result.pings, patient).toBeGreaterThan(10)
    expect(result.deaths).toBe(0)
  })

  test('a peer is asked at once on demand', async () => {
    const seldom = { ...quick, pingEvery: 60_000 }
    const { result, liveness } = watch((payload, far) => far.write(pongFrame(payload)), seldom)
    await expect.poll(() => liveness.isArmed, patient).toBe(true)
    liveness.check()
    await expect.poll(() => result.pings, patient).toBe(2)
  })

  test('after the stop nothing is written any more', async () => {
    const { result, liveness } = watch((payload, far) => far.write(pongFrame(payload)))
    await wait(30)
    liveness.stop()
    const before = result.pings
    liveness.check()
    await wait(150)
    expect(result.pings).toBe(before)
  })
})
