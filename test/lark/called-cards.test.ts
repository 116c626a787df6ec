import { describe, expect, test } from 'vitest'
import { closedCard, closedConfig, plainClosedCard, streamingCard } from '../../main/lark/card-json.ts'

const view = {
  answer: '<at id=ou_ann></at> look, <at id=ou_eve></at>',
  plain: '@Ann look, <at id=ou_eve></at>',
  mentions: ['ou_ann'],
  steps: '',
  status: '',
}
const tags = (card: unknown) => JSON.stringify(card).match(/<at [^>]*>/g)

describe('a card that calls somebody', () => {
  test('calls only those whom it may, and only when it is finished', () => {
    expect(tags(closedCard(view))).toEqual(['<at id=ou_ann>'])
    expect(tags(streamingCard(view, false))).toBeNull()
  })

  test('shows names in the chat list and where nobody can be called', () => {
    expect(closedConfig(view).summary.content).toContain('@Ann look')
    expect(JSON.stringify(plainClosedCard(view))).toContain('@Ann look')
    expect(tags(plainClosedCard(view))).toBeNull()
  })

  test('loses no word of a full page', () => {
    const words = Array.from({ length: 3000 }, (_, index) => `word${index}`).join(' ')
    const full = { ...view, answer: `${words} <at id=ou_ann></at> end`, plain: `${words} @Ann end` }
    expect(JSON.stringify(closedCard(full))).toContain('<at id=ou_ann></at> end')
  })
})
