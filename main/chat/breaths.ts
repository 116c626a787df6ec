import type { Entry } from './answer.ts'
import { burstOver, usualBursts, type BurstTiming } from './bursts.ts'
import type { Running } from './stops.ts'
import type { WaitingLines } from './waiting-lines.ts'

type Ports = {
  readonly waiting: WaitingLines
  readonly running: ReadonlyMap<string, Running>
  readonly timing: BurstTiming | undefined
  readonly now: () => number
}

/** Whether something in line is of the same sender. */
export const isOfSender =
  ({ item: { arrival } }: Entry) =>
  ({ entry }: { readonly entry: Entry }): boolean =>
    entry.item.arrival.senderId === arrival.senderId

/**
 * In a group people write in pieces, and albums and files come before the words about them. A text in private is
 * answered at once: what follows it joins while the turn runs.
 */
const mayGoOn = ({ item: { arrival }, message: { kind } }: Entry): boolean =>
  arrival.chatType === 'group' || (kind !== 'text' && kind !== 'post')

/** What people write in one breath, looked at in the lines of their conversations. */
export class Breaths {
  readonly #ports: Ports
  readonly #timing: BurstTiming

  constructor(ports: Ports) {
    this.#ports = ports
    this.#timing = ports.timing ?? usualBursts
  }

  /** A turn begins when its sender has paused; gives when the last message that belongs to it came. Never rejects. */
  over(entry: Entry, signal: AbortSignal): Promise<number> {
    if (!mayGoOn(entry)) return Promise.resolve(entry.item.receivedAt)
    const later = () => this.#inLine(entry)
    return burstOver({ timing: this.#timing, first: entry.item.receivedAt, later, now: this.#ports.now, signal })
  }

  /** How long the sign of this message waits: one that will most likely join the message before it needs none. */
  signAfter(entry: Entry, usual: number): number {
    const running = this.#ports.running.get(entry.session)
    if (!mayGoOn(entry)) return usual
    const isTheirs = running !== undefined && isOfSender(entry)(running)
    const before = isTheirs ? [running.entry.item.receivedAt] : this.#inLine(entry)
    const { gap, most } = this.#timing
    return before.some(at => entry.item.receivedAt - at < gap) ? most + usual : usual
  }

  #inLine(entry: Entry): readonly number[] {
    const isTheirs = isOfSender(entry)
    const theirs = this.#ports.waiting.all.filter(other => other.entry.session === entry.session && isTheirs(other))
    return theirs.map(({ entry: { item } }) => item.receivedAt)
  }
}
