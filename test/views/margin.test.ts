import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conversationMargin, type MarginRows } from '../../main/views/margin.ts'

const none: MarginRows = { turns: [], tokens: [], parts: [], reactions: [], byHand: [] }
const used = (at: number, input: number, output: number, cost: number | null = null) => ({
  at,
  input,
  output,
  cost,
  currency: cost === null ? null : 'USD',
})
const part = (name: string, createdAt: number, questionId: string) => ({
  part: name,
  createdAt,
  questionId,
  messageId: `bot_${questionId}`,
})

describe('what stands beside a transcript', () => {
  test('an answer costs what the model used since the one before, and the whole is their sum', () => {
    const { answers, total } = conversationMargin({
      ...none,
      turns: [100, 200],
      tokens: [used(60, 10, 1, 500), used(90, 20, 2, 700), used(150, 5, 5), used(250, 1, 1, 1)],
    })
    expect(answers[0]).toMatchObject({
      at: 100,
      spent: { input: 30, output: 3, costs: [{ currency: 'USD', millionths: 1200 }], isCostKnown: true },
    })
    expect(answers[1]?.spent).toEqual({ input: 5, output: 5, costs: [], isCostKnown: false })
    expect(total).toMatchObject({ input: 36, output: 9, isCostKnown: false })
  })

  test('a card belongs to the turn that runs, a message to the one that was just stored', () => {
    const { answers } = conversationMargin({
      ...none,
      turns: [100, 200, 300],
      parts: [part('answer-0', 100, 'om_a'), part('card', 150, 'om_b'), part('answer-1', 205, 'om_b')],
      reactions: [
        { messageId: 'bot_om_b', senderId: 'ou_1', emoji: 'THUMBSUP' },
        { messageId: 'bot_om_x', senderId: 'ou_1', emoji: 'OK' },
      ],
    })
    expect(answers.map(({ questionId }) => questionId)).toEqual(['om_a', 'om_b', undefined])
    expect(answers.map(({ reactions }) => reactions.length)).toEqual([0, 1, 0])
  })

  test('an answer that failed is told once, with what the chat shows of it', () => {
    const failed = (name: string, questionId: string, text: string, at = 50) => ({
      ...part(name, 40, questionId),
      failure: { reason: 'No key.', at, text, isSent: text !== 'Second.' },
    })
    const { failed: told, answers } = conversationMargin({
      ...none,
      turns: [100],
      parts: [
        failed('', 'om_a', ''),
        failed('answer-0', 'om_b', 'First.'),
        failed('answer-1', 'om_b', 'Second.', 60),
        failed('card', 'om_c', 'All of it.'),
        failed('card-1', 'om_c', ''),
        failed('answer-1', 'om_c', 'of it.'),
        part('answer-0', 45, 'om_d'),
      ],
    })
    expect(told).toEqual([
      { at: 50, questionId: 'om_a', text: '', meant: '', reason: 'No key.' },
      { at: 60, questionId: 'om_b', text: 'First.', meant: 'First.\n\nSecond.', reason: 'No key.' },
      { at: 50, questionId: 'om_c', text: 'All of it.', meant: 'All of it.', reason: 'No key.' },
    ])
    expect(answers).toHaveLength(1)
  })

  test('loses no token and makes none up', () => {
    const moments = fc.array(fc.nat(1000), { maxLength: 30 })
    fc.assert(
      fc.property(moments, moments, (turns, calls) => {
        const ordered = [...new Set(turns)].toSorted((one, other) => one - other)
        const { answers, total } = conversationMargin({
          ...none,
          turns: ordered,
          tokens: calls.map(at => used(at, 1, 0)),
        })
        const told = answers.reduce((sum, { spent }) => sum + (spent?.input ?? 0), 0)
        const later = calls.filter(at => at > (ordered.at(-1) ?? -1)).length
        expect(told + later).toBe(total.input)
      }),
    )
  })

  test('what was sent by hand is told with its words, its file and how it went', () => {
    const hand = { id: 1, at: 5, detail: null, messageId: '' }
    const { sent } = conversationMargin({
      ...none,
      byHand: [
        { ...hand, outgoing: { body: { kind: 'markdown', text: 'Hi' } }, state: 'sent', messageId: 'om_1' },
        { ...hand, outgoing: { body: { kind: 'file', path: '/a/b/report.pdf' } }, state: 'failed', detail: 'too big' },
        { ...hand, outgoing: { body: { kind: 'raw' } }, state: 'pending' },
      ],
    })
    expect(sent).toEqual([
      { id: 1, at: 5, text: 'Hi', state: 'sent', messageId: 'om_1' },
      { id: 1, at: 5, text: '', file: { name: 'report.pdf', kind: 'file' }, state: 'failed', detail: 'too big' },
      { id: 1, at: 5, text: '', form: 'raw', state: 'pending' },
    ])
  })
})
