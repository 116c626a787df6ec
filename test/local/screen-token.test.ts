import { describe, expect, test } from 'vitest'
import { createScreenTokens } from '../../main/local/screen-token.ts'

const MINUTE = 60_000

describe('a link to the screens', () => {
  test('opens them once', () => {
    const tokens = createScreenTokens(() => 0)
    const token = tokens.issue()
    const session = tokens.redeem(token)
    expect(session && tokens.isOpen(session)).toBe(true)
    expect(tokens.redeem(token)).toBeUndefined()
  })

  test.each([
    { minutes: 9.9, opens: true },
    { minutes: 10, opens: false },
  ])('opens them after $minutes minutes: $opens', ({ minutes, opens }) => {
    let now = 0
    const tokens = createScreenTokens(() => now)
    const token = tokens.issue()
    now = minutes * MINUTE
    expect(tokens.redeem(token) !== undefined).toBe(opens)
  })

  test('opens nothing when it is made up, and needs both halves of a session', () => {
    const tokens = createScreenTokens(() => 0)
    expect(tokens.redeem('')).toBeUndefined()
    expect(tokens.redeem('A'.repeat(43))).toBeUndefined()
    const session = tokens.redeem(tokens.issue())!
    expect(tokens.isOpen({ ...session, tab: 'other' })).toBe(false)
    expect(tokens.isOpen({ ...session, cookie: '' })).toBe(false)
  })

  test('is one of the newest 32: older ones are forgotten', () => {
    const tokens = createScreenTokens(() => 0)
    const issued = Array.from({ length: 33 }, () => tokens.issue())
    expect(issued.map(token => tokens.redeem(token) !== undefined)).toEqual([false, ...Array<boolean>(32).fill(true)])
  })

  test('keeps the cookie of a browser that has one open window, and no other', () => {
    const tokens = createScreenTokens(() => 0)
    const first = tokens.redeem(tokens.issue())!
    const second = tokens.redeem(tokens.issue(), first.cookie)!
    expect(second.cookie).toBe(first.cookie)
    expect([first, second].map(session => tokens.isOpen(session))).toEqual([true, true])
    expect(tokens.redeem(tokens.issue(), 'made-up')?.cookie).not.toBe('made-up')
  })

  test('opens a window for twelve hours after it was last used', () => {
    let now = 0
    const tokens = createScreenTokens(() => now)
    const session = tokens.redeem(tokens.issue())!
    now = 11 * 60 * MINUTE
    expect(tokens.isOpen(session)).toBe(true)
    now = 22 * 60 * MINUTE
    expect(tokens.isOpen(session)).toBe(true)
    now = 35 * 60 * MINUTE
    expect(tokens.isOpen(session)).toBe(false)
  })

  test('opens at most 64 windows: the one that was used longest ago is forgotten', () => {
    const tokens = createScreenTokens(() => 0)
    const [used, left, ...others] = Array.from({ length: 64 }, () => tokens.redeem(tokens.issue())!)
    expect(tokens.isOpen(used!)).toBe(true)
    others.push(tokens.redeem(tokens.issue())!)
    expect(tokens.isOpen(left!)).toBe(false)
    expect([used!, ...others].every(session => tokens.isOpen(session))).toBe(true)
  })
})
