import type { Logger } from '../base/logger.ts'
import type { Channel } from './channel.ts'

type Ports = {
  readonly channel: Channel
  readonly messageId: string
  readonly log: Logger
  /** Stores `adding` before the call and the ID after it, so that a start after a crash can take the sign away. */
  readonly remember: (typing: string) => Promise<void>
}

/** Stored while the call is under way: after a crash the sign may be there, under an ID nobody knows. */
export const ADDING = 'adding'

/** The "typing" sign on a message: it appears when nothing else did in time, and goes whatever happens. */
export class TypingSign {
  readonly #ports: Ports
  #timer: NodeJS.Timeout | undefined
  #shown: Promise<string | undefined> | undefined

  /** `left`: what an earlier run of this process remembered about the sign. */
  constructor(ports: Ports, left?: string) {
    this.#ports = ports
    if (left) this.#shown = Promise.resolve(left)
  }

  /** Shows the sign after `delay` milliseconds, unless it is taken away before. */
  showAfter(delay: number, signal: AbortSignal): void {
    if (this.#shown || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#shown = this.#show(signal)
    }, delay)
  }

  /** Something better is visible, or nothing will be: no sign any more. False when it may still be there. Never rejects. */
  async remove(signal: AbortSignal): Promise<boolean> {
    clearTimeout(this.#timer)
    const shown = await this.#shown
    if (shown === undefined) return true
    const id = shown === ADDING ? undefined : shown
    const removed = await this.#quietly('remove', async () => {
      await this.#ports.channel.stopTyping(this.#ports.messageId, id, signal)
      return true
    })
    if (removed) this.#shown = undefined
    return removed ?? false
  }

  /** The process ends: no call any more, what is remembered is enough for the next start. */
  abandon(): void {
    clearTimeout(this.#timer)
  }

  /** What is known of the sign afterwards: its ID, `adding` when nobody knows, nothing when there is none. */
  async #show(signal: AbortSignal): Promise<string | undefined> {
    const shown = await this.#quietly('show', async () => {
      await this.#ports.remember(ADDING)
      const id = await this.#ports.channel.startTyping(this.#ports.messageId, signal)
      await this.#ports.remember(id ?? '')
      return id ?? ''
    })
    return shown === undefined ? ADDING : shown || undefined
  }

  /** The sign is a courtesy: its failure is told to the log and must never cost the answer. */
  async #quietly<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (thrown) {
      this.#ports.log.debug(`could not ${what} the typing sign`, { messageId: this.#ports.messageId, error: thrown })
      return undefined
    }
  }
}
