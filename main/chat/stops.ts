import { WITHDRAWN, type Entry } from './answer.ts'
import type { Waiting, WaitingLines } from './waiting-lines.ts'

/** A turn under way. */
export type Running = { readonly entry: Entry; readonly controller: AbortController; readonly ended: Promise<void> }

type Turns = {
  readonly running: ReadonlyMap<string, Running>
  readonly waiting: WaitingLines
  /** Gives up a message before its turn. */
  readonly drop: (waiting: Waiting, reason: string) => Promise<void>
}

/** Every way in which a turn is ended from outside. */
export class Stops {
  readonly #turns: Turns

  constructor(turns: Turns) {
    this.#turns = turns
  }

  /** Ends the running turn of this session, and drops what the same sender still has in line. Resolves when it has ended. */
  async stop(session: string, mayStop: (entry: Entry) => boolean): Promise<'stopped' | 'nothing' | 'refused'> {
    const running = this.#turns.running.get(session)
    if (!running) return 'nothing'
    if (!mayStop(running.entry)) return 'refused'
    const sender = running.entry.item.arrival.senderId
    await this.#drop('Stopped on request before its turn.', ({ entry }) => {
      return entry.session === session && entry.item.arrival.senderId === sender
    })
    running.controller.abort()
    await running.ended
    return 'stopped'
  }

  /** Ends this turn wherever it runs, as its own sender would. */
  async stopTurn(turnId: string): Promise<boolean> {
    const isIt = ({ item }: Entry) => String(item.id) === turnId
    const running = [...this.#turns.running.values()].find(({ entry }) => isIt(entry))
    return running !== undefined && (await this.stop(running.entry.session, isIt)) === 'stopped'
  }

  /** Ends this turn, running or still in line, if its sender's turn may be ended; waits for nothing. */
  request(account: string, turnId: string, mayStop: (senderId: string) => boolean): 'stopping' | 'over' | 'refused' {
    const open = [...this.#turns.running.values(), ...this.#turns.waiting.all]
    const isIt = ({ item }: Entry) => String(item.id) === turnId && item.arrival.account === account
    const found = open.find(({ entry }) => isIt(entry))
    if (!found) return 'over'
    if (!mayStop(found.entry.item.arrival.senderId)) return 'refused'
    found.controller.abort()
    return 'stopping'
  }

  /** The sender took the message back: nothing more is done for it. */
  async recalled(account: string, messageId: string): Promise<void> {
    const isIt = ({ item: { arrival } }: Entry) => arrival.account === account && arrival.messageId === messageId
    for (const running of this.#turns.running.values()) if (isIt(running.entry)) running.controller.abort(WITHDRAWN)
    await this.#drop(WITHDRAWN.message, ({ entry }) => isIt(entry))
  }

  async #drop(reason: string, wanted: (waiting: Waiting) => boolean): Promise<void> {
    const { waiting, drop } = this.#turns
    for (const found of waiting.all.filter(wanted))
      for (const taken of waiting.take(found.entry.session, other => other === found)) await drop(taken, reason)
  }
}
