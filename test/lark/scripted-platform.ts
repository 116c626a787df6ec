import { Limiter } from '../../main/lark/limits.ts'
import { PlatformError } from '../../main/lark/failures.ts'
import { meaningOf } from '../../main/lark/codes.ts'
import type { Calling } from '../../main/lark/calling.ts'
import type { PlatformRequest } from '../../main/lark/platform.ts'

export type Asked = Pick<PlatformRequest<unknown>, 'method' | 'url' | 'params' | 'data'>
type Answer = unknown

/** A refusal by this code, as the real `call` makes it. */
export function refused(code: number, status = 400, retryAfterMs?: number): PlatformError {
  const [ours, retry] = meaningOf(code, status)
  return new PlatformError(ours, `refused with ${code}`, {
    retry,
    platformCode: code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

export const unreachable = (): PlatformError => new PlatformError('lark-unreachable', 'no answer', { retry: 'later' })

/** A clock that jumps to whatever is waited for: nothing in a test takes real time. */
export class JumpingClock {
  time = 1_700_000_000_000
  readonly now = (): number => this.time
  readonly pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    await Promise.resolve()
    if (!signal.aborted) this.time += milliseconds
  }
  readonly after = (milliseconds: number, run: () => void): (() => void) => {
    const due = this.time + milliseconds
    const timer = setImmediate(() => {
      this.time = Math.max(this.time, due)
      run()
    })
    return () => clearImmediate(timer)
  }
}

type Scripted = Calling & { readonly asked: Asked[]; readonly clock: JumpingClock }

/** A platform that answers as told, request by request, and remembers what it was asked. */
export function scriptedPlatform(answer: (asked: Asked, count: number) => Answer): Scripted {
  const asked: Asked[] = []
  const clock = new JumpingClock()
  return {
    asked,
    clock,
    limiter: new Limiter(clock),
    now: clock.now,
    pause: clock.pause,
    platform: {
      call: async (request, signal) => {
        signal.throwIfAborted()
        asked.push(request)
        const given = answer(request, asked.length)
        if (given instanceof Error) throw given
        return request.answer.parse({ code: 0, ...(given as object) })
      },
    },
  }
}

export const never = new AbortController().signal
