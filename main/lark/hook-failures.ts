import { AppError, isAppError, type ErrorCode } from '../contract/errors.ts'

type Trouble = {
  readonly status?: number
  readonly code?: number | undefined
  readonly said?: string | undefined
  readonly thrown?: unknown
  readonly timedOut?: boolean
}

/** What the codes of an incoming webhook mean: custom bot guide, "error codes". */
const meanings: Readonly<Record<number, ErrorCode>> = {
  19001: 'hook-unknown',
  19021: 'hook-signature',
  19022: 'hook-address',
  19024: 'hook-keyword',
  11232: 'lark-rate-limited',
  9499: 'lark-content-refused',
}

/** Connections that were never made: nothing can have been posted. */
const NEVER_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT/

/** One failed post as ours. Never quotes the address: whoever knows it may post. */
export function hookFailure({ status, code, said, thrown, timedOut }: Trouble): AppError {
  if (isAppError(thrown)) return thrown
  if (thrown !== undefined) return networkFailure(thrown, timedOut ?? false)
  const meaning = code === undefined ? byStatus(status ?? 0) : (meanings[code] ?? byCode(status ?? 0))
  const words = said ? `: ${said.slice(0, 200)}` : ''
  return new AppError(meaning, `The group bot answered ${code ?? `HTTP ${status}`}${words}.`)
}

function networkFailure(thrown: unknown, timedOut: boolean): AppError {
  const name = causeCode(thrown)
  if (NEVER_SENT.test(name)) return new AppError('lark-unreachable', `The group bot can't be reached (${name}).`)
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(name))
    return new AppError('lark-certificate', `The group bot's certificate is not trusted (${name}).`)
  const why = timedOut ? 'no answer in time' : name || 'the connection broke'
  return new AppError('hook-uncertain', `It is not known whether the group bot posted it: ${why}.`)
}

/** A bot that refuses in its own words exists, whatever they mean. */
const byCode = (status: number): ErrorCode => (status < 429 ? 'lark-content-refused' : byStatus(status))

function byStatus(status: number): ErrorCode {
  if (status === 429) return 'lark-rate-limited'
  // Some other server, or none of these bots: an address that leads elsewhere, or to nothing.
  if (status < 400 || status === 404 || status === 410) return 'hook-unknown'
  return status >= 500 ? 'lark-busy' : 'lark-content-refused'
}

/** `fetch` hides the reason in `cause`. */
function causeCode(thrown: unknown): string {
  for (let at = thrown, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return ''
}

/** Worth another try: the platform said "later", or nothing was sent. */
export const isPassing = (thrown: unknown): boolean =>
  isAppError(thrown) && ['lark-rate-limited', 'lark-busy', 'lark-unreachable'].includes(thrown.code)
