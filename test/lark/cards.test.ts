import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { closedCard, oneLine, partText, plainClosedCard, streamingCard } from '../../main/lark/card-json.ts'
import { Cards, verdictOf } from '../../main/lark/cards.ts'
import { never, refused, scriptedPlatform, unreachable, type Asked } from './scripted-platform.ts'

const view = { answer: 'The **answer**.', steps: '✓ read_file todo.md · 0.2 s', status: 'Done in 3 s' }
const size = (card: unknown) => Buffer.byteLength(JSON.stringify({ data: JSON.stringify(card) }))

const cardsOver = (answers: readonly unknown[]) => {
  const calling = scriptedPlatform((_asked, count) => answers[count - 1] ?? {})
  return { cards: new Cards(calling, { unmetered: () => false, log: silentLogger }), asked: calling.asked }
}

const sequences = (asked: readonly Asked[]) => asked.map(request => request.data?.sequence)

describe('what a card looks like', () => {
  test('while it streams it has its parts under their names, none of them empty', () => {
    const card = streamingCard({ answer: '', steps: '', status: 'Thinking…' }, false)
    expect(card).toMatchObject({
      schema: '2.0',
      config: { streaming_mode: true, update_multi: true, summary: { content: 'Thinking…' } },
      body: {
        elements: [
          { element_id: 'steps', content: '\u200b' },
          { element_id: 'answer', content: '\u200b' },
          { element_id: 'status' },
        ],
      },
    })
  })

  test('when it is closed the steps are folded and the chat list shows the words', () => {
    expect(closedCard(view)).toMatchObject({
      config: { streaming_mode: false, summary: { content: 'The answer.' } },
      body: {
        elements: [
          {
            tag: 'collapsible_panel',
            expanded: false,
            header: { title: { content: expect.stringContaining('Steps · 1') } },
          },
          { tag: 'markdown', content: 'The **answer**.' },
          { tag: 'markdown', content: "<font color='grey'>Done in 3 s</font>" },
        ],
      },
    })
  })

  test('a closed card without anything still has something to show', () => {
    expect(closedCard({ answer: '', steps: '', status: '' })).toMatchObject({ body: { elements: [{ content: '…' }] } })
  })

  test('Chinese answers have Chinese words around them', () => {
    expect(JSON.stringify(closedCard({ ...view, answer: '好的' }))).toContain('步骤 · 1')
  })

  test("it stays below the platform's limit whatever it is given", () => {
    const endless = { answer: '"\\中🎉，'.repeat(30_000), steps: '"step"\n'.repeat(5000), status: 'x'.repeat(9000) }
    for (const card of [streamingCard(endless, true), closedCard(endless), plainClosedCard(endless)]) {
      expect(size(card)).toBeLessThan(30_000)
    }
  })

  test('steps and status mention nobody', () => {
    const text = JSON.stringify(
      closedCard({ answer: '<at id=all></at>', steps: '<at id=all></at>', status: '<at id=all></at>' }),
    )
    expect(text).not.toContain('<at')
  })

  test('only the last steps are shown when there are many', () => {
    const steps = Array.from({ length: 50 }, (_, step) => `step ${step}`).join('\n')
    const lines = partText('steps', steps).split('\n')
    expect(lines).toHaveLength(31)
    expect(lines.at(-1)).toContain('step 49')
  })

  test.each([
    ['short', 'short'],
    ['two\n lines', 'two lines'],
    ['好'.repeat(60), `${'好'.repeat(49)}…`],
    ['👨‍👩‍👧‍👦'.repeat(60), `${'👨‍👩‍👧‍👦'.repeat(49)}…`],
  ])('a summary is one line: %s', (text, line) => {
    expect(oneLine(text)).toBe(line)
  })
})

