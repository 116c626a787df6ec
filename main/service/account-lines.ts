import type { Channel } from '../chat/channel.ts'
import { createLine, type Line } from './account-line.ts'

/** The line of each account; another bot in the place of one gets a line of its own. */
export class Lines {
  readonly #open = new Map<string, { readonly bot: string; readonly line: Line }>()

  channel(id: string): Channel | undefined {
    return this.#open.get(id)?.line.channel
  }

  attach(id: string, bot: string, channel: Channel): void {
    const known = this.#open.get(id)
    if (known?.bot === bot) return known.line.attach(channel)
    this.forget(id)
    this.#open.set(id, { bot, line: createLine(channel) })
  }

  detach(id: string): void {
    this.#open.get(id)?.line.attach(undefined)
  }

  /** The account is no longer this bot: whoever still answers as another one is told that it is gone. */
  keep(id: string, bot: string): void {
    if (this.#open.get(id)?.bot !== bot) this.forget(id)
  }

  forget(id: string): void {
    this.#open.get(id)?.line.close()
    this.#open.delete(id)
  }
}
