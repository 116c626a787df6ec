import {
  APICallError,
  JSONParseError,
  LoadAPIKeyError,
  NoOutputGeneratedError,
  NoSuchModelError,
  RetryError,
  StreamProviderError,
  TypeValidationError,
} from 'ai'
import { AppError, isAppError, type ErrorCode } from '../contract/errors.ts'
import type { ModelHandle } from './model.ts'

/** What a provider told us, without anything that was sent to it. */
type Report = { readonly status?: number; readonly code: string; readonly said: string; readonly structured: boolean }

type Verdict = { readonly code: ErrorCode; readonly what: string; readonly quote?: boolean }

const MOST_QUOTED = 200
/** The names under which Node and undici report that the other side could not be reached or went away. */
const networkCodes =
  /^(E(CONN\w*|HOST\w*|NET\w*|AI_AGAIN|NOTFOUND|PIPE|TIMEDOUT|ADDR\w*)|UND_ERR_\w+|CERT_\w+|DEPTH_ZERO\w*|SELF_SIGNED\w*|UNABLE_TO\w*|ERR_(TLS|SSL)\w*)$/
const noCredit =
  /insufficient[\s_-]*(quota|balance|credit|funds)|exceeded your current quota|余额不足|欠费|额度(不足|已用完)/i
const noSuchModel =
  /model[\s\S]*(not found|not exist|not a valid|invalid|unknown|not supported|no endpoints)|(not a valid|invalid|unknown|no such|no endpoints found for)[\s\S]*model|no endpoints found|模型(不存在|未找到)/i
const moderated = /moderation|flagged|content[\s_-]*(policy|filter)|敏感/i

/**
 * Turns whatever the SDK, a provider or the network threw into one of our errors. The result holds no request, no
 * answer's body and no key: of the provider's words at most 200 characters, redacted.
 */
export function toModelError(thrown: unknown, model: ModelHandle): AppError {
  if (isAppError(thrown)) return thrown
  const error = RetryError.isInstance(thrown) ? thrown.lastError : thrown
  if (isAppError(error)) return error
  const report = reportOf(error)
  const { code, what, quote } = judge(error, report, model)
  const said = quote === true ? quoted(report.said, model) : ''
  return new AppError(code, said ? `${what}: ${said}` : `${what}.`)
}

/** A stream that went silent; the SDK ended it. */
export const stalled = (model: ModelHandle, milliseconds: number) =>
  new AppError('model-unreachable', `${model.provider} sent nothing for ${Math.round(milliseconds / 1000)} seconds.`)

/** A stream that ended without saying why it did. */
export const brokeOff = (model: ModelHandle) =>
  new AppError('model-unreachable', `The answer of ${model.provider} broke off before its end.`)

function judge(error: unknown, report: Report, model: ModelHandle): Verdict {
  const { provider } = model
  if (LoadAPIKeyError.isInstance(error)) return keyMissing(model)
  if (NoSuchModelError.isInstance(error)) return unknownModel(model)
  if (JSONParseError.isInstance(error) || TypeValidationError.isInstance(error)) {
    return { code: 'model-failed', what: `${provider} sent an answer that makes no sense` }
  }
  if (report.status !== undefined) return judgeStatus(report.status, report, model)
  const network = networkCodeOf(error)
  if (network !== undefined) return { code: 'model-unreachable', what: `${provider} could not be reached (${network})` }
  if (endedEarly(error))
    return { code: 'model-unreachable', what: `The answer of ${provider} broke off before its end` }
  if (noCredit.test(report.said)) return { code: 'model-no-credit', what: `${provider} has no credit left` }
  return { code: 'model-failed', what: `${provider} could not answer`, quote: report.structured }
}

/** InvalidResponseDataError is what the compatible provider makes of a stream without a finish reason. */
const endedEarly = (error: unknown) =>
  NoOutputGeneratedError.isInstance(error) ||
  (error instanceof Error && (error.name === 'AI_InvalidResponseDataError' || error.message === 'terminated'))

