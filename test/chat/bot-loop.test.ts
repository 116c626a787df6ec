import { describe, expect, test } from 'vitest'
import { isBotLoop, type Said } from '../../main/chat/bot-loop.ts'

const MINUTE = 60_000
const now = 100 * MINUTE
const bot = (minutesAgo: number, fate: Said['fate'] = 'answered'): Said => ({
  senderType: 'app',
  fate,
  receivedAt: now - minutesAgo * MINUTE,
})
const person = (minutesAgo: number): Said => ({ ...bot(minutesAgo), senderType: 'user' })
const bots = (count: number, from = 1) => Array.from({ length: count }, (_, index) => bot(from + index))

describe('two bots that answer each other', () => {
  test.each([
    { what: 'nothing was said before', before: [], loops: false },
    { what: 'nine turns', before: bots(9), loops: false },
    { what: 'ten turns', before: bots(10), loops: true },
    { what: 'nine turns and one in line', before: [bot(0, 'queued'), ...bots(9)], loops: true },
    { what: 'a person wrote among them', before: [...bots(5), person(6), ...bots(9, 7)], loops: false },
    { what: 'a person wrote last', before: [person(0), ...bots(10)], loops: false },
    { what: 'already silent', before: [bot(1, 'bot-loop')], loops: true },
    { what: 'silent, and the other one goes on', before: [bot(9, 'bot-loop'), bot(15, 'bot-loop')], loops: true },
    { what: 'silent for ten minutes', before: [bot(10, 'bot-loop'), ...bots(10, 11)], loops: false },
    { what: 'a pause of ten minutes among the turns', before: [...bots(5), ...bots(10, 20)], loops: false },
  ])('$what: $loops', ({ before, loops }) => {
    expect(isBotLoop(before, now)).toBe(loops)
  })
})
