import { APICallError, StreamProviderError } from 'ai'

/** What a provider told us, without anything that was sent to it. */
export type Report = {
  readonly status?: number
  /** The host that was asked, where the error tells it. */
  readonly host?: string
  /** The first of its own codes: a word or a number. */
  readonly code: string
  /** Codes, words and, for judging only, what it quotes of others. */
  readonly told: string
  /** Its own words; may be shown after cleaning. */
  readonly said: string
  /** True when the answer was of a form that a model API gives, so no web page. */
  readonly structured: boolean
}

/** Providers whose errors the SDK could not read keep them in the body; no error needs more than this. */
const MOST_READ = 20_000

export function reportOf(error: unknown): Report {
  if (APICallError.isInstance(error)) {
    const host = URL.parse(error.url)?.host
    return report(error.statusCode, error.data ?? parsed(error.responseBody), error.message, host)
  }
  if (StreamProviderError.isInstance(error))
    return report(error.statusCode ?? refusal(error.code), error.data, error.message)
  return report(undefined, error, typeof error === 'string' ? error : '')
}

/** Wrapped differently everywhere: `{error: {message, code}}`, `{error: "…"}`, `{code, message}`, `{detail}`, in a list. */
function report(status: number | undefined, data: unknown, message: string, host?: string): Report {
  const whole = Array.isArray(data) ? (data[0] as unknown) : data
  const isOurs = whole instanceof Error
  const detail = firstOf(field(whole, 'error'), field(whole, 'errors'), field(whole, 'detail')) ?? whole
  const own = typeof detail === 'string' ? detail : (texts(detail, 'message', 'msg', 'error_msg', 'detail')[0] ?? '')
  const codes = texts(detail, 'code', 'type', 'status', 'error_code')
  const quoted = texts(field(detail, 'metadata'), 'raw', 'error_type')
  const reasons = list(field(detail, 'details')).flatMap(entry => texts(entry, 'reason'))
  const found = refusal(status) ?? (isOurs ? undefined : refusal(field(detail, 'code')))
  return {
    ...(found !== undefined && { status: found }),
    ...(host && { host }),
    code: codes[0] ?? '',
    told: [...codes, ...reasons, own || message, ...quoted].join(' | ').slice(0, MOST_READ),
    said: own || message,
    structured: !isOurs && isData(whole) && (own !== '' || codes.length > 0),
  }
}

const isData = (value: unknown): boolean => typeof value === 'object' && value !== null

function parsed(body: string | undefined): unknown {
  if (body === undefined || body.length > MOST_READ) return undefined
  try {
    return JSON.parse(body)
  } catch {
    return undefined // a web page or plain text: the status has to do
  }
}

const firstOf = (...values: readonly unknown[]): unknown =>
  values
    .map(value => (Array.isArray(value) ? (value[0] as unknown) : value))
    .find(value => value !== undefined && value !== null)

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** One property of unknown JSON, or of whatever was thrown. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined // read-only look into unknown JSON

/** Those of the named properties that hold text or a number. */
export const texts = (value: unknown, ...names: readonly string[]): readonly string[] =>
  names
    .map(name => field(value, name))
    .filter(found => (typeof found === 'string' && found !== '') || typeof found === 'number')
    .map(String)

/** A refusal's HTTP status, also where it travels as a code inside a stream; 200 says nothing about what went wrong. */
const refusal = (value: unknown): number | undefined => {
  const number = Number(value)
  return Number.isInteger(number) && number >= 400 && number < 600 ? number : undefined
}
