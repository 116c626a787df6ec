import { RetryError } from 'ai'
import { reportOf } from './failure-report.ts'

/** `never`: this model takes no pictures · `not-these`: it may have stumbled over these. */
export type Blindness = 'never' | 'not-these'

const PICTURES = /image|vision|visual|picture|multi-?modal|modalit|图片|图像|多模态/i
const CANNOT = /(not|n't|un)[\s-]*support|no endpoints|text[\s-]only|does not (take|accept|allow)|invalid.*type|不支持/i
/** How servers answer what they can't read: bad request, no such thing, too large, wrong type, unprocessable. */
const MAYBE: ReadonlySet<number | undefined> = new Set([400, 404, 413, 415, 422])

/** Whether a failure, after pictures were sent, looks as if they were the reason. The same question may work without them. */
export function blindnessIn(thrown: unknown): Blindness | undefined {
  const { status, told } = reportOf(RetryError.isInstance(thrown) ? thrown.lastError : thrown)
  if (PICTURES.test(told)) return CANNOT.test(told) ? 'never' : 'not-these'
  return MAYBE.has(status) ? 'not-these' : undefined
}
