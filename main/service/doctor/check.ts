import type { Finding } from '../../base/finding.ts'
import type { Layer } from '../../contract/doctor.ts'
import type { Words } from '../../contract/words.ts'
import type { Symptom } from './symptoms.ts'

/** One check of the doctor. `Context` is what it may ask: the same for all, or that of one account. */
export type Check<Context> = {
  readonly id: string
  readonly layer: Layer
  readonly title: Words
  /** The symptoms that it explains. */
  readonly covers: readonly Symptom[]
  /** Checks that make no sense to run when one of these failed; of the same account, or shared. */
  readonly needs?: readonly string[]
  /** Absent: always. A check that does not apply is not shown. */
  readonly applies?: (context: Context) => boolean
  /** Ten seconds unless said (milliseconds). */
  readonly timeoutMs?: number
  /** Rejects only when something is broken in Perch, or when `signal` aborts. */
  readonly run: (context: Context, signal: AbortSignal) => Promise<Finding>
}
