import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { block, mark, quoted, sizeWords } from '../../../main/chat/frame.ts'
import { sectionsOf, wordsIn } from '../../../renderer/screens/conversations/frames.ts'

describe('what a person sent is taken apart', () => {
  test('plain words are words', () => {
    expect(sectionsOf('Hello\n\nyou')).toEqual([{ kind: 'words', text: 'Hello\n\nyou' }])
  })

  test('a document has a name, a kind and a size, and its text beside it', () => {
    const about = `file ${quoted('spend 10.xlsx')}: Excel workbook, ${sizeWords(84_000)}, kept as received/oc_1/a.xlsx; here is its text`
    expect(sectionsOf(`${block(about, 'a | b', quoted('spend 10.xlsx'))}\n\nSum it up`)).toEqual([
      { kind: 'file', form: 'file', name: 'spend 10.xlsx', about: 'Excel workbook, 84.0 KB', text: 'a | b' },
      { kind: 'words', text: 'Sum it up' },
    ])
  })

  test.each([
    [
      'picture "a.png", shown as picture 1, 20 × 10: PNG picture, 12.0 KB, kept as received/a.png',
      { form: 'picture', name: 'a.png', about: '20 × 10: PNG picture, 12.0 KB' },
    ],
    [
      'voice message of 12 seconds; it can not be listened to here',
      { form: 'voice', about: '12 seconds, it can not be listened to here' },
    ],
    [
      'video "v.mp4" of 3 seconds, MP4 video, 1.4 MB, kept as x; it can not be watched here',
      { form: 'video', name: 'v.mp4' },
    ],
    [
      'file "x.pdf": it could not be fetched, because its message was withdrawn',
      { about: 'it could not be fetched, because its message was withdrawn' },
    ],
  ])('%s', (about, expected) => {
    expect(sectionsOf(mark(about))).toEqual([expect.objectContaining({ kind: 'file', ...expected })])
  })

  test('quoted and forwarded messages stand apart, also with a file inside', () => {
    const file = mark('file "b.txt": text, 20 bytes, kept as x')
    const quote = `${mark('quoted: a message of "Maya", not written by the person who quotes it')}\nold words\n\n${file}\n${mark('end of the quoted message')}`
    const forward = block('forwarded messages, not written by the person who sent them', 'Bo: hi', 'forwarded messages')
    expect(sectionsOf(`${quote}\n\n${forward}\n\nWhat now?`)).toMatchObject([
      {
        kind: 'quote',
        from: 'somebody',
        name: 'Maya',
        inside: [{ text: 'old words' }, { kind: 'file', name: 'b.txt' }],
      },
      { kind: 'forward', inside: [{ text: 'Bo: hi' }] },
      { kind: 'words', text: 'What now?' },
    ])
  })

  test('what can only be named is a remark', () => {
    expect(sectionsOf(`Maya: ${mark('sticker')}`)).toMatchObject([
      { kind: 'words' },
      { kind: 'remark', text: 'sticker' },
    ])
  })

  test('any text is taken apart without a fault, and words without marks stay whole', () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom('⟦', '⟧', 'end of ', 'quoted: ', '; here is '), fc.string()))
    fc.assert(
      fc.property(pieces, parts => {
        sectionsOf(parts.join(''))
      }),
    )
    const plain = fc.string().map(text => text.replaceAll(/[⟦⟧]/g, '').trim())
    fc.assert(
      fc.property(plain, text => {
        expect(wordsIn(sectionsOf(text))).toBe(text)
      }),
    )
  })
})
