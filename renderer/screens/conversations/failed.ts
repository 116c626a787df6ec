import type { FailedAnswer } from '../../../main/contract/views.ts'
import { inserted, type Piece } from './fold.ts'

/** The same with the answers that failed, each behind its question. */
export function withFailed(
  pieces: readonly Piece[],
  failed: readonly FailedAnswer[],
  isWhole: boolean,
): readonly Piece[] {
  return inserted(pieces, failed, isWhole, (one, before) => {
    const said = before.findLast(({ kind }) => kind === 'person' || kind === 'agent' || kind === 'failed')
    const own = said?.kind === 'agent' && isOf(said.text, one.meant) ? said.text : undefined
    return {
      kind: 'failed',
      key: `failed-${one.questionId}`,
      at: one.at,
      text: own === undefined ? one.text : beyond(own, one.text),
      failed: one,
      isAsked: said?.kind === 'person' || own !== undefined,
    }
  })
}

/** What the model wrote before it failed begins what was to be sent; a long answer is sent in pieces. */
const isOf = (answer: string, meant: string): boolean =>
  meant !== '' && (squeezed(meant).startsWith(squeezed(answer)) || squeezed(answer).startsWith(squeezed(meant)))

/** What was sent and does not stand in the bubble of the answer already. */
function beyond(answer: string, sent: string): string {
  if (squeezed(answer).startsWith(squeezed(sent))) return ''
  return sent.startsWith(answer) ? sent.slice(answer.length).trim() : sent
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, '')
