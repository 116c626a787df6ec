import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Paragraphs } from '../../main/agent/paragraphs.ts'

const join = (steps: readonly (readonly string[])[]) => {
  const paragraphs = new Paragraphs()
  return steps
    .map(texts => {
      paragraphs.next()
      return texts.map(text => paragraphs.add(text)).join('')
    })
    .join('')
}

describe('the answer of several steps', () => {
  test.each([
    { steps: [['a', 'b']], answer: 'ab' },
    { steps: [['a'], ['b']], answer: 'a\n\nb' },
    { steps: [['a'], [], ['b']], answer: 'a\n\nb' },
    { steps: [['\n', '\n'], ['b']], answer: 'b' },
    { steps: [['a'], ['\n\n', 'b']], answer: 'a\n\nb' },
    { steps: [['a'], ['\n', '  - item']], answer: 'a\n\n  - item' },
    { steps: [[' '], [' ', '']], answer: '' },
  ])('$steps reads $answer', ({ steps, answer }) => expect(join(steps)).toBe(answer))

  test('does not depend on how a step is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom('a', ' ', '\n', '  b', '你'))), steps => {
        expect(join(steps)).toBe(join(steps.map(texts => [texts.join('')])))
      }),
    )
  })

  test('loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string())), steps => {
        expect(join(steps).replace(/\s/g, '')).toBe(steps.flat().join('').replace(/\s/g, ''))
      }),
    )
  })
})
