import type { Quote } from '../../main/chat/message.ts'
import type { Piece } from '../../main/chat/pieces.ts'
import type { Arrival } from '../../main/contract/arrival.ts'
import { arrival } from './chat.ts'

/** A message of these pieces, written just now, as the fake channel understands it. */
export function arrivalOf(pieces: readonly Piece[], over: Partial<Arrival> & { quotes?: Quote } = {}): Arrival {
  const { quotes, ...rest } = over
  const words = pieces.find(piece => piece.kind === 'words')?.text ?? ''
  const raw = JSON.stringify({ text: words, pieces, ...(quotes && { quotes }) })
  return { ...arrival(words), createdAt: Date.now(), raw, ...rest }
}
