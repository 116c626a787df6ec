import { z } from 'zod'
import type { Language, Words } from './words.ts'

/** Where a check looks, from this computer outward to the platform and back. */
export const layers = ['computer', 'network', 'credentials', 'console', 'traffic', 'model'] as const
export type Layer = (typeof layers)[number]

/** `unknown` can't be told from here; `test` then says what a person can do to find out. */
export type Verdict = 'waiting' | 'running' | 'ok' | 'failed' | 'unknown'

/** One check of the doctor, of one account where it is about an account. */
export type CheckView = {
  /** Unique: the id, and the account behind a colon. */
  readonly key: string
  readonly id: string
  readonly account?: string
  readonly layer: Layer
  readonly title: Words
  readonly verdict: Verdict
  /** What was seen. Empty until it ran. */
  readonly detail: Words
  /** The one thing to do; empty when nothing is. */
  readonly fix: Words
  /** The exact page of the console, or of the provider. */
  readonly link?: string
  /** What a person can try where it can't be known from here. */
  readonly test?: Words
  /** What the other side said itself: code, message, log id. */
  readonly raw?: string
  /** A click in Perch that fixes it, where there is one. */
  readonly action?: 'open-settings' | 'open-setup' | 'switch-brand' | 'grant-scopes' | 'open-people' | 'confirm-host'
  /** The name of the secret that `confirm-host` is about. */
  readonly secret?: string
  /** Not tried: a check that it needs failed. */
  readonly blocked?: true
  readonly at?: number
}

export type DoctorView = {
  readonly running: boolean
  readonly startedAt?: number
  readonly endedAt?: number
  /** In the order of the catalog, account by account. */
  readonly checks: readonly CheckView[]
}

const which = z.object({ keys: z.array(z.string()).max(500).optional(), account: z.string().optional() }).prefault({})

export const doctorMethods = {
  /** Every check there is, with its last verdict. */
  'doctor.list': { input: z.object({}).optional(), output: z.custom<readonly CheckView[]>() },
  /** Runs all of them, or the named ones; each verdict is told to every window as it comes. */
  'doctor.run': { input: which, output: z.custom<readonly CheckView[]>() },
}

/** `ok` of the command line's JSON: `null` can't be known from here. */
export const okOf = (verdict: Verdict): boolean | null =>
  verdict === 'ok' ? true : verdict === 'failed' ? false : null

/** What the other side said itself, on one line; '' where the detail holds it already, or where all is well. */
export function saidBeside({ verdict, detail, raw }: CheckView, language: Language): string {
  if (verdict === 'ok' || raw === undefined || detail[language].includes(raw)) return ''
  const line = raw.replaceAll(/\s*\n\s*/g, '; ')
  return language === 'zh' ? `原话：${line}` : `Said: ${line}`
}
