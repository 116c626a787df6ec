import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterWrite,
  currentSteps,
  metered,
  nextMove,
  startReply,
  stepsText,
  unmetered,
  withStep,
  type Pages,
  type ReplyState,
} from '../../main/chat/reply.ts'

const pages: Pages = answer => answer.match(/[^]{1,1000}/g) ?? []
const open: ReplyState = { ...startReply(0), card: 'open' }
const step = { id: 's1', tool: 'read_file', target: 'todo.md', startedAt: 0 }

const rows: { what: string; state: ReplyState; now: number; move: object }[] = [
  { what: 'a quick turn gets no card', state: startReply(0), now: 1999, move: { do: 'wait', until: 2000 } },
  { what: 'a turn of two seconds gets one', state: startReply(0), now: 2000, move: { do: 'open-card' } },
  {
    what: 'a turn with a step gets one at once',
    state: withStep(startReply(0), step),
    now: 1,
    move: { do: 'open-card' },
  },
  {
    what: 'an answer that is still written a while after its first words gets one sooner',
    state: { ...startReply(0), answer: 'What is to be said of it', begunAt: 300 },
    now: 900,
    move: { do: 'open-card' },
  },
  {
    what: 'not before, for it may end at once',
    state: { ...startReply(0), answer: 'What is to be said of it', begunAt: 300 },
    now: 899,
    move: { do: 'wait', until: 900 },
  },
  {
    what: 'nor for a few words',
    state: { ...startReply(0), answer: 'Good morning!', begunAt: 300 },
    now: 1900,
    move: { do: 'wait', until: 2000 },
  },
  { what: 'nothing new, nothing written', state: open, now: 9000, move: { do: 'wait' } },
  {
    what: 'new text waits for its gap',
    state: { ...open, answer: 'Hi', written: 1, lastWriteAt: 1000 },
    now: 1100,
    move: { do: 'wait', until: 1600 },
  },
  {
    what: 'the first words wait for next to nothing, however many steps were shown',
    state: { ...open, answer: 'Hi', writes: 9, stepWrites: 7, lastWriteAt: 1000 },
    now: 1100,
    move: { do: 'wait', until: 1400 },
  },
  {
    what: 'the first words go before steps',
    state: { ...withStep(open, step), answer: 'Hi', lastWriteAt: 1000 },
    now: 1400,
    move: { do: 'write', part: 'answer', text: 'Hi', length: 2 },
  },
  {
    what: 'steps leave writes for the answer',
    state: { ...withStep(open, step), stepWrites: 7, writes: 7 },
    now: 99_000,
    move: { do: 'wait' },
  },
  {
    what: 'new text is written after its gap',
    state: { ...open, answer: 'Hi', written: 1, lastWriteAt: 1000 },
    now: 1600,
    move: { do: 'write', part: 'answer', text: 'Hi', length: 2 },
  },
  {
    what: 'steps go before text',
    state: { ...withStep(open, step), answer: 'Hi', written: 1 },
    now: 5000,
    move: { do: 'write', part: 'steps', text: '⏳ read_file · `todo.md`' },
  },
  {
    what: 'a closed card is left alone',
    state: { ...open, answer: 'Hi', card: 'closed' },
    now: 5000,
    move: { do: 'wait' },
  },
  {
    what: 'a spent budget is not exceeded',
    state: { ...open, answer: 'Hi', writes: 14 },
    now: 999_999,
    move: { do: 'wait' },
  },
  {
    what: 'text beyond the card turns the page',
    state: { ...open, answer: `${'x'.repeat(1000)}yz`, written: 900 },
    now: 9999,
    move: { do: 'turn-page', text: 'x'.repeat(1000), next: 'yz', length: 1002 },
  },
  {
    what: 'the second card gets the second part',
    state: { ...open, page: 1, answer: `${'x'.repeat(1000)}yz`, written: 1001 },
    now: 9999,
    move: { do: 'write', part: 'answer', text: 'yz', length: 1002 },
  },
]

describe('what to show next', () => {
  test.each(rows)('$what', ({ state, now, move }) => expect(nextMove(state, now, metered, pages)).toEqual(move))

  test('an answer never costs more than its writes, however it streams', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { maxLength: 400 }), pauses => {
        let [state, now] = [open, 0]
        for (const pause of pauses) {
          now += pause
          state = { ...state, answer: `${state.answer}x` }
          const move = nextMove(state, now, metered, pages)
          if (move.do === 'write') state = afterWrite(state, move, now)
        }
        return state.writes <= 14
      }),
    )
  })

  test('unmetered accounts write at most eight times a second', () => {
    let [state, writes] = [open, 0]
    for (let now = 0; now < 1000; now++) {
      state = { ...state, answer: `${state.answer}x` }
      const move = nextMove(state, now, unmetered, pages)
      if (move.do !== 'write') continue
      state = afterWrite(state, move, now)
      writes++
    }
    expect(writes).toBeLessThanOrEqual(8)
  })
})

test('the next card shows only the steps that come after it', () => {
  const full = { ...withStep(open, step), answer: 'xy' }
  const turned = afterWrite(full, { do: 'turn-page', text: 'x', next: 'y', length: 2 }, 10)
  expect(turned).toMatchObject({ page: 1, filed: 1, shownSteps: '', writes: 1 })
  expect(currentSteps(turned)).toBe('')
  expect(currentSteps(withStep(turned, { ...step, id: 's2' }))).toBe('⏳ read_file · `todo.md`')
})

describe('the list of steps', () => {
  test('shows state, tool, target and seconds', () => {
    const done = { ...step, endedAt: 1240, ok: true }
    const failed = { ...step, id: 's2', tool: 'search_text', target: '', endedAt: 400, ok: false }
    expect(stepsText([done, failed])).toBe('✅ read_file · `todo.md` · 1.2 s\n⚠️ search_text · 0.4 s')
  })

  test('a step that ends takes the place of the one that began', () => {
    const state = withStep(withStep(open, step), { ...step, endedAt: 10, ok: true })
    expect(state.steps).toHaveLength(1)
  })
})
