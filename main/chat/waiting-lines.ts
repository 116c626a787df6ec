import type { Logger } from '../base/logger.ts'
import { remember, type Entry } from './answer.ts'
import type { Channel } from './channel.ts'
import type { TurnRecord, TurnsPort } from './ports.ts'
import { TypingSign } from './typing.ts'

/** A message in line for its turn. */
export type Waiting = {
  readonly entry: Entry
  readonly channel: Channel
  readonly typing: TypingSign
  readonly record: TurnRecord
  /** Ends its turn, also one that has not begun: its card may be there already, left by an earlier run. */
  readonly controller: AbortController
}

type Ports = { readonly turns: TurnsPort; readonly now: () => number; readonly log: Logger }

/** A message with all that its place in line needs; its sign is not shown yet. */
export function lineUp(entry: Entry, channel: Channel, record: TurnRecord, ports: Ports): Waiting {
  const { messageId } = entry.item.arrival
  const keep = async (typing: string) => void (await remember(entry, ports, { typing }))
  const typing = new TypingSign({ channel, messageId, log: ports.log, remember: keep }, record.typing)
  return { entry, channel, typing, record, controller: new AbortController() }
}

/** Who waits, by conversation, in order. */
export class WaitingLines {
  readonly #lines = new Map<string, readonly Waiting[]>()

  get count(): number {
    return this.all.length
  }

  get all(): readonly Waiting[] {
    return [...this.#lines.values()].flat()
  }

  add(waiting: Waiting): void {
    const { session } = waiting.entry
    this.#lines.set(session, [...(this.#lines.get(session) ?? []), waiting])
  }

  /** Takes those who are wanted out of their line. */
  take(session: string, wanted: (waiting: Waiting) => boolean): readonly Waiting[] {
    const line = this.#lines.get(session) ?? []
    const rest = line.filter(waiting => !wanted(waiting))
    if (rest.length === 0) this.#lines.delete(session)
    else this.#lines.set(session, rest)
    return line.filter(wanted)
  }

  clear(): void {
    this.#lines.clear()
  }
}
