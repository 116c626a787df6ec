import { describe, expect, test } from 'vitest'
import type { FailedAnswer, TranscriptItem } from '../../../main/contract/views.ts'
import { withFailed } from '../../../renderer/screens/conversations/failed.ts'
import { foldTranscript } from '../../../renderer/screens/conversations/fold.ts'

const noon = new Date(2026, 10, 19, 12).getTime()
const item = (second: number, from: TranscriptItem['from'], text: string): TranscriptItem => ({
  id: second,
  at: noon + second * 1000,
  from,
  text,
  past: false,
})
const failure = (second: number, text: string, meant = text): FailedAnswer => ({
  at: noon + second * 1000,
  questionId: `om_${second}`,
  text,
  meant,
  reason: 'No key.',
})

describe('an answer that failed', () => {
  test('stands behind its question, before what was said later', () => {
    const said = foldTranscript([item(1, 'person', 'Hello'), item(9, 'person', 'Again'), item(9, 'agent', 'Hi')])
    const pieces = withFailed(said, [failure(2, 'The key was refused.')], true)
    expect(pieces.map(({ kind }) => kind)).toEqual(['day', 'person', 'failed', 'person', 'agent'])
    expect(pieces[2]).toMatchObject({ text: 'The key was refused.', isAsked: true })
  })

  test('does not repeat what the model wrote before it failed', () => {
    const said = foldTranscript([item(1, 'person', 'Hello'), item(1, 'agent', 'Well, it')])
    const [, , , piece] = withFailed(said, [failure(2, 'Well, it\n\nThe line broke.')], true)
    expect(piece).toMatchObject({ text: 'The line broke.', isAsked: true })
  })

  test('whose words could not be sent, or not all, leaves them where they are', () => {
    const said = foldTranscript([item(1, 'person', 'Hello'), item(1, 'agent', 'One.\nTwo.')])
    for (const sent of ['', 'One.'])
      expect(withFailed(said, [failure(2, sent, 'One.\n\nTwo.')], true)[3]).toMatchObject({ text: '', isAsked: true })
  })

  test('shows its question when the transcript does not hold it', () => {
    const said = foldTranscript([item(1, 'person', 'Hello'), item(1, 'agent', 'Hi')])
    const pieces = withFailed(said, [failure(2, 'Refused.'), failure(3, '')], true)
    expect(pieces.slice(3)).toMatchObject([
      { text: 'Refused.', isAsked: false },
      { text: '', isAsked: false },
    ])
    expect(withFailed([], [failure(2, '')], true).map(({ kind }) => kind)).toEqual(['day', 'failed'])
  })

  test('before the first message of a day stands beneath its heading, and adds none', () => {
    const said = foldTranscript([item(5, 'person', 'Hello')])
    expect(withFailed(said, [failure(2, '')], true).map(({ kind }) => kind)).toEqual(['day', 'failed', 'person'])
  })

  test('of an older page waits until that is read', () => {
    const said = foldTranscript([item(5, 'person', 'Hello')])
    expect(withFailed(said, [failure(2, '')], false)).toHaveLength(said.length)
  })
})
