import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageOf, transcript } from '../../main/views/transcript.ts'

const stored = (id: number, message: unknown, past = false) => ({ id, at: id, body: JSON.stringify(message), past })
const call = (toolName: string, input: unknown) => ({ type: 'tool-call', toolCallId: '1', toolName, input })
const result = (toolName: string, output: unknown) => ({ type: 'tool-result', toolCallId: '1', toolName, output })

const said = [
  stored(1, { role: 'user', content: 'old' }, true),
  stored(2, { role: 'user', content: 'What is on my list?' }),
  stored(3, {
    role: 'assistant',
    content: [
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'I look.' },
      call('read_file', { path: 'todo.md' }),
    ],
  }),
  stored(4, {
    role: 'tool',
    content: [
      result('read_file', { type: 'text', value: 'buy milk' }),
      result('search', { type: 'json', value: { n: 1 } }),
    ],
  }),
  stored(5, { role: 'assistant', content: 'Milk.' }),
]

describe('a transcript', () => {
  test('shows who said what, what was called and what came of it', () => {
    expect(transcript(said, { limit: 100 })).toEqual([
      { id: 1000, at: 1, from: 'person', text: 'old', past: true },
      { id: 2000, at: 2, from: 'person', text: 'What is on my list?', past: false },
      {
        id: 3000,
        at: 3,
        from: 'agent',
        text: 'I look.',
        calls: [{ tool: 'read_file', input: '{"path":"todo.md"}' }],
        past: false,
      },
      { id: 4000, at: 4, from: 'tool', name: 'read_file', text: 'buy milk', past: false },
      { id: 4001, at: 4, from: 'tool', name: 'search', text: '{"n":1}', past: false },
      { id: 5000, at: 5, from: 'agent', text: 'Milk.', past: false },
    ])
  })

  test('is read in pages, also in the middle of a message', () => {
    const newest = transcript(said, { limit: 2 })
    expect(newest.map(({ id }) => id)).toEqual([4001, 5000])
    const before = newest[0]!.id
    const rows = said.filter(({ id }) => id <= messageOf(before - 1))
    expect(transcript(rows, { before, limit: 2 }).map(({ id }) => id)).toEqual([3000, 4000])
  })

  const oddities: { what: string; message: unknown; text: string }[] = [
    {
      what: 'pictures',
      message: {
        role: 'user',
        content: [
          { type: 'image', image: '…' },
          { type: 'text', text: 'see' },
        ],
      },
      text: '[image]\nsee',
    },
    { what: 'parts of a later version', message: { role: 'assistant', content: [{ type: 'dance' }] }, text: '[dance]' },
    { what: 'parts that are none', message: { role: 'assistant', content: [5] }, text: '[unknown]' },
    {
      what: 'a failure',
      message: { role: 'tool', content: [result('x', { type: 'error-text', value: 'no' })] },
      text: 'no',
    },
    {
      what: 'a denial',
      message: { role: 'tool', content: [result('x', { type: 'execution-denied', reason: 'refused' })] },
      text: 'refused',
    },
    {
      what: 'a result without a form',
      message: { role: 'tool', content: [{ type: 'tool-result' }] },
      text: '[tool-result]',
    },
    { what: 'no message at all', message: 7, text: '[a message that can not be read]' },
  ]

  test.each(oddities)('names $what', ({ message, text }) => {
    expect(transcript([stored(1, message)], { limit: 10 })).toMatchObject([{ text }])
  })

  test('cuts what is far too long, and holds no more than a megabyte', () => {
    const long = { role: 'user', content: '鸟'.repeat(30_000) }
    const items = transcript(
      Array.from({ length: 100 }, (_, index) => stored(index + 1, long)),
      { limit: 500 },
    )
    expect(items[0]?.text).toMatch(/^鸟{20000}…$/)
    expect(items.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(1024 * 1024)
    expect(items.at(-1)?.id).toBe(100_000)
  })

  test('never throws, whatever is stored', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.string())), fc.integer({ min: 1, max: 5 }), (bodies, limit) => {
        const rows = bodies.map((body, index) => ({ id: index + 1, at: 0, body, past: false }))
        expect(transcript(rows, { limit }).length).toBeLessThanOrEqual(limit)
      }),
    )
  })
})