function judgeStatus(status: number, report: Report, model: ModelHandle): Verdict {
  const { provider } = model
  const told = `${report.code} ${report.said}`
  const answered = `${provider} answered ${status}`
  if (status === 402 || noCredit.test(told)) return { code: 'model-no-credit', what: `${provider} has no credit left` }
  if (status === 401)
    return model.keyed ? { code: 'model-key-refused', what: `${provider} refused the API key` } : keyMissing(model)
  if (moderated.test(told)) return { code: 'model-failed', what: `${provider} declined this content`, quote: true }
  if (status === 403) return { code: 'model-key-refused', what: `${provider} refused the API key`, quote: true }
  if (status === 429) return { code: 'model-rate-limited', what: `${provider} gets too many requests` }
  if (status === 404 && !report.structured)
    return { code: 'model-unreachable', what: `There is no model API at this address (${answered})` }
  if (status === 404 || (status < 500 && noSuchModel.test(told))) return unknownModel(model)
  if (status === 408 || status === 407) return { code: 'model-unreachable', what: answered }
  return { code: 'model-failed', what: answered, quote: true }
}

const keyMissing = (model: ModelHandle): Verdict => ({
  code: 'model-key-missing',
  what: `No API key found for ${model.provider}`,
})
const unknownModel = (model: ModelHandle): Verdict => ({
  code: 'model-unknown',
  what: `${model.provider} has no model ${model.name}`,
})

function reportOf(error: unknown): Report {
  if (APICallError.isInstance(error)) return report(error.statusCode, error.data, error.message)
  if (StreamProviderError.isInstance(error))
    return report(error.statusCode ?? numeric(error.code), error.data, error.message)
  return report(undefined, error, typeof error === 'string' ? error : '')
}

/** Providers wrap it differently: `{error: {message, code}}`, `{message, code}`, or in a list. Never the whole body. */
function report(status: number | undefined, data: unknown, message: string): Report {
  const detail = field(data, 'error') ?? (Array.isArray(data) ? field(data[0], 'error') : undefined) ?? data
  const said = textField(detail, 'message') || (typeof detail === 'string' ? detail : '')
  const code = textField(detail, 'code') || textField(detail, 'type')
  const found = numeric(status) ?? (detail instanceof Error ? undefined : numeric(field(detail, 'code')))
  const base = { code, said: said || message, structured: said !== '' && !(detail instanceof Error) }
  return found === undefined ? base : { ...base, status: found }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined // read-only look into unknown JSON

const textField = (value: unknown, name: string): string => {
  const found = field(value, name)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

/** A refusal's HTTP status, also where it travels as a code inside a stream; 200 says nothing about what went wrong. */
const numeric = (value: unknown): number | undefined => {
  const number = Number(value)
  return Number.isInteger(number) && number >= 400 && number < 600 ? number : undefined
}

/** Follows `cause` to the error that names the network's trouble; a few levels are all that exist. */
function networkCodeOf(error: unknown, depth = 0): string | undefined {
  if (depth > 5 || error === undefined || error === null) return undefined
  const code = textField(error, 'code')
  if (networkCodes.test(code)) return code
  if (field(error, 'name') === 'TimeoutError') return 'timeout'
  return networkCodeOf(field(error, 'cause'), depth + 1)
}

/** A provider's words, short and on one line; anything that looks like a key or a token is taken out. */
function quoted(said: string, model: ModelHandle): string {
  const clean = model
    .redact(said)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/\b(sk|pk|key|bearer|api)[-_ ][\w*.-]{6,}/gi, '…')
    .replace(/[\w+/=-]{32,}/g, '…')
    .trim()
  return clean.length > MOST_QUOTED ? `${clean.slice(0, MOST_QUOTED - 1)}…` : clean
}
