import {
  modelMessageSchema,
  type ModelMessage,
  type ToolModelMessage,
  type ToolResultPart,
  type UserModelMessage,
} from 'ai'
import { pairCalls } from './pairs.ts'

type Estimate = (text: string) => number

/** A question and everything that was said and done until the next one. */
type Exchange = readonly [UserModelMessage, ...ModelMessage[]]

/** Results of earlier questions keep this much; whoever needs more reads it again. */
const OLD_RESULT = 4000
/** The same for what people sent earlier: a document is read again where it matters. */
const OLD_QUESTION = 8000
/** The newest exchange is shortened step by step, only as far as it must be. In characters. */
const NEW_RESULT_LIMITS = [20_000, 8000, 3000, 1000, 300]
/** What a message costs beside its words, and what a picture costs, in tokens. */
const PER_MESSAGE = 4
const PER_FILE = 1000

/**
 * The newest part of a conversation that fits into `maxTokens`, in a form that every provider takes: it starts at a
 * question, calls and results are together, rows that make no sense are left out. The last question is always there.
 */
export function boundHistory(rows: readonly unknown[], maxTokens: number, estimate: Estimate): ModelMessage[] {
  const exchanges = split(pairCalls(rows.flatMap(readRow)))
  const last = exchanges.pop()
  if (last === undefined) return []
  const newest = fitNewest(last, maxTokens, estimate)
  let room = maxTokens - cost(newest, estimate)
  const kept: ModelMessage[][] = []
  for (const exchange of exchanges.toReversed()) {
    const shorter = exchange.map(message => shortenResults(shortenWords(message), OLD_RESULT))
    room -= cost(shorter, estimate)
    if (room < 0) break
    kept.push(shorter)
  }
  return [...kept.toReversed().flat(), ...newest]
}

/** System messages are made anew for each turn, so a stored one is foreign. */
function readRow(row: unknown): ModelMessage[] {
  const parsed = modelMessageSchema.safeParse(row)
  return parsed.success && parsed.data.role !== 'system' ? [parsed.data] : []
}

/** What stands before the first question has lost its context and goes. */
function split(messages: readonly ModelMessage[]): Exchange[] {
  const exchanges: [UserModelMessage, ...ModelMessage[]][] = []
  for (const message of messages) {
    if (message.role === 'user') exchanges.push([message])
    else exchanges.at(-1)?.push(message)
  }
  return exchanges
}

function fitNewest(exchange: Exchange, maxTokens: number, estimate: Estimate): ModelMessage[] {
  const fits = (messages: readonly ModelMessage[]) => cost(messages, estimate) <= maxTokens
  for (const limit of [Infinity, ...NEW_RESULT_LIMITS]) {
    const shorter = exchange.map(message => shortenResults(message, limit))
    if (fits(shorter)) return shorter
  }
  const [question, ...rest] = exchange
  const steps = splitSteps(rest.map(message => shortenResults(message, NEW_RESULT_LIMITS.at(-1) ?? 0)))
  while (steps.length > 0) {
    steps.shift()
    const shorter = [question, ...steps.flat()]
    if (fits(shorter)) return shorter
  }
  return [shortenQuestion(question, maxTokens, estimate)]
}

/** One step is an answer of the model with the results of its calls; half of one would be invalid. */
function splitSteps(messages: readonly ModelMessage[]): ModelMessage[][] {
  const steps: ModelMessage[][] = []
  for (const message of messages) {
    if (message.role === 'tool') steps.at(-1)?.push(message)
    else steps.push([message])
  }
  return steps
}

/** Halves a question that is longer than everything the model may see. Its beginning says most. */
function shortenQuestion(question: UserModelMessage, maxTokens: number, estimate: Estimate): UserModelMessage {
  let text = textOf(question)
  const asMessage = (): UserModelMessage => ({ role: 'user', content: `${text}\n[cut: the message was too long]` })
  while (text.length > 1 && cost([asMessage()], estimate) > maxTokens) text = clip(text, Math.floor(text.length / 2))
  return asMessage()
}

const textOf = (message: UserModelMessage) =>
  typeof message.content === 'string'
    ? message.content
    : message.content.map(part => (part.type === 'text' ? part.text : '')).join('\n')

function shortenWords(message: ModelMessage): ModelMessage {
  if (message.role !== 'user') return message
  const shorter = (text: string) => (text.length <= OLD_QUESTION ? text : shorten(text, OLD_QUESTION))
  if (typeof message.content === 'string') return { ...message, content: shorter(message.content) }
  const content = message.content.map(part => (part.type === 'text' ? { ...part, text: shorter(part.text) } : part))
  return { ...message, content }
}

function shortenResults(message: ModelMessage, limit: number): ModelMessage {
  if (message.role !== 'tool') return message
  const content = message.content.map(part => (part.type === 'tool-result' ? shortenResult(part, limit) : part))
  return { ...message, content } satisfies ToolModelMessage
}

function shortenResult(part: ToolResultPart, limit: number): ToolResultPart {
  const { output } = part
  if (output.type !== 'text' && output.type !== 'error-text') {
    const text = JSON.stringify(output)
    return text.length <= limit ? part : { ...part, output: { type: 'text', value: shorten(text, limit) } }
  }
  return output.value.length <= limit ? part : { ...part, output: { ...output, value: shorten(output.value, limit) } }
}

/** The note counts, so that what was shortened once stays as it is. */
function shorten(text: string, limit: number): string {
  const note = `\n[shortened: ${text.length} characters before]`
  return clip(text, limit - note.length) + note
}

/** Never cuts a character that takes two units in half. */
const clip = (text: string, length: number) => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')

function cost(messages: readonly ModelMessage[], estimate: Estimate): number {
  return messages.reduce((sum, { content }) => {
    if (typeof content === 'string') return sum + PER_MESSAGE + estimate(content)
    return sum + PER_MESSAGE + content.reduce((all, part) => all + costOfPart(part, estimate), 0)
  }, 0)
}

function costOfPart(part: Exclude<ModelMessage['content'], string>[number], estimate: Estimate): number {
  if (part.type === 'image' || part.type === 'file' || part.type === 'reasoning-file') return PER_FILE
  return estimate(part.type === 'text' ? part.text : JSON.stringify(part))
}
