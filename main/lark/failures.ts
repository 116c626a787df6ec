import { AppError, isAppError, type ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'
import { meaningOf, networkMeaning, type Retry } from './codes.ts'

export type PlatformDetails = {
  readonly retry: Retry
  /** The platform's own `code`; absent when no platform answered. */
  readonly platformCode?: number
  readonly logId?: string
  /** How long the platform asks to wait, in milliseconds (`x-ogw-ratelimit-reset`). */
  readonly retryAfterMs?: number
  /** The permissions of which any one would do. */
  readonly scopes?: readonly string[]
}

/**
 * A call to the platform that failed. It never carries the HTTP client's own error as its cause:
 * that one holds the request, and with it the App Secret.
 */
export class PlatformError extends AppError implements PlatformDetails {
  readonly retry: Retry
  readonly platformCode?: number
  readonly logId?: string
  readonly retryAfterMs?: number
  readonly scopes?: readonly string[]

  constructor(code: ErrorCode, message: string | Words, details: PlatformDetails) {
    super(code, message)
    this.name = 'PlatformError'
    this.retry = details.retry
    if (details.platformCode !== undefined) this.platformCode = details.platformCode
    if (details.logId !== undefined) this.logId = details.logId
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs
    if (details.scopes !== undefined) this.scopes = details.scopes
  }
}

/** What of an HTTP answer matters for judging it. */
export type RawAnswer = { readonly status: number; readonly headers: unknown; readonly body: unknown }

type Fields = Readonly<Record<string, unknown>>

/** The failure that an answer tells of; `undefined` for a success. A 200 with `code` ≠ 0 is a failure, and so is what is no JSON. */
export function failureIn(what: string, { status, headers, body }: RawAnswer): PlatformError | undefined {
  const fields = asFields(body)
  if (typeof fields?.code !== 'number') return notThePlatform(what, status)
  if (fields.code === 0) return status < 300 ? undefined : notThePlatform(what, status)
  const [code, retry] = meaningOf(fields.code, status)
  const error = asFields(fields.error)
  const logId = text(error?.log_id) ?? header(headers, 'x-tt-logid')
  const scopes = scopesIn(error)
  const retryAfterMs = waitIn(headers)
  return new PlatformError(code, sentence(what, fields.code, text(fields.msg), logId, scopes), {
    retry,
    platformCode: fields.code,
    ...(logId ? { logId } : {}),
    ...(retryAfterMs !== undefined && retry === 'later' ? { retryAfterMs } : {}),
    ...(scopes.length > 0 ? { scopes } : {}),
  })
}

/**
 * Turns whatever a call threw into one of ours; of an HTTP error it keeps the code and the answer, never the request.
 * `signal` tells a call that was cancelled from one that ran out of time.
 */
export function asPlatformError(what: string, thrown: unknown, signal?: AbortSignal): AppError {
  if (isAppError(thrown)) return thrown
  const error = asFields(thrown) ?? {}
  const response = asFields(error.response)
  if (response)
    return failedAnswer(what, { status: Number(response.status), headers: response.headers, body: response.data })
  if (signal?.aborted) return new AppError('cancelled', `${what} was cancelled.`)
  if (error.code === 'ERR_CANCELED') return unreachable(what, 'ETIMEDOUT')
  const isNetworkTrouble = error.isAxiosError === true || typeof error.code === 'string'
  return isNetworkTrouble
    ? unreachable(what, text(error.code) ?? 'connection lost')
    : new AppError('internal', `${what} failed inside Perch.`, { cause: thrown })
}

const failedAnswer = (what: string, answer: RawAnswer): PlatformError =>
  failureIn(what, answer) ?? notThePlatform(what, answer.status)

/** A connection that could not be made, or did not hold, by the name that Node gives the trouble. */
export function unreachable(what: string, networkCode: string): PlatformError {
  const code = networkMeaning(networkCode)
  const isUntrusted = code === 'lark-certificate'
  const message = {
    en: `${what}: ${isUntrusted ? 'the certificate is not trusted' : 'no answer'} (${networkCode}).`,
    zh: `${what}：${isUntrusted ? '证书不受信任' : '没有应答'}（${networkCode}）。`,
  }
  return new PlatformError(code, message, { retry: 'later' })
}

function notThePlatform(what: string, status: number): PlatformError {
  if (status === 429) {
    const message = { en: `${what}: too many calls (HTTP 429).`, zh: `${what}：调用过于频繁（HTTP 429）。` }
    return new PlatformError('lark-rate-limited', message, { retry: 'later' })
  }
  if (status >= 500) {
    const message = { en: `${what}: HTTP ${status}.`, zh: `${what}：HTTP ${status}。` }
    return new PlatformError('lark-busy', message, { retry: 'later' })
  }
  const message = {
    en: `${what}: HTTP ${status}, and no answer of the platform.`,
    zh: `${what}：HTTP ${status}，且不是平台的回答。`,
  }
  return new PlatformError('lark-answer-invalid', message, { retry: 'no' })
}

function sentence(
  what: string,
  code: number,
  message = '',
  logId: string | undefined,
  scopes: readonly string[],
): Words {
  const said = message.replaceAll(/\s+/g, ' ').slice(0, 300)
  const missing = scopes.length > 0
  return {
    en:
      `${what} was refused with code ${code}${said && `: ${said}`}${logId ? ` (log id ${logId})` : ''}.` +
      (missing ? ` Missing permission: ${scopes.join(' or ')}.` : ''),
    zh:
      `${what} 被拒绝，代码 ${code}${said && `：${said}`}${logId ? `（log id ${logId}）` : ''}。` +
      (missing ? `缺少权限：${scopes.join(' 或 ')}。` : ''),
  }
}

/** `error.permission_violations[].subject` of code 99991672. */
function scopesIn(error: Fields | undefined): readonly string[] {
  const violations = error?.permission_violations
  if (!Array.isArray(violations)) return []
  return violations.map(violation => text(asFields(violation)?.subject)).filter(subject => subject !== undefined)
}

/** Seconds until the limit is lifted; nonsense is ignored, and nobody is kept waiting longer than a minute. */
function waitIn(headers: unknown): number | undefined {
  const seconds = Number(header(headers, 'x-ogw-ratelimit-reset') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) * 1000 : undefined
}

const header = (headers: unknown, name: string): string | undefined => text(asFields(headers)?.[name])
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
