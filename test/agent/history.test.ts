import { modelMessageSchema, type ModelMessage } from 'ai'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateTokens } from '../../main/agent/estimate.ts'
import { boundHistory } from '../../main/agent/history.ts'

const user = (content: string) => ({ role: 'user', content }) as const
const says = (text: string) => ({ role: 'assistant', content: [{ type: 'text', text }] }) as const
const asks = (...ids: readonly string[]) =>
  ({
    role: 'assistant',
    content: ids.map(toolCallId => ({ type: 'tool-call', toolCallId, toolName: 'echo', input: { word: 'x' } })),
  }) as const
const result = (toolCallId: string, value: string) =>
  ({ type: 'tool-result', toolCallId, toolName: 'echo', output: { type: 'text', value } }) as const
const answers = (...pairs: readonly (readonly [string, string])[]) =>
  ({ role: 'tool', content: pairs.map(([id, value]) => result(id, value)) }) as const

const bound = (rows: readonly unknown[], most = 2000) => boundHistory(rows, most, estimateTokens)

/** The cost as a stranger would count it: the words alone, so never more than what the bound counts. */
const wordsOf = (messages: readonly ModelMessage[]) =>
  messages.reduce(
    (sum, { content }) =>
      sum +
      (typeof content === 'string' ? estimateTokens(content) : content.reduce((all, part) => all + costOf(part), 0)),
    0,
  )
const costOf = (part: Exclude<ModelMessage['content'], string>[number]) =>
  part.type === 'text' ? estimateTokens(part.text) : estimateTokens(JSON.stringify(part))

function complaints(messages: readonly ModelMessage[]): string[] {
  const found: string[] = []
  if (messages.length > 0 && messages[0]?.role !== 'user') found.push('does not start with a question')
  messages.forEach((message, index) => {
    if (!modelMessageSchema.safeParse(message).success) found.push(`row ${index} is no message`)
    const called = message.role === 'assistant' ? idsIn(message, 'tool-call') : []
    const next = messages[index + 1]
    const answered = next?.role === 'tool' ? idsIn(next, 'tool-result') : []
    if (message.role === 'assistant' && String(called) !== String(answered))
      found.push(`row ${index}: ${called.join()} but ${answered.join()}`)
    if (new Set(called).size < called.length) found.push(`row ${index} calls twice`)
    if (message.role === 'tool' && messages[index - 1]?.role !== 'assistant') found.push(`row ${index} answers nothing`)
  })
  return found
}

const idsIn = (message: ModelMessage, type: string) =>
  typeof message.content === 'string'
    ? []
    : message.content.flatMap(part => (part.type === type && 'toolCallId' in part ? [part.toolCallId] : []))

const id = fc.constantFrom('a', 'b', 'c')
const words = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.nat(9000).map(length => '测'.repeat(length)),
)
const row = fc.oneof(
  words.map(user),
  words.map(says),
  words.map(content => ({ role: 'assistant', content })),
  fc.array(id, { maxLength: 4 }).map(ids => asks(...ids)),
  fc.array(fc.tuple(id, words), { maxLength: 4 }).map(pairs => answers(...pairs)),
  words.map(content => ({ role: 'system', content })),
  fc.constant({
    role: 'user',
    content: [
      { type: 'text', text: 'look' },
      { type: 'image', image: 'aGk=' },
    ],
  }),
  fc.constant({
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: 'a',
        toolName: 'echo',
        output: { type: 'json', value: { big: 'x'.repeat(9000) } },
      },
    ],
  }),
  fc.jsonValue(),
)

const isLong = (shown: readonly ModelMessage[]) =>
  shown
    .flatMap(message => (message.role === 'tool' ? message.content : []))
    .map(part => JSON.stringify(part).length > 6000)

describe('the part of a conversation that the model is shown', () => {
  test('is valid, whatever was stored', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 14 }), rows => {
        expect(complaints(bound(rows))).toEqual([])
      }),
    )
  })

  test('never costs more than allowed', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 14 }), fc.integer({ min: 100, max: 20_000 }), (rows, most) => {
        const shown = bound(rows, most).filter(message => !JSON.stringify(message).includes('"image"'))
        expect(wordsOf(shown)).toBeLessThanOrEqual(most)
      }),
    )
  })

  test('always ends with the last question and what followed it', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 14 }), fc.string({ maxLength: 100 }), (rows, question) => {
        expect(bound([...rows, user(question)]).at(-1)).toEqual(user(question))
      }),
    )
  })

  test('stays as it is when it was bounded before', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 14 }), rows => {
        expect(bound(bound(rows))).toEqual(bound(rows))
      }),
    )
  })

  test('keeps the newest questions and drops whole exchanges from the old end', () => {
    const exchange = (name: string) => [user(`${name} ${'x'.repeat(1000)}`), says('y'.repeat(1000))]
    const shown = bound([...exchange('one'), ...exchange('two'), ...exchange('three'), user('now')], 1100)
    expect(shown.map(message => JSON.stringify(message.content).slice(1, 5))).toEqual([
      'two ',
      '{"ty',
      'thre',
      '{"ty',
      'now"',
    ])
  })

  test('tells the model that a call was interrupted instead of hiding it', () => {
    const shown = bound([user('go'), asks('a', 'b'), answers(['b', 'done']), user('and?')])
    expect(shown[2]).toMatchObject({
      role: 'tool',
      content: [
        { toolCallId: 'a', output: { type: 'error-text' } },
        { toolCallId: 'b', output: { value: 'done' } },
      ],
    })
  })

  test('shortens long results: old ones always, new ones only when they must be', () => {
    const long = 'r'.repeat(6000)
    const rows = [user('first'), asks('a'), answers(['a', long]), user('second'), asks('b'), answers(['b', long])]
    expect(isLong(bound(rows, 5000))).toEqual([false, true])
    expect(isLong(bound(rows, 1500))).toEqual([false])
  })
})

describe('the estimate of tokens', () => {
  test.each([
    { text: '', tokens: 0 },
    { text: 'four', tokens: 1 },
    { text: 'word '.repeat(8), tokens: 10 },
    { text: '你好，世界', tokens: 5 },
    { text: '你好 hello', tokens: 4 },
  ])('of "$text" is $tokens', ({ text, tokens }) => expect(estimateTokens(text)).toBe(tokens))
})
