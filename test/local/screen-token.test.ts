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
})
