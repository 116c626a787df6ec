import { unmarked } from './frame.ts'
import type { FoundMessage } from './message.ts'
import type { Piece } from './pieces.ts'

/** A forward of a hundred messages is a document, and one inside ten others a trap. */
const MOST_MESSAGES = 100
const MOST_DEPTH = 4
const MOST_CHARACTERS = 20_000

export type NameOf = (message: FoundMessage) => string

/** Those who speak in a forwarded message, in order of their first words. */
export const speakers = (parts: readonly FoundMessage[]): readonly string[] => [
  ...new Set(
    parts.filter(part => !part.fromSelf && !part.fromApp && part.senderId !== '').map(({ senderId }) => senderId),
  ),
]

/** A forwarded conversation as lines, a level deeper for each forward inside a forward. Pure and bounded. */
export function forwardedText(root: string, parts: readonly FoundMessage[], nameOf: NameOf): string {
  const lines: string[] = []
  const told = { messages: 0 }
  add(root, placed(root, parts), nameOf, 0, lines, told)
  const inside = parts.filter(part => part.messageId !== root).length
  if (told.messages < inside) lines.push(`[${inside - told.messages} more messages are left out]`)
  const text = lines.join('\n')
  if (text.length <= MOST_CHARACTERS) return text
  return `${text.slice(0, MOST_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')}\n[the rest is left out: ${text.length - MOST_CHARACTERS} characters]`
}

/** Parts that name nothing they lie in, or something that is not here, lie in the forward itself. */
function placed(root: string, parts: readonly FoundMessage[]): readonly FoundMessage[] {
  const known = new Set(parts.map(({ messageId }) => messageId))
  return parts.map(part => (part.upperId !== undefined && known.has(part.upperId) ? part : { ...part, upperId: root }))
}

function add(
  upper: string,
  parts: readonly FoundMessage[],
  nameOf: NameOf,
  depth: number,
  lines: string[],
  told: { messages: number },
): void {
  if (depth >= MOST_DEPTH) return
  const inside = parts.filter(part => (part.upperId ?? '') === upper && part.messageId !== upper)
  for (const part of inside.toSorted((a, b) => a.createdAt - b.createdAt)) {
    if (told.messages >= MOST_MESSAGES) return
    told.messages++
    lines.push(indented(`${nameOf(part).replaceAll(/\s+/g, ' ')}: ${wordsOf(part)}`, depth))
    if (part.kind === 'merge_forward') add(part.messageId, parts, nameOf, depth + 1, lines, told)
  }
}

const indented = (text: string, depth: number): string => unmarked(text).replaceAll(/^/gm, '  '.repeat(depth))

const wordsOf = ({ withdrawn, pieces }: FoundMessage): string =>
  withdrawn ? '[withdrawn]' : pieces.map(shortly).filter(Boolean).join(' ')

/** A piece where it is only told about. */
export function shortly(piece: Piece): string {
  switch (piece.kind) {
    case 'words':
      return piece.text
    case 'attachment':
      return `[${piece.form}${piece.name === '' ? '' : ` ${piece.name}`}]`
    case 'named':
      return `[${piece.what}${piece.about === '' ? '' : `: ${piece.about}`}]`
    case 'shared-person':
      return '[shared contact]'
    case 'shared-group':
      return '[shared group]'
    case 'card':
      return piece.text === '' ? '[card]' : `[card] ${piece.text}`
    case 'forward':
      return '[forwarded messages]'
    default:
      return piece satisfies never
  }
}