describe('making and writing a card', () => {
  test('creates it with one call, again when the platform was away', async () => {
    const { cards, asked } = cardsOver([unreachable(), { data: { card_id: '77' } }])
    expect(await cards.create(view, never)).toBe('77')
    expect(asked).toHaveLength(2)
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/open-apis/cardkit/v1/cards', data: { type: 'card_json' } })
  })

  test('writes the full text of one part', async () => {
    const { cards, asked } = cardsOver([])
    expect(await cards.write('77', 'answer', 'Hello', 3, never)).toBe('written')
    expect(asked).toMatchObject([
      {
        method: 'PUT',
        url: '/open-apis/cardkit/v1/cards/77/elements/answer/content',
        data: { content: 'Hello', sequence: 3 },
      },
    ])
  })

  test('an empty text is written as an invisible one', async () => {
    const { cards, asked } = cardsOver([])
    await cards.write('77', 'answer', '', 3, never)
    expect(asked[0]?.data).toMatchObject({ content: '\u200b' })
  })

  test.each([
    [300309, 'closed'],
    [200850, 'closed'],
    [300308, 'closed'],
    [200740, 'gone'],
    [200750, 'gone'],
    [300313, 'gone'],
    [300317, 'written'],
  ])('code %i means %s', async (code, outcome) => {
    const { cards, asked } = cardsOver([refused(code)])
    expect(await cards.write('77', 'answer', 'x', 3, never)).toBe(outcome)
    expect(asked).toHaveLength(1)
  })

  test.each([refused(230020), refused(200810), unreachable(), refused(200860)])(
    'other trouble is told at once: the next snapshot makes up for it',
    async failure => {
      const { cards, asked } = cardsOver([failure])
      await expect(cards.write('77', 'answer', 'x', 3, never)).rejects.toBe(failure)
      expect(asked).toHaveLength(1)
    },
  )

  test('an unknown code is trouble, not an outcome', () => {
    expect(verdictOf(123)).toBe('failed')
    expect(verdictOf(undefined)).toBe('failed')
  })
})

describe('closing a card', () => {
  test('takes one call', async () => {
    const { cards, asked } = cardsOver([])
    expect(await cards.finish('77', view, 9, never)).toBe('written')
    expect(asked).toMatchObject([
      { method: 'PUT', url: '/open-apis/cardkit/v1/cards/77', data: { sequence: 9, card: { type: 'card_json' } } },
    ])
    expect(JSON.stringify(asked[0]?.data)).toContain('streaming_mode\\":false')
  })

  test('is repeated until it is there', async () => {
    const { cards, asked } = cardsOver([unreachable(), refused(200810), refused(230020)])
    expect(await cards.finish('77', view, 9, never)).toBe('written')
    expect(sequences(asked)).toEqual([9, 9, 9, 9])
  })

  test('overtakes whatever sequence the platform has seen', async () => {
    const { cards, asked } = cardsOver([refused(300317), refused(300317)])
    expect(await cards.finish('77', view, 9, never)).toBe('written')
    expect(sequences(asked)).toEqual([9, 1009, 1_000_009])
  })

  test('never gives a sequence that is no 32-bit number', async () => {
    const { cards, asked } = cardsOver([refused(300317)])
    await cards.finish('77', view, 2_147_483_640, never)
    expect(sequences(asked)).toEqual([2_147_483_640, 2_147_483_647])
  })

  test.each([
    [200740, 'gone'],
    [200750, 'gone'],
    [300309, 'gone'],
  ])('code %i: the answer needs a message (%s)', async (code, outcome) => {
    expect(await cardsOver([refused(code)]).cards.finish('77', view, 9, never)).toBe(outcome)
  })

  test('refused markdown is shown as plain text', async () => {
    const { cards, asked } = cardsOver([refused(200220)])
    expect(await cards.finish('77', view, 9, never)).toBe('written')
    expect(sequences(asked)).toEqual([9, 10])
    expect(JSON.stringify(asked[1]?.data)).toContain('plain_text')
  })

  test('if even that is refused the stream ends and the refusal is told', async () => {
    const { cards, asked } = cardsOver([refused(200220), refused(200220)])
    await expect(cards.finish('77', view, 9, never)).rejects.toMatchObject({ platformCode: 200220 })
    expect(asked[2]).toMatchObject({
      method: 'PATCH',
      url: '/open-apis/cardkit/v1/cards/77/settings',
      data: { sequence: 11 },
    })
  })
})
