import { backoff } from '../base/backoff.ts'
import type { ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'
import type { Ending } from './connection.ts'
import type { Timing } from './timing.ts'

/** What the token API said of App ID and Secret: `unknown` when it could not be asked, `unasked` when there was no need. */
export type SecretCheck = 'taken' | 'refused' | 'unknown' | 'unasked'

/**
 * When to connect again. `now`: the old connection was given up on purpose · `soon`: it was a good one · `later`: after
 * pauses that grow · `slowly`: only a person can mend it, or the network changes · `never`: not until woken.
 */
export type Retry = 'now' | 'soon' | 'later' | 'slowly' | 'never'

export type Verdict = { readonly retry: Retry; readonly code: ErrorCode; readonly reason: Words }

/** Answers of the endpoint that say nothing about App ID and Secret; any other may mean that they are wrong, or mean nothing. */
const CLEAR: readonly number[] = [1, 1000040343, 1000040350, 1000040351]

/** Whether the token API has to be asked what an ending means. */
export const isDoubtful = ({ endpointCode }: Ending): boolean =>
  endpointCode !== undefined && !CLEAR.includes(endpointCode)

/** What follows when a connection ended. Nothing but a Secret that the token API refuses stops the supervisor. */
export function verdict(ending: Ending, secret: SecretCheck, now: number, timing: Timing): Verdict {
  const { code, reason, readyAt } = ending
  const isRefused = code === 'lark-bad-secret' || (isDoubtful(ending) && secret === 'refused')
  if (isRefused)
    return {
      retry: 'never',
      code: 'lark-bad-secret',
      reason: {
        en: 'The platform does not take this App ID with this App Secret.',
        zh: '平台不接受这个 App ID 与 App Secret 的组合。',
      },
    }
  if (code === 'cancelled') return { retry: 'now', code: 'lark-unreachable', reason }
  if (code === 'lark-wrong-domain' || code === 'lark-certificate') return { retry: 'slowly', code, reason }
  const wasGood = readyAt !== undefined && now - readyAt >= timing.goodAfter
  return { retry: wasGood ? 'soon' : 'later', code, reason }
}

/** Milliseconds until the next attempt; `attempt` counts the failures in a row, this one included. */
export function waitAfter(retry: Retry, attempt: number, random: () => number, timing: Timing): number {
  const limits = { first: timing.firstPause, most: timing.longestPause }
  switch (retry) {
    case 'now':
      return 0
    case 'soon':
      return backoff(1, limits, random)
    case 'later':
      return backoff(attempt, limits, random)
    case 'slowly':
      return timing.longestPause
    case 'never':
      return Number.POSITIVE_INFINITY
    default:
      return retry satisfies never
  }
}
