import type { DoctorView } from './doctor.ts'
import type { AppError, ErrorCode } from './errors.ts'
import type { Fate } from './fates.ts'
import type { ScanView } from './setup.ts'
import type { Words } from './words.ts'

/** One account's connection: a phase, since when, and for trouble the reason and the way out. */
export type ConnectionStatus = {
  readonly state: 'offline' | 'connecting' | 'online' | 'reconnecting' | 'failed'
  /** Milliseconds since 1970. */
  readonly since: number
  readonly reason?: string
  /** The reason in both languages; `reason` is its English. */
  readonly says?: Words
  readonly hint?: string
  readonly code?: ErrorCode
}

/** What a status says of a failure. */
export const troubleIn = (error: AppError): Pick<ConnectionStatus, 'reason' | 'says' | 'hint' | 'code'> => ({
  reason: error.message,
  ...(error.says && { says: error.says }),
  hint: error.hint(),
  code: error.code,
})

export type BotView = { readonly openId: string; readonly name: string }

/** API calls of this account in this month against what its tenant may make. */
export type QuotaView = {
  readonly month: string
  readonly calls: number
  readonly limit: number
  /** The same calls by kind: `message`, `card`, `reaction`, `media`, `read`. */
  readonly kinds?: Readonly<Record<string, number>>
  /** True while typing signs and streaming rest, so that the calls that are left go into answers. */
  readonly saving?: boolean
}

export type AccountView = ConnectionStatus & {
  readonly id: string
  readonly appId: string
  readonly name: string
  readonly domain: string
  readonly mode: 'websocket' | 'webhook'
  readonly bot?: BotView
  /** Since when the account is this bot, where it was another one before: nothing older is true of it. */
  readonly botSince?: number
  readonly quota: QuotaView
}

export const standings = ['owner', 'allowed', 'pending', 'denied', 'unknown'] as const
export type Standing = (typeof standings)[number]

/** A person as People shows them; an Open ID belongs to one app, so also to one account. */
export type PersonView = {
  readonly account: string
  readonly openId: string
  readonly name: string
  readonly standing: Standing
  readonly chats: readonly string[]
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  readonly pairingCode?: string
}

export type StepView = {
  readonly id: string
  readonly tool: string
  readonly target: string
  readonly startedAt: number
  readonly endedAt?: number
  readonly ok?: boolean
}

export type TurnView = {
  readonly id: string
  readonly account: string
  readonly chatId: string
  readonly senderId: string
  readonly startedAt: number
  readonly steps: readonly StepView[]
}

/** One row of the live log: what arrived, and what became of it, and why. No message text. */
export type FateView = {
  readonly at: number
  readonly account: string
  readonly kind: string
  readonly eventId: string
  readonly messageId?: string
  readonly chatId?: string
  readonly senderId?: string
  readonly fate: Fate
  readonly reason: string
}

/** Something the owner should know until it is mended. */
export type NoticeView = {
  readonly id: string
  readonly level: 'info' | 'warning' | 'error'
  readonly code: ErrorCode
  readonly message: string
  /** The message in both languages, where its maker gave both. */
  readonly says?: Words
  readonly hint: string
  readonly at: number
}

export type LlmView = {
  readonly provider: string
  readonly model: string
  readonly ready: boolean
  readonly reason?: string
  readonly code?: ErrorCode
  readonly says?: Words
}

/** One test of a model: a sentence as it streams, then how it ended. `id` is the asker's own. */
export type ModelTestView = {
  readonly id: string
  readonly phase: 'waiting' | 'streaming' | 'ok' | 'failed'
  readonly text: string
  readonly code?: ErrorCode
  readonly message?: string
  readonly says?: Words
  readonly at: number
}

/** What every window sees: bounded, without secrets and without message text. */
export type AppState = {
  readonly version: string
  readonly pid: number
  readonly home: string
  readonly startedAt: number
  readonly paused: boolean
  readonly accounts: Readonly<Record<string, AccountView>>
  readonly llm: LlmView
  readonly queue: { readonly waiting: number; readonly running: number }
  readonly turns: Readonly<Record<string, TurnView>>
  /** People who wait for a decision, newest last, at most `RECENT`. */
  readonly pending: readonly PersonView[]
  /** The newest fates, newest last, at most `RECENT`; the rest is read in pages. */
  readonly recent: readonly FateView[]
  readonly notices: readonly NoticeView[]
  readonly scan: ScanView
  readonly doctor: DoctorView
  /** The newest test only. */
  readonly modelTest?: ModelTestView
  /** Set in practice mode; the revision grows whenever a chat of the pretend Feishu looks different. */
  readonly practice?: { readonly revision: number }
  /** How many events had which fate since midnight, by the clock of this computer. */
  readonly today: { readonly since: number; readonly counts: Readonly<Partial<Record<Fate, number>>> }
  readonly language: 'auto' | 'en' | 'zh-CN'
  /** Grows with each change of the configuration, so that a screen knows when to read it again. */
  readonly configRevision: number
}

/** How many rows of a list the state itself keeps. */
export const RECENT = 50

export const initialState: AppState = {
  version: '',
  pid: 0,
  home: '',
  startedAt: 0,
  paused: false,
  accounts: {},
  llm: { provider: '', model: '', ready: false },
  queue: { waiting: 0, running: 0 },
  turns: {},
  pending: [],
  recent: [],
  notices: [],
  scan: { phase: 'idle' },
  doctor: { running: false, checks: [] },
  today: { since: 0, counts: {} },
  language: 'auto',
  configRevision: 0,
}
