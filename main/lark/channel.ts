import type { Logger } from '../base/logger.ts'
import type { Network } from '../base/network.ts'
import type { Channel, ChannelSink } from '../chat/channel.ts'
import { askBot, Identity } from './identity.ts'
import { createInbound } from './inbound.ts'
import { Limiter } from './limits.ts'
import { createOutbound } from './outbound.ts'
import { readArrival } from './parse.ts'
import { createPlatform, type CallKind } from './platform.ts'
import { Supervisor } from './supervisor.ts'
import { usualTiming, type Timing } from './timing.ts'

export type LarkOptions = {
  readonly account: string
  readonly appId: string
  readonly appSecret: string
  /** Without a slash at the end: `https://open.feishu.cn`. */
  readonly baseUrl: string
  readonly network: Pick<Network, 'agent'>
  /** Called once per call that the tenant's quota counts. */
  readonly countCall: (kind: CallKind) => void
  /** The platform said that the month's calls are used up. */
  readonly quotaUsedUp?: () => void
  readonly log: Logger
  readonly now: () => number
  /** Whether this tenant's calls cost nothing; by default they do. */
  readonly unmetered?: () => boolean
  readonly random?: () => number
  readonly timing?: Timing
}

/** One account on Feishu or Lark. Until `start` it only speaks, and nothing runs. After `stop` it is never used again. */
export function createLarkChannel(options: LarkOptions): Channel {
  const { account, appId, log, now, unmetered = () => false, random = Math.random, timing = usualTiming } = options
  const platform = createPlatform(options)
  const identity = new Identity(platform)
  const limiter = new Limiter()
  const stopping = new AbortController()
  let supervisor: Supervisor | undefined

  return {
    ...createOutbound({ platform, appId, log, now, unmetered, limiter }),
    ...createInbound({ platform, limiter, self: () => ({ bot: identity.bot, appId }), log, now }),
    account,
    start: (sink: ChannelSink) => {
      if (stopping.signal.aborted) return
      supervisor ??= new Supervisor({ ...options, platform, identity, random, timing }, sink)
    },
    stop: async () => {
      stopping.abort()
      await supervisor?.stop()
      platform.close()
    },
    wake: () => supervisor?.wake(),
    probe: async signal => {
      await platform.checkSecret(signal)
      return askBot(platform, signal)
    },
    read: async (arrival, signal) => {
      const bot = await identity.known(AbortSignal.any([signal, stopping.signal]))
      return readArrival(arrival, { bot, appId })
    },
  }
}
