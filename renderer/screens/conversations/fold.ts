import type { FailedAnswer, SentByHand, TranscriptItem } from '../../../main/contract/views.ts'
import { sectionsOf, type Section } from './frames.ts'

/** One use of a tool: what it was asked, and what it gave. */
export type ToolStep = {
  readonly id: string
  readonly tool: string
  readonly input: string
  readonly result: string | undefined
  /** Milliseconds between asking and answering, where both are known. */
  readonly took: number | undefined
}

/** One thing of the transcript as it is drawn. */
export type Piece =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  /** `/new` was written here: what is above is no longer shown to the model. */
  | { readonly kind: 'fresh'; readonly key: string }
  | {
      readonly kind: 'person'
      readonly key: string
      readonly at: number
      readonly name: string | undefined
      readonly sections: readonly Section[]
      readonly past: boolean
    }
  | {
      readonly kind: 'agent'
      readonly key: string
      readonly at: number
      readonly text: string
      readonly steps: readonly ToolStep[]
      readonly past: boolean
    }
  /** A question without an answer; `text` is what the chat shows and no bubble before does. */
  | {
      readonly kind: 'failed'
      readonly key: string
      readonly at: number
      readonly text: string
      readonly failed: FailedAnswer
      /** False when no bubble holds the question: what a model refused is not remembered. */
      readonly isAsked: boolean
    }
  /** The owner, or a program of theirs, spoke as the bot. */
  | { readonly kind: 'hand'; readonly key: string; readonly at: number; readonly sent: SentByHand }

type Agent = { key: string; at: number; texts: string[]; steps: ToolStep[]; calls: Call[]; past: boolean }
type Call = { readonly at: number; readonly tool: string; readonly step: number }

/**
 * Bubbles in order: what the agent said and did for one question becomes one bubble with its steps. `names` are those
 * of a group's people, whose messages begin with their name; a private chat has none.
 */
export function foldTranscript(
  items: readonly TranscriptItem[],
  names: ReadonlySet<string> = new Set(),
): readonly Piece[] {
  const pieces: Piece[] = []
  let agent: Agent | undefined
  const close = () => {
    if (agent) pieces.push(agentPiece(agent))
    agent = undefined
  }
  items.forEach((item, index) => {
    const before = items[index - 1]
    if (before && before.past && !item.past) {
      close()
      pieces.push({ kind: 'fresh', key: `fresh-${item.id}` })
    }
    if (item.from === 'person') {
      close()
      if (!before || !isSameDay(before.at, item.at)) pieces.push({ kind: 'day', key: `day-${item.id}`, at: item.at })
      const { name, text } = spoken(item.text, names)
      const sections = sectionsOf(text)
      pieces.push({ kind: 'person', key: String(item.id), at: item.at, name, sections, past: item.past })
      return
    }
    agent ??= { key: String(item.id), at: item.at, texts: [], steps: [], calls: [], past: item.past }
    if (item.from === 'tool') addResult(agent, item)
    else addSaid(agent, item)
  })
  close()
  return pieces
}

/** The same with what was sent by hand, each at its moment; what is older than the first piece waits until that is read. */
export function withHand(pieces: readonly Piece[], sent: readonly SentByHand[], isWhole: boolean): readonly Piece[] {
  return inserted(pieces, sent, isWhole, one => ({ kind: 'hand', key: `hand-${one.id}`, at: one.at, sent: one }))
}

/** Puts each at its moment, with the heading of its day where that has none yet; `pieceOf` sees what stands before it. */
export function inserted<T extends { readonly at: number }>(
  pieces: readonly Piece[],
  ones: readonly T[],
  isWhole: boolean,
  pieceOf: (one: T, before: readonly Piece[]) => Timed,
): readonly Piece[] {
  const first = pieces.find(isTimed)?.at ?? 0
  const all = [...pieces]
  for (const one of ones.toSorted((early, late) => early.at - late.at)) {
    if (!isWhole && one.at < first) continue
    const place = all.findIndex(piece => isTimed(piece) && piece.at > one.at)
    const next = all[place]
    const isBeneath = next?.kind === 'day' && isSameDay(next.at, one.at) // the heading that stands there is its own
    const index = place < 0 ? all.length : place + (isBeneath ? 1 : 0)
    const piece = pieceOf(one, all.slice(0, index))
    const last = all.slice(0, index).findLast(isTimed)
    const day: Piece[] =
      last && isSameDay(last.at, one.at) ? [] : [{ kind: 'day', key: `day-${piece.key}`, at: one.at }]
    all.splice(index, 0, ...day, piece)
  }
  return all
}

type Timed = Exclude<Piece, { kind: 'fresh' }>
const isTimed = (piece: Piece): piece is Timed => piece.kind !== 'fresh'

function addSaid(agent: Agent, item: TranscriptItem): void {
  if (item.text.trim() !== '') agent.texts.push(item.text)
  agent.at = item.at
  for (const { tool, input } of item.calls ?? []) {
    agent.calls.push({ at: item.at, tool, step: agent.steps.length })
    agent.steps.push({ id: `${item.id}-${agent.steps.length}`, tool, input, result: undefined, took: undefined })
  }
}

/** A result belongs to the first call of its tool that has none; one without a call stands for itself. */
function addResult(agent: Agent, item: TranscriptItem): void {
  const place = agent.calls.findIndex(call => item.name === undefined || call.tool === item.name)
  const call = agent.calls[place]
  const step = call && agent.steps[call.step]
  if (!call || !step) {
    agent.steps.push({ id: `${item.id}`, tool: item.name ?? '', input: '', result: item.text, took: undefined })
    return
  }
  agent.calls.splice(place, 1)
  const took = item.at > call.at ? item.at - call.at : undefined
  agent.steps[call.step] = { ...step, result: item.text, took }
}

const agentPiece = ({ key, at, texts, steps, past }: Agent): Piece => ({
  kind: 'agent',
  key,
  at,
  text: texts.join('\n\n'),
  steps,
  past,
})

/** In groups each message begins with who said it; words before a colon that nobody is called by are words. */
export function spoken(text: string, names: ReadonlySet<string>): { name: string | undefined; text: string } {
  const end = text.indexOf(': ')
  const name = text.slice(0, Math.max(0, end))
  return names.has(name) ? { name, text: text.slice(end + 2) } : { name: undefined, text }
}

/** A name as the agent is told it: on one line, short, without a colon. */
export const spokenName = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}\s:：]+/gu, ' ')
    .trim()
    .slice(0, 40)

const isSameDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString()

/** The input of a call in one line: its only value, or its values with their names. */
export function inputLine(input: string): string {
  const values = parsed(input)
  if (values === undefined) return input.slice(0, 120)
  const entries = Object.entries(values).map(([name, value]) => [name, plain(value)] as const)
  const [first] = entries
  if (entries.length === 1 && first) return first[1].slice(0, 120)
  return entries
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')
    .slice(0, 120)
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

function parsed(input: string): object | undefined {
  try {
    const value: unknown = JSON.parse(input)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined // not JSON: shown as it is
  }
}
