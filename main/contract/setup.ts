import { z } from 'zod'
import type { ErrorCode } from './errors.ts'
import type { BotView } from './state.ts'
import type { Words } from './words.ts'

/** Scanning a code to create a bot, as every window sees it. */
export type ScanView = {
  readonly phase: 'idle' | 'starting' | 'waiting' | 'connecting' | 'done' | 'failed'
  readonly account?: string
  /** What the QR code holds; also a link that opens the same page. */
  readonly url?: string
  readonly expiresAt?: number
  /** Whose app scans it. */
  readonly brand?: 'feishu' | 'lark'
  readonly code?: ErrorCode
  readonly says?: Words
}

/** Whether a pair of App ID and secret works, and on which platform. Nothing is saved by asking. */
export type TriedView =
  | { readonly ok: true; readonly domain: string; readonly bot?: BotView; readonly says?: Words }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly says: Words }

/** One step of the way through the developer console. */
export type GuideStep = {
  readonly id: string
  readonly title: Words
  /** What to click, in the console's own words. */
  readonly how: Words
  readonly link?: string
  /** `done` only for what Perch has verified itself. */
  readonly tick: 'done' | 'open' | 'failed' | 'unknown'
  /** What was verified, or what to do so that it can be. */
  readonly detail: Words
}

export type GuideView = {
  readonly account: string
  readonly appId: string
  readonly domain: string
  readonly steps: readonly GuideStep[]
  /** One link that asks for just the missing permissions; empty when none is missing or the console is unknown. */
  readonly grantLink: string
  readonly missingScopes: readonly string[]
  /** Whether a scan can add what is missing: a platform of one's own may have no server for it. */
  readonly canScan: boolean
  /** For those whose company must approve apps. */
  readonly adminText: Words
  /** Who sends this code to the bot in private becomes its owner. */
  readonly ownerCode?: { readonly code: string; readonly expiresAt: number }
  readonly hasOwner: boolean
}

const accountId = z
  .string()
  .regex(/^[a-z0-9][\w-]{0,31}$/i)
  .default('default')
const brand = z.enum(['feishu', 'lark'])

export const setupMethods = {
  /** Begins a scan; how it goes is told in the state. With `appId` it adds what is missing to that app. */
  'setup.scan': {
    input: z
      .object({
        account: accountId,
        brand: brand.default('feishu'),
        name: z.string().max(50).optional(),
        appId: z.string().optional(),
      })
      .prefault({}),
    output: z.void(),
  },
  'setup.cancel-scan': { input: z.object({}).optional(), output: z.void() },
  /** Tries credentials on one platform or on both, without saving anything. */
  'setup.try': {
    input: z.object({ appId: z.string(), appSecret: z.string(), domain: z.string().optional() }),
    output: z.custom<TriedView>(),
  },
  /** Saves an account and its secret, both or neither, and connects it. */
  'setup.connect': {
    input: z.object({
      account: accountId,
      appId: z.string(),
      appSecret: z.string(),
      domain: z.string(),
      name: z.string().max(100).optional(),
    }),
    output: z.object({ account: z.string() }),
  },
  'setup.guide': { input: z.object({ account: accountId }).prefault({}), output: z.custom<GuideView>() },
  /** A fresh code; the first person who sends it in private becomes the owner. */
  'setup.owner-code': {
    input: z.object({ account: accountId }).prefault({}),
    output: z.object({ code: z.string(), expiresAt: z.number() }),
  },
  'accounts.pause': { input: z.object({ account: accountId, paused: z.boolean() }), output: z.void() },
  'accounts.rename': { input: z.object({ account: accountId, name: z.string().max(100) }), output: z.void() },
  /** Takes the account out of the configuration, and its secrets out of the store. What people wrote stays. */
  'accounts.remove': { input: z.object({ account: accountId }), output: z.void() },
  /** Connects now instead of at the end of the wait. */
  'accounts.retry': { input: z.object({ account: accountId }), output: z.void() },
  /** The owner says that a secret may go to the host that the configuration names now. */
  'secret.confirm-host': { input: z.object({ name: z.string().min(1) }), output: z.void() },
}
