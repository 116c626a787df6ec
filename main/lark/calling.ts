import { backoff } from '../base/backoff.ts'
import { AppError } from '../contract/errors.ts'
import { PlatformError } from './failures.ts'
import type { Limit, Limiter } from './limits.ts'
import type { Platform, PlatformRequest } from './platform.ts'
import { waitFor } from './waiting.ts'

/** Calls of one account, each under its limits; what every part of sending is built on. */
export type Calling = {
  readonly platform: Pick<Platform, 'call'>
  readonly limiter: Limiter
  readonly now: () => number
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** How often and how long a failed call is repeated. */
export type Patience = { readonly attempts: number; readonly withinMs: number }

export const patient: Patience = { attempts: 5, withinMs: 60_000 }
/** For signs that matter little: a second try, no more. */
export const brief: Patience = { attempts: 2, withinMs: 5_000 }

/** How long a limit rests when the platform says that it was broken, but not for how long. */
const REST_MS = 1_000
const STEPS = { first: 500, most: 15_000 }

/** The platform's code of a failure, if the platform gave one. */
export const platformCode = (thrown: unknown): number | undefined =>
  thrown instanceof PlatformError ? thrown.platformCode : undefined

/** One call under its limits. */
export const ask = <T>(calling: Calling, limits: readonly Limit[], request: PlatformRequest<T>, signal: AbortSignal) =>
  limited(calling, limits, () => calling.platform.call(request, signal), signal)

/** Work under its limits. When the platform says "too many", everyone who shares the broken limit waits. */
export async function limited<T>(
  { limiter }: Calling,
  limits: readonly Limit[],
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await limiter.run(limits, work, signal)
  } catch (thrown) {
    if (thrown instanceof PlatformError && thrown.code === 'lark-rate-limited') {
      limiter.pause(
        limits.filter(limit => broken(limit, thrown.platformCode)),
        thrown.retryAfterMs ?? REST_MS,
      )
    }
    throw thrown
  }
}

/** 230020 speaks of one chat or card, every other rate limit of the whole app. */
const broken = (limit: Limit, code: number | undefined): boolean => (limit.own === true) === (code === 230020)

/** Repeats what may work later, with growing pauses; the caller's `attempt` must be safe to repeat. */
export async function repeated<T>(
  attempt: () => Promise<T>,
  { attempts, withinMs }: Patience,
  { now, pause }: Calling,
  signal: AbortSignal,
): Promise<T> {
  const until = now() + withinMs
  for (let count = 1; ; count++) {
    try {
      return await attempt()
    } catch (thrown) {
      const wait = waitBefore(thrown, count)
      if (wait === undefined || count >= attempts || now() + wait > until) throw thrown
      await pause(wait, signal)
      if (signal.aborted) throw new AppError('cancelled', 'Stopped while waiting to try again.')
    }
  }
}

/** 230049: the platform still works on the first attempt with this uuid. */
const STILL_SENDING = 230049

/** Milliseconds before the next attempt, or `undefined` when another one is no use. */
function waitBefore(thrown: unknown, count: number): number | undefined {
  if (!(thrown instanceof PlatformError) || thrown.code === 'lark-certificate') return undefined
  if (thrown.retry !== 'later' && thrown.platformCode !== STILL_SENDING) return undefined
  return Math.max(backoff(count, STEPS), thrown.retryAfterMs ?? 0)
}

/** Waits for work that others may share; only this wait ends when the signal aborts. */
export async function waited<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await waitFor(work, signal)
  } catch (thrown) {
    throw signal.aborted ? new AppError('cancelled', 'Stopped while waiting for the platform.') : thrown
  }
}
