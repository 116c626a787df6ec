import type { Logger } from '../base/logger.ts'
import type { Reacted } from './channel.ts'
import type { OwnMessagesPort, ReactionsPort } from './ports.ts'
import { sessionOf } from './session-key.ts'

type Ports = { readonly own: OwnMessagesPort; readonly reactions: ReactionsPort; readonly log: Logger }

/** Keeps with a conversation what people feel about the bot's messages in it; signs on other messages are not ours. */
export class Reactions {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Never rejects: a sign that could not be kept is told in the log. */
  async take(account: string, { messageId, senderId, emoji, at, present }: Reacted): Promise<void> {
    const { own, reactions, log } = this.#ports
    try {
      const message = await own.find(account, messageId)
      if (!message) return
      if (present)
        await reactions.add({ account, messageId, senderId, emoji, at, session: sessionOf({ account, ...message }) })
      else await reactions.remove({ account, messageId, senderId, emoji })
    } catch (thrown) {
      log.warn('a reaction could not be kept', { account, messageId, error: thrown })
    }
  }
}
