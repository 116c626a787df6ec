import type { Logger } from '../base/logger.ts'
import type { Channel } from '../chat/channel.ts'
import { download } from './downloads.ts'
import type { Limiter } from './limits.ts'
import { lookUp } from './lookup.ts'
import type { Self } from './parse.ts'
import type { Platform } from './platform.ts'
import { pause } from './waiting.ts'

type InboundOptions = {
  readonly platform: Pick<Platform, 'call' | 'open'>
  /** The limits of this account; whoever sends shares them. */
  readonly limiter: Limiter
  /** The bot as messages name it, as far as it is known. */
  readonly self: () => Self
  readonly log: Logger
  readonly now: () => number
}

/** What one account fetches because of a message: files, quoted and forwarded messages. */
export function createInbound(options: InboundOptions): Pick<Channel, 'find' | 'download'> {
  const { platform, limiter, self, log, now } = options
  const calling = { platform, limiter, now, pause }
  return {
    find: (messageId, signal) => lookUp(calling, { self, log }, messageId, signal),
    download: (attachment, signal) => download(calling, attachment, signal),
  }
}
