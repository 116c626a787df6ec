import { describe, expect, test } from 'vitest'
import { closedCard, streamingCard } from '../../../main/lark/card-json.ts'
import { describeCard } from '../../../main/sandbox/card-text.ts'
import { partsOf } from '../../../renderer/screens/practice/card-parts.ts'
import { contentOf } from '../../../renderer/screens/practice/drafts.ts'

const view = { answer: 'It is **noon**.', steps: '✓ current_time · 0.1 s\n✓ list_files · 0.2 s', status: 'Thinking …' }
const button = { label: 'Stop', action: 'stop', id: '1' }
const seen = (card: object, streaming: boolean) => ({ ...describeCard({ ...card }), controls: [], streaming })

describe('a card of Perch by its parts', () => {
  test('while it streams its steps stand open', () => {
    expect(partsOf(seen(streamingCard({ ...view, button }, false), true))).toEqual({
      steps: { title: '', lines: ['✓ current_time · 0.1 s', '✓ list_files · 0.2 s'], isFolded: false },
      answer: 'It is **noon**.',
      status: 'Thinking …',
      isForeign: false,
    })
  })

  test('when it is done they are folded under their title', () => {
    const parts = partsOf(seen(closedCard({ ...view, status: '' }), false))
    expect(parts.steps).toMatchObject({ title: 'Steps · 2', isFolded: true })
    expect(parts.steps?.lines).toHaveLength(2)
    expect(parts).toMatchObject({ answer: 'It is **noon**.', status: '' })
  })

  test('an answer without steps, and one that has not begun', () => {
    expect(partsOf(seen(closedCard({ ...view, steps: '' }), false)).steps).toBeUndefined()
    expect(partsOf(seen(streamingCard({ answer: '', steps: '', status: 'Thinking …' }, false), true))).toMatchObject({
      steps: undefined,
      answer: '',
    })
  })

  test('a card of somebody else is all answer', () => {
    const card = { schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'Hello' }] } }
    expect(partsOf(seen(card, false))).toMatchObject({ answer: 'Hello', isForeign: true })
  })
})

test.each([
  ['image/png', 'image'],
  ['audio/ogg', 'audio'],
  ['video/mp4', 'video'],
  ['application/pdf', 'file'],
  ['', 'file'],
])('a file of the type "%s" is sent as %s', (mediaType, key) => {
  const file = { name: 'a', mediaType, base64: 'QQ==' }
  expect(Object.keys(contentOf({ kind: 'file', file }))).toEqual([key])
})
