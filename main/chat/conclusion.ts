import { setTimeout as sleep } from 'node:timers/promises'
import { backoff } from '../base/backoff.ts'
import type { Fate } from '../contract/fates.ts'
import type { Entry, Outcome } from './answer.ts'
import { OTHER_BOT } from './fate-book.ts'
import type { BotsPort, InboxItem, InboxPort, TurnsPort } from './ports.ts'
import type { Waiting } from './waiting-lines.ts'

/** About ten minutes. */
const SIGN_ATTEMPTS = 9

type Ports = {
  readonly inbox: InboxPort
  readonly turns: TurnsPort
  readonly settle: (entry: Entry, stage: 'running' | 'done', fate: Fate, reason: string) => Promise<void>
  readonly life: AbortSignal
}

/** Nobody is asked, and no failure is told, where the bot that was written to is gone from its account. */
export async function orExpired(
  { id, arrival }: InboxItem,
  bots: BotsPort,
  answer: () => Promise<Outcome>,
): Promise<Outcome> {
  const isGone = () => bots.isOfEarlier(arrival.account, id)
  if (await isGone()) return { state: 'expired', reason: OTHER_BOT, joined: [] }
  const outcome = await answer()
  if (outcome.state !== 'failed' || !(await isGone())) return outcome
  return { ...outcome, state: 'expired', reason: OTHER_BOT }
}

/** Tells how a turn ended and tidies up behind it; gives the messages that are done with. */
export async function conclude(waiting: Waiting, outcome: Outcome, ports: Ports): Promise<readonly number[]> {
  const { entry, typing } = waiting
  if (outcome.state === 'unfinished') {
    typing.abandon()
    return []
  }
  const fate: Fate = outcome.state === 'stopped' ? 'skipped' : outcome.state
  await tidy(waiting, fate, outcome.reason, ports)
  if (ports.life.aborted) return []
  if (outcome.joined.length > 0)
    await ports.inbox.setStage(outcome.joined, 'done', 'joined', 'Answered with the message before.')
  await ports.settle(entry, 'done', fate, outcome.reason)
  await ports.turns.remove(entry.item.id)
  return [entry.item.id, ...outcome.joined]
}

/**
 * Takes the sign away before the message counts as done: a crash in between repeats only the harmless half. A sign
 * that does not go at once is tried for some minutes, while the fate is already told.
 */
async function tidy({ entry, typing }: Waiting, fate: Fate, reason: string, { settle, life }: Ports): Promise<void> {
  for (let attempt = 1; !(await typing.remove(life)); attempt++) {
    if (attempt === 1) await settle(entry, 'running', fate, reason)
    if (attempt === SIGN_ATTEMPTS || life.aborted) return
    const pause = backoff(attempt, { first: 5000, most: 120_000 })
    await sleep(pause, undefined, { signal: life }).catch(() => undefined)
  }
}

/** A message that gets no turn of its own. */
export async function drop({ entry, typing }: Waiting, reason: string, ports: Ports): Promise<void> {
  await typing.remove(ports.life)
  await ports.settle(entry, 'done', 'skipped', reason)
  await ports.turns.remove(entry.item.id)
}
