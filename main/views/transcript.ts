import { z } from 'zod'
import type { TranscriptItem } from '../contract/views.ts'

/** A message as the store keeps it: the agent's own JSON, and whether it stands before the last `/new`. */
export type StoredMessage = { readonly id: number; readonly at: number; readonly body: string; readonly past: boolean }

type Piece = Pick<TranscriptItem, 'from' | 'name' | 'text' | 'calls'>

/** One message makes at most so many items; the number of an item holds that of its message. */
const MOST_PIECES = 1000
const LONGEST_TEXT = 20_000
const LONGEST_INPUT = 2000
/** A page crosses a wire, so it ends after so many characters, whatever its limit says. */
const LONGEST_PAGE = 1024 * 1024

const Part = z.looseObject({ type: z.string() })
const Message = z.object({ role: z.string(), content: z.union([z.string(), z.array(z.unknown())]) })
const Said = z.object({ text: z.string() })
const Called = z.object({ toolName: z.string(), input: z.unknown().optional() })
const Answered = z.object({
  toolName: z.string(),
  output: z.object({ type: z.string(), value: z.unknown().optional(), reason: z.string().optional() }),
})

/** The number of the message that an item belongs to. */
export const messageOf = (item: number): number => Math.floor(item / MOST_PIECES)

/** The newest items before `before` as people read them, the oldest first. What can't be read is named, never thrown. */
export function transcript(
  messages: readonly StoredMessage[],
  { before = Number.MAX_SAFE_INTEGER, limit }: { before?: number | undefined; limit: number },
): readonly TranscriptItem[] {
  const items = messages.flatMap(itemsOf).filter(({ id }) => id < before)
  let room = LONGEST_PAGE
  const start = items.findLastIndex((item, index) => (room -= item.text.length) < 0 && index < items.length - 1)
  return items.slice(Math.max(start + 1, items.length - limit))
}

function itemsOf({ id, at, body, past }: StoredMessage): readonly TranscriptItem[] {
  return piecesOf(body)
    .slice(0, MOST_PIECES)
    .map((piece, index) => ({ id: id * MOST_PIECES + index, at, ...piece, past }))
}

function piecesOf(body: string): readonly Piece[] {
  const message = Message.safeParse(parsed(body))
  if (!message.success) return [{ from: 'agent', text: '[a message that can not be read]' }]
  const { role, content } = message.data
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : content
  if (role === 'tool') return parts.map(resultOf)
  const text = clip(parts.flatMap(textsOf).join('\n'), LONGEST_TEXT)
  const calls = parts.flatMap(callsOf)
  return [{ from: role === 'user' ? 'person' : 'agent', text, ...(calls.length > 0 ? { calls } : {}) }]
}

/** Calls have a place of their own, and thoughts are no part of what was said. */
function textsOf(part: unknown): readonly string[] {
  const { type } = partOf(part)
  if (type === 'text') return [Said.safeParse(part).data?.text ?? '[text]']
  return type === 'tool-call' || type === 'reasoning' ? [] : [`[${type.slice(0, 40)}]`]
}

function callsOf(part: unknown): readonly { tool: string; input: string }[] {
  if (partOf(part).type !== 'tool-call') return []
  const { data } = Called.safeParse(part)
  return [{ tool: data?.toolName ?? 'unknown', input: clip(shown(data?.input), LONGEST_INPUT) }]
}

function resultOf(part: unknown): Piece {
  const { data } = Answered.safeParse(part)
  if (!data) return { from: 'tool', text: `[${partOf(part).type.slice(0, 40)}]` }
  const { value, reason, type } = data.output
  return { from: 'tool', name: data.toolName, text: clip(shown(value ?? reason ?? `[${type}]`), LONGEST_TEXT) }
}

const partOf = (part: unknown): { type: string } => Part.safeParse(part).data ?? { type: 'unknown' }
const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** Never cuts a character that takes two units in half. */
const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…`

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a damaged row is named by the caller
  }
}
