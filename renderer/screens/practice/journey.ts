import type { Fate } from '../../../main/contract/fates.ts'
import type { FateView, StepView, TurnView } from '../../../main/contract/state.ts'
import type { EventView } from '../../../main/contract/views.ts'
import { stationsOf, type Station } from '../log/stations.ts'

/** One station, when it was reached, and the agent's steps under it. */
export type JourneyStation = Station & {
  /** Milliseconds after the message was sent; `undefined` when that is not known. */
  readonly after: number | undefined
  readonly steps: readonly StepView[]
}

export type JourneySource = {
  readonly chatType: 'p2p' | 'group'
  /** When the person sent it. */
  readonly sentAt: number
  /** Every fate of this message that is known, the oldest first. */
  readonly fates: readonly FateView[]
  readonly event: EventView | undefined
  readonly steps: readonly StepView[]
}

/** The way of one message, from what the state and the store tell. Pure. */
export function journeyOf({ chatType, sentAt, fates, event, steps }: JourneySource): readonly JourneyStation[] {
  const fate = fates.at(-1)?.fate ?? event?.fate
  const at = timesOf(sentAt, fates, event)
  return stationsOf(fate, chatType).map(station => ({
    ...station,
    after: station.state === 'ahead' ? undefined : at[station.name],
    steps: station.name === 'agent' ? steps : [],
  }))
}

function timesOf(sentAt: number, fates: readonly FateView[], event: EventView | undefined) {
  const of = (...wanted: readonly Fate[]) => {
    const found = fates.find(({ fate }) => wanted.includes(fate))
    return found && Math.max(0, found.at - sentAt)
  }
  const last = fates.at(-1)
  const end = last && Math.max(0, last.at - sentAt)
  return {
    arrived: 0,
    stored: event && event.receivedAt > 0 ? Math.max(0, event.receivedAt - sentAt) : undefined,
    addressed: of('not-mentioned', 'queued'),
    allowed: of('queued', 'command') ?? end,
    agent: of('running'),
    reply: of('answered', 'joined', 'command'),
  } as const
}

/** The turn that answers this message: while it runs, nobody else has one in this chat. */
export const turnOf = (
  turns: Readonly<Record<string, TurnView>>,
  chatId: string,
  fate: Fate | undefined,
): TurnView | undefined => (fate === 'running' ? Object.values(turns).find(turn => turn.chatId === chatId) : undefined)

/** "+5 ms", "+1.2 s". */
export const afterText = (milliseconds: number): string =>
  milliseconds < 1000 ? `+${Math.round(milliseconds)} ms` : `+${(milliseconds / 1000).toFixed(1)} s`
