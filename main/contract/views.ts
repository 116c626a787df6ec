import { z } from 'zod'
import { Fate } from './fates.ts'

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

/** One setting as a screen draws it. Secrets say only whether they are set. */
export type SettingView = {
  readonly path: string
  readonly topic: string
  readonly label: { readonly en: string; readonly zh: string }
  readonly help: { readonly en: string; readonly zh: string }
  readonly kind: 'text' | 'number' | 'switch' | 'choice' | 'list' | 'secret' | 'json'
  readonly options?: readonly string[]
  readonly value: unknown
  readonly default: unknown
  readonly isSet: boolean
  readonly reconnects: boolean
}
