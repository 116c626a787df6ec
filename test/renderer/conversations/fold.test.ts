import { describe, expect, test } from 'vitest'
import type { TranscriptItem } from '../../../main/contract/views.ts'
import { foldTranscript, inputLine, spoken } from '../../../renderer/screens/conversations/fold.ts'
import { nothing, PAGE, withNewest, withOlder } from '../../../renderer/screens/conversations/pages.ts'
import { bySession } from '../../../renderer/screens/conversations/session.ts'

const noon = new Date(2026, 10, 19, 12).getTime()
const item = (id: number, from: TranscriptItem['from'], change: Partial<TranscriptItem> = {}): TranscriptItem => ({
  id,
  at: noon + id * 1000,
  from,
  text: `text ${id}`,
  past: false,
  ...change,
})

describe('a transcript becomes bubbles', () => {
  test('what the agent said and did for one question is one bubble with its steps', () => {
    const pieces = foldTranscript([
      item(1, 'person'),
      item(2, 'agent', { text: '', calls: [{ tool: 'read_file', input: '{"path":"a.md"}' }] }),
      item(3, 'tool', { name: 'read_file', text: 'milk' }),
      item(4, 'agent', { text: 'Buy milk.' }),
      item(5, 'person'),
    ])
    expect(pieces.map(({ kind }) => kind)).toEqual(['day', 'person', 'agent', 'person'])
    expect(pieces[2]).toMatchObject({
      text: 'Buy milk.',
      steps: [{ tool: 'read_file', result: 'milk', took: 1000 }],
    })
  })

  test('two calls of one tool get their results in order, and a call without one stays open', () => {
    const calls = ['a', 'b', 'c'].map(path => ({ tool: 'read_file', input: `{"path":"${path}"}` }))
    const [, , agent] = foldTranscript([
      item(1, 'person'),
      item(2, 'agent', { calls }),
      item(3, 'tool', { name: 'read_file', text: 'A' }),
      item(4, 'tool', { name: 'read_file', text: 'B' }),
    ])
    expect(agent).toMatchObject({ steps: [{ result: 'A' }, { result: 'B' }, { result: undefined }] })
  })

  test('a result whose call is on an older page stands for itself', () => {
    expect(foldTranscript([item(3, 'tool', { name: 'now', text: '12' })])[0]).toMatchObject({
      steps: [{ tool: 'now', input: '', result: '12' }],
    })
  })

  test('a line stands where the conversation began anew, and each day has its heading', () => {
    const pieces = foldTranscript([
      item(1, 'person', { past: true, at: noon - 86_400_000 }),
      item(2, 'agent', { past: true, at: noon - 86_400_000 }),
      item(3, 'person'),
    ])
    expect(pieces.map(({ kind }) => kind)).toEqual(['day', 'person', 'agent', 'fresh', 'day', 'person'])
  })

  test('only a name that somebody bears is taken for one', () => {
    const names = new Set(['周子墨'])
    expect(spoken('周子墨: 好', names)).toEqual({ name: '周子墨', text: '好' })
    expect(spoken('Note: buy milk', names)).toEqual({ name: undefined, text: 'Note: buy milk' })
  })

  test.each([
    ['{"path":"a.md"}', 'a.md'],
    ['{"path":"a.md","from":2}', 'path=a.md from=2'],
    ['not json', 'not json'],
    ['[1]', '[1]'],
  ])('the input %s reads %s', (input, expected) => expect(inputLine(input)).toBe(expected))
})

describe('pages of a transcript', () => {
  const run = (from: number, count: number) => Array.from({ length: count }, (_, index) => item(from + index, 'person'))

  test('the newest page read again joins what is known', () => {
    const known = withNewest(nothing, run(101, PAGE))
    const older = withOlder(known, run(1, PAGE))
    const again = withNewest(older, run(103, PAGE))
    expect(again.items.map(({ id }) => id)).toEqual(run(1, 202).map(({ id }) => id))
  })

  test('a page that does not reach what is known starts over, so nothing is missing unseen', () => {
    expect(withNewest(withNewest(nothing, run(1, PAGE)), run(500, PAGE)).items[0]?.id).toBe(500)
  })

  test('a short newest page is the whole; so is an empty older one', () => {
    expect(withNewest(nothing, run(1, 3)).isWhole).toBe(true)
    expect(withOlder(withNewest(nothing, run(1, PAGE)), []).isWhole).toBe(true)
  })
})

test('a chat of topics opens with its newest topic', () => {
  const view = { account: 'default', chatId: 'oc_1', chatType: 'group', title: '', lastAt: 0, messages: 1 } as const
  const list = [
    { ...view, session: 'default:oc_1:omt_2' },
    { ...view, session: 'default:oc_1:omt_1' },
  ]
  expect(bySession(list, 'default:oc_1')?.session).toBe('default:oc_1:omt_2')
  expect(bySession(list, 'default:oc_1:omt_1')?.session).toBe('default:oc_1:omt_1')
  expect(bySession(list, 'default:oc_2')).toBeUndefined()
})
