import { setTimeout as sleep } from 'node:timers/promises'

/** Messages of one person that follow each other so closely are one question (milliseconds). */
export type BurstTiming = {
  /** Between two of them. */
  readonly gap: number
  /** The longest that the first one waits. */
  readonly most: number
}

/** People press "send" in the middle of a thought; phones send each picture of an album as a message of its own. */
export const usualBursts: BurstTiming = { gap: 600, most: 2000 }

/** The last message of the burst that began at `first`; `later`: when more of the same person came. Pure. */
export function burstEnd(first: number, later: readonly number[], { gap, most }: BurstTiming): number {
  let last = first
  for (const at of later.toSorted((one, other) => one - other))
    if (at >= first && at - last < gap && at - first <= most) last = at
  return last
}

/** How long it is still open for another message (milliseconds); 0 when it is over. Pure. */
export function burstWait(first: number, last: number, now: number, { gap, most }: BurstTiming): number {
  return Math.max(0, Math.min(last + gap, first + most) - now)
}

type Waits = {
  readonly timing: BurstTiming
  readonly first: number
  /** When more of the same person came, asked anew after each wait. */
  readonly later: () => readonly number[]
  readonly now: () => number
  readonly signal: AbortSignal
}

/** Resolves when the burst is over, with the time of its last message; early when the signal aborts. Never rejects. */
export async function burstOver({ timing, first, later, now, signal }: Waits): Promise<number> {
  let slept = 0
  const begun = now()
  for (;;) {
    const last = burstEnd(first, later(), timing)
    // A clock that is set back must not keep anybody waiting.
    const wait = burstWait(first, last, Math.max(now(), begun + slept), timing)
    if (wait === 0 || signal.aborted) return last
    const pause = Math.min(wait, timing.most)
    await sleep(pause, undefined, { signal }).catch(() => undefined) // an abort ends the wait
    slept += pause
  }
}
