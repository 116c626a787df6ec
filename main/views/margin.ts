import type { AnswerMargin, ConversationMargin, FailedAnswer, SentByHand, Spent } from '../contract/views.ts'

type Tokens = {
  readonly at: number
  readonly input: number
  readonly output: number
  readonly cost: number | null
  readonly currency: string | null
}
type Part = {
  /** Empty for an answer that failed before anything was sent. */
  readonly part: string
  readonly createdAt: number
  readonly questionId: string
  readonly messageId: string
  readonly failure?:
    { readonly reason: string; readonly at: number; readonly text: string; readonly isSent: boolean } | undefined
}
type Reaction = { readonly messageId: string; readonly senderId: string; readonly emoji: string }
type Hand = {
  readonly id: number
  readonly at: number
  readonly outgoing: { readonly body: { readonly kind: string; readonly text?: string; readonly path?: string } }
  readonly state: SentByHand['state']
  readonly detail: string | null
  readonly messageId: string
}

export type MarginRows = {
  /** When the messages of each turn were stored, in order. */
  readonly turns: readonly number[]
  readonly tokens: readonly Tokens[]
  readonly parts: readonly Part[]
  readonly reactions: readonly Reaction[]
  readonly byHand: readonly Hand[]
}

/** What stands beside a transcript: what each answer cost, how people took it, and what was sent by hand. Pure. */
export function conversationMargin({ turns, tokens, parts, reactions, byHand }: MarginRows): ConversationMargin {
  const spent = Map.groupBy(tokens, ({ at }) => turns[firstFrom(turns, at)])
  const answers = Map.groupBy(
    parts.filter(({ part }) => part !== ''),
    part => turns[turnOf(turns, part)],
  )
  const margin = (at: number) => answerMargin(at, spent.get(at) ?? [], answers.get(at) ?? [], reactions)
  return {
    answers: turns.slice(-MOST_ANSWERS).map(margin),
    failed: failedAnswers(parts).slice(-MOST_ANSWERS),
    sent: byHand.map(sentByHand),
    total: sumOf(tokens),
  }
}

/** The first card is kept with the whole answer, so its further cards and messages only say it again. */
function failedAnswers(parts: readonly Part[]): readonly FailedAnswer[] {
  const failed = parts.flatMap(({ part, questionId, failure }) => (failure ? [{ part, questionId, ...failure }] : []))
  return [...Map.groupBy(failed, ({ questionId }) => questionId)].map(([questionId, all]) => {
    const at = Math.max(...all.map(one => one.at))
    const sent = all.filter(({ isSent }) => isSent)
    return { at, questionId, text: wholeOf(sent), meant: wholeOf(all), reason: all[0]?.reason ?? '' }
  })
}

function wholeOf(parts: readonly { readonly part: string; readonly text: string }[]): string {
  const whole = parts.find(({ part }) => part === 'card')?.text
  const texts = whole ? [whole] : parts.map(({ text }) => text)
  return texts.filter(text => text !== '').join('\n\n')
}

/** A window shows the newest ones; it crosses a wire. */
const MOST_ANSWERS = 1000

/** The place of the first turn that was stored then or later; behind the last one when there is none. */
function firstFrom(turns: readonly number[], at: number): number {
  let [low, high] = [0, turns.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((turns[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** A card is shown while the turn runs; every other part is sent after it was stored, and before the next one is. */
const turnOf = (turns: readonly number[], { part, createdAt }: Part): number =>
  part.startsWith('card') ? firstFrom(turns, createdAt) : firstFrom(turns, createdAt + 1) - 1

function answerMargin(
  at: number,
  tokens: readonly Tokens[],
  parts: readonly Part[],
  reactions: readonly Reaction[],
): AnswerMargin {
  const messages = new Set(parts.map(({ messageId }) => messageId).filter(id => id !== ''))
  const signs = reactions.filter(({ messageId }) => messages.has(messageId))
  const questionId = parts.at(-1)?.questionId
  return {
    at,
    ...(questionId !== undefined && { questionId }),
    ...(tokens.length > 0 && { spent: sumOf(tokens) }),
    reactions: signs.map(({ emoji, senderId }) => ({ emoji, senderId })),
  }
}

function sumOf(tokens: readonly Tokens[]): Spent {
  const costs = new Map<string, number>()
  for (const { cost, currency } of tokens)
    if (cost !== null && currency !== null) costs.set(currency, (costs.get(currency) ?? 0) + cost)
  return {
    input: tokens.reduce((sum, row) => sum + row.input, 0),
    output: tokens.reduce((sum, row) => sum + row.output, 0),
    costs: [...costs].map(([currency, millionths]) => ({ currency, millionths })),
    isCostKnown: tokens.length > 0 && tokens.every(({ cost }) => cost !== null),
  }
}

function sentByHand({ id, at, outgoing: { body }, state, detail, messageId }: Hand): SentByHand {
  const file = body.path?.split(/[\\/]/).at(-1)
  return {
    id,
    at,
    text: body.text ?? '',
    ...(file !== undefined && { file: { name: file, kind: body.kind === 'image' ? 'picture' : 'file' } }),
    ...(body.text === undefined && file === undefined && { form: body.kind }),
    state,
    ...(messageId !== '' && { messageId }),
    ...(detail !== null && { detail }),
  }
}
