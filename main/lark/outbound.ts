import type { Logger } from '../base/logger.ts'
import type { Channel } from '../chat/channel.ts'
import { BodyMaker } from './bodies.ts'
import type { Calling } from './calling.ts'
import { Cards } from './cards.ts'
import { History } from './history.ts'
import { Limiter } from './limits.ts'
import { createMembers } from './members.ts'
import { createNames } from './names.ts'
import type { Platform } from './platform.ts'
import { Sender } from './sender.ts'
import { TypingSigns } from './typing.ts'
import { pause } from './waiting.ts'

/** The half of a channel that speaks; the other one listens. */
export type Outbound = Pick<
  Channel,
  | 'send'
  | 'findSent'
  | 'bodies'
  | 'startTyping'
  | 'stopTyping'
  | 'markDone'
  | 'createCard'
  | 'writeCard'
  | 'reopenCard'
  | 'finishCard'
  | 'person'
  | 'chat'
  | 'members'
>

type OutboundOptions = {
  readonly platform: Pick<Platform, 'call'>
  /** By which the bot's own messages and signs are known. */
  readonly appId: string
  readonly log: Logger
  readonly now: () => number
  /** Whether this tenant's calls cost nothing: cards then expect updates in quick succession. */
  readonly unmetered: () => boolean
  /** Of one account; another one brings its own. */
  readonly limiter?: Limiter
}

/** Everything that one account sends, under limits of its own. Nothing runs until it is called, and nothing after. */
export function createOutbound(options: OutboundOptions): Outbound {
  const { platform, appId, log, now, unmetered, limiter = new Limiter() } = options
  const calling: Calling = { platform, limiter, now, pause }
  const sender = new Sender(calling, log)
  const history = new History(calling, { appId, chatOf: to => sender.chatOf(to), log })
  const signs = new TypingSigns(calling, appId, log)
  const cards = new Cards(calling, { unmetered, log })
  return {
    send: (outgoing, signal) => sender.send(outgoing, signal),
    findSent: (outgoing, sentAfter, signal) => history.findSent(outgoing, sentAfter, signal),
    bodies: new BodyMaker().bodies,
    startTyping: (messageId, signal) => signs.start(messageId, signal),
    stopTyping: (messageId, reactionId, signal) => signs.stop(messageId, reactionId, signal),
    markDone: (messageId, signal) => signs.done(messageId, signal),
    createCard: (view, signal) => cards.create(view, signal),
    writeCard: (cardId, part, text, sequence, signal) => cards.write(cardId, part, text, sequence, signal),
    reopenCard: (cardId, view, sequence, signal) => cards.reopen(cardId, view, sequence, signal),
    finishCard: (cardId, view, sequence, signal) => cards.finish(cardId, view, sequence, signal),
    members: createMembers(calling, log),
    ...createNames(calling, log),
  }
}
