import {
  JSONParseError,
  LoadAPIKeyError,
  NoOutputGeneratedError,
  NoSuchModelError,
  RetryError,
  TypeValidationError,
} from 'ai'
import { AppError, isAppError, type ErrorCode } from '../contract/errors.ts'
import { networkTrouble } from './failure-network.ts'
import { reportOf, type Report } from './failure-report.ts'
import { ruleFor } from './failure-table.ts'
import { messageOf, sentenceFor, type Asked, type Detail } from './failure-words.ts'

export type { Asked } from './failure-words.ts'

type Verdict = {
  readonly code: ErrorCode
  readonly detail?: Detail
  /** Whether the provider's own words say more. */
  readonly quote?: boolean
  /** The system's name for what the network did. */
  readonly network?: string
}

const MOST_QUOTED = 200
/** How servers say that the path, not the model, is unknown to them. */
const wrongPath =
  /^(404:? ?)?((page|path|route|url|resource) )?not found\.?$|^(invalid url|no route|no static resource|cannot post)\b/i

/**
 * Turns whatever the SDK, a provider or the network threw into one of our errors: what happened, which host said so with
 * which status, and at most 200 characters of its own words. It holds no request, no answer's body and no key.
 */
export function toModelError(thrown: unknown, asked: Asked): AppError {
  if (isAppError(thrown)) return thrown
  const error = RetryError.isInstance(thrown) ? thrown.lastError : thrown
  if (isAppError(error)) return error
  const report = reportOf(error)
  const { code, detail, quote, network } = judge(error, report, asked)
  const what = sentenceFor(code, asked, detail)
  if (code === 'model-key-missing') return new AppError(code, messageOf(what, '', ''))
  const where = [report.host, network ?? report.status].filter(part => part !== undefined).join(', ')
  return new AppError(code, messageOf(what, where, quote === true ? quoted(report.said, asked) : ''))
}

/** A stream that went silent; the SDK ended it. */
export function stalled({ provider }: Asked, milliseconds: number): AppError {
  const seconds = Math.round(milliseconds / 1000)
  return new AppError('model-unreachable', {
    en: `${provider} sent nothing for ${seconds} seconds.`,
    zh: `${provider} 在 ${seconds} 秒内没有任何回应。`,
  })
}

/** A stream that ended without saying why it did. */
export const brokeOff = (asked: Asked): AppError =>
  new AppError('model-unreachable', messageOf(sentenceFor('model-unreachable', asked, 'broke-off'), '', ''))

function judge(error: unknown, report: Report, asked: Asked): Verdict {
  if (LoadAPIKeyError.isInstance(error)) return { code: 'model-key-missing' }
  if (NoSuchModelError.isInstance(error)) return { code: 'model-unknown' }
  if (JSONParseError.isInstance(error) || TypeValidationError.isInstance(error))
    return { code: 'model-failed', detail: 'nonsense' }
  const trouble = report.status === undefined ? networkTrouble(error) : undefined
  if (trouble !== undefined) return { code: trouble.code, network: trouble.name }
  if (endedEarly(error)) return { code: 'model-unreachable', detail: 'broke-off' }
  return judgeAnswer(report, asked)
}

/** InvalidResponseDataError is what the compatible provider makes of a stream without a finish reason. */
const endedEarly = (error: unknown) =>
  NoOutputGeneratedError.isInstance(error) ||
  (error instanceof Error && (error.name === 'AI_InvalidResponseDataError' || error.message === 'terminated'))

function judgeAnswer(report: Report, asked: Asked): Verdict {
  const { status, structured: quote } = report
  if (status === 404 && (!quote || wrongPath.test(report.said))) return { code: 'model-unreachable', detail: 'no-api' }
  const rule = ruleFor(asked.provider, report)
  if (rule?.code === 'model-key-refused' && status === 401 && !asked.keyed) return { code: 'model-key-missing' }
  if (rule !== undefined) return { code: rule.code, quote, ...(rule.what && { detail: rule.what }) }
  if (status === 404) return { code: 'model-unknown', quote }
  if (status === 408) return { code: 'model-unreachable' }
  return { code: 'model-failed', quote }
}

/** A provider's words, short and on one line; anything that looks like a key or a token is taken out. */
function quoted(said: string, asked: Asked): string {
  const clean = asked
    .redact(said)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/\b(sk|pk|ak)[-_][\w*.-]{6,}/gi, '…')
    .replace(/\b(key|bearer|token)[-_:= ]+(?=\S*[\d*])[\w*.-]{6,}/gi, '$1 …') // a word without a digit is a word
    .replace(/[\w-]*\*{3,}[\w*-]*/g, '…') // a key shown by its ends
    .replace(/[\w+/=-]{32,}/g, '…')
    .trim()
  return clean.length > MOST_QUOTED ? `${clean.slice(0, MOST_QUOTED - 1)}…` : clean
}
