import { z } from 'zod'
import { Fate } from './fates.ts'
import { LogLike, MOST_LIKE } from './log-like.ts'
import type { Words } from './words.ts'

export const LogLevel = z.enum(['debug', 'info', 'warn', 'error'])
export type LogLevel = z.infer<typeof LogLevel>

/** What a reader of the log wants to see; every given part must match. */
export const LogFilter = z.object({
  /** This level and worse. */
  level: LogLevel.optional(),
  account: z.string().optional(),
  chatId: z.string().optional(),
  fate: Fate.optional(),
  /** Anywhere in the row, whatever the case. */
  text: z.string().max(200).optional(),
  /** Rows that the text finds as well: a row says there in words what the log holds as an ID, a fate or a line. */
  also: z.array(LogLike).max(MOST_LIKE).optional(),
})
export type LogFilter = z.infer<typeof LogFilter>

/** One row of the live log. `seq` grows by one with each row of this process; rows of earlier ones have a negative one. */
export type LogRow = {
  readonly seq: number
  readonly at: number
  readonly level: LogLevel
  readonly message: string
  readonly account?: string
  readonly chatId?: string
  readonly senderId?: string
  readonly messageId?: string
  readonly eventId?: string
  readonly fate?: Fate
  readonly reason?: string
  /** The rest of what the line says: IDs, sizes, times. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** A piece of the log: what came after `after`, how many rows were lost because nobody read in time, and where to go on. */
export type LogPage = { readonly rows: readonly LogRow[]; readonly next: number; readonly dropped: number }

/** Why an event became what it became: its text (from the store), and every fate it had. */
export type EventView = {
  readonly account: string
  readonly messageId: string
  readonly chatId: string
  readonly chatType: 'p2p' | 'group'
  readonly senderId: string
  readonly senderName: string
  readonly createdAt: number
  readonly receivedAt: number
  readonly text: string
  readonly fate?: Fate
  readonly reason: string
  readonly answers: readonly { readonly messageId: string; readonly text: string; readonly state: string }[]
}

export type GroupView = {
  readonly account: string
  readonly chatId: string
  readonly name: string
  /** True when the group is listed, or groups are open. */
  readonly admitted: boolean
  readonly enabled: boolean
  readonly requireMention: boolean
  readonly systemPrompt: string
  readonly allowFrom: readonly string[]
  readonly people: number
  readonly messages: number
  readonly lastSeen: number
}

/** One conversation in the list; `title` is the person's or the group's name, or an ID. */
export type ConversationView = {
  readonly session: string
  readonly account: string
  readonly chatId: string
  readonly threadId?: string
  readonly chatType: 'p2p' | 'group'
  readonly title: string
  readonly lastAt: number
  readonly messages: number
}

/** One piece of a transcript, as the agent saw it. */
export type TranscriptItem = {
  readonly id: number
  readonly at: number
  readonly from: 'person' | 'agent' | 'tool'
  /** The tool's name. */
  readonly name?: string
  readonly text: string
  /** What the agent called with which input, for `agent`. */
  readonly calls?: readonly { readonly tool: string; readonly input: string }[]
  /** True before the last `/new`: the model no longer sees it. */
  readonly past: boolean
}

/** What models used: tokens in and out, and what it cost in each currency as far as the prices are known. */
export type Spent = {
  readonly input: number
  readonly output: number
  readonly costs: readonly { readonly currency: string; readonly millionths: number }[]
  /** False when some of it has no known price: then the costs are not all of it. */
  readonly isCostKnown: boolean
}

/** What is known of one answer beside its words. `at` is the moment that the transcript's items of this answer share. */
export type AnswerMargin = {
  readonly at: number
  /** The message that was answered. */
  readonly questionId?: string
  readonly spent?: Spent
  readonly reactions: readonly { readonly emoji: string; readonly senderId: string }[]
}

/** A message that was sent as the bot from this computer. `perhaps` and `pending`: it is not known whether it arrived. */
export type SentByHand = {
  readonly id: number
  readonly at: number
  readonly text: string
  readonly file?: { readonly name: string; readonly kind: 'picture' | 'file' }
  /** What it is when it has neither words nor a file: `raw`, `card`. */
  readonly form?: string
  readonly state: 'pending' | 'sent' | 'perhaps' | 'failed'
  readonly messageId?: string
  readonly detail?: string
}

/** A question that got no answer, or none to its end. */
export type FailedAnswer = {
  readonly at: number
  readonly questionId: string
  /** What the chat shows instead, or of it; empty when nothing was sent. */
  readonly text: string
  /** The same with what could not be sent. */
  readonly meant: string
  /** In English, as fates are stored. */
  readonly reason: string
}

/** What stands beside a transcript. */
export type ConversationMargin = {
  readonly answers: readonly AnswerMargin[]
  readonly failed: readonly FailedAnswer[]
  readonly sent: readonly SentByHand[]
  readonly total: Spent
}

/** Where a secret comes from now, and to whom it goes. Never the secret. */
export type SecretOrigin = {
  readonly from: 'environment' | 'file' | 'store' | 'nowhere'
  /** The variable or the file that the configuration names, or that counts without being named. */
  readonly source?: string
  /** The host that the configuration names now; empty when it names none. */
  readonly host: string
  /** The host for which it was stored. While this is another one, it is not sent. */
  readonly boundTo?: string
  /** When it was stored, in milliseconds since 1970. */
  readonly at?: number
}

/**
 * One setting as a screen draws it. Secrets say only whether they are set. `text` with options takes one of them or any
 * other text. A `table` is a list of entries of their own: its value is their names, or for a list of objects their IDs in
 * order. A `map` has names of one's own choice, whose values may well be secrets: its value is the names.
 */
export type SettingView = {
  readonly path: string
  readonly topic: string
  readonly label: Words
  readonly help: Words
  readonly kind: 'text' | 'number' | 'switch' | 'choice' | 'list' | 'secret' | 'table' | 'map' | 'json'
  readonly options?: readonly string[]
  readonly value: unknown
  readonly default: unknown
  readonly isSet: boolean
  readonly reconnects: boolean
  /** What a value has to be, where not every one is taken. */
  readonly wants?: Words
  /** A variable or an option decides over the file, so nothing is changed here: `LARK_APP_ID`. */
  readonly fixedBy?: string
  /** Read and checked, but nothing acts on it yet. */
  readonly unused?: true
  /** Of a named account: without a value of its own, `default` counts, which is that of the main account. */
  readonly inherited?: true
  /** A part of the text is hidden in `value`, a password or a token: it can be replaced, not edited. */
  readonly hidden?: true
  readonly origin?: SecretOrigin
}
