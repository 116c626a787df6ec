import type { Agent } from '../agent/agent.ts'
import type { Logger } from '../base/logger.ts'
import type { AccountConfig } from '../contract/config.ts'
import type { Fact } from '../contract/facts.ts'
import type { Channel } from './channel.ts'
import type { CommandPorts } from './commands.ts'
import { FateBook } from './fate-book.ts'
import { Outbox } from './outbox.ts'
import { Doorbell } from './pairing.ts'
import { People } from './people.ts'
import { Pipeline } from './pipeline.ts'
import type { ConversationsPort, FatesPort, InboxPort, OutboxPort, PeoplePort, TurnsPort, UsagePort } from './ports.ts'
import { Sessions } from './sessions.ts'

export type ChatPorts = {
  readonly store: {
    readonly inbox: InboxPort
    readonly fates: FatesPort
    readonly turns: TurnsPort
    readonly outbox: OutboxPort
    readonly people: PeoplePort
    readonly conversations: ConversationsPort
    readonly usage: UsagePort
  }
  readonly agent: Agent
  readonly channel: (account: string) => Channel | undefined
  readonly account: (id: string) => AccountConfig | undefined
  readonly isPaused: () => boolean
  readonly language: () => 'auto' | 'en' | 'zh-CN'
  readonly status: CommandPorts['status']
  readonly allowCode: (account: string, code: string) => Promise<string>
  readonly publish: (fact: Fact) => void
  readonly now: () => number
  readonly log: Logger
}

export type Chat = {
  readonly people: People
  readonly outbox: Outbox
  readonly sessions: Sessions
  readonly pipeline: Pipeline
  /** Takes nothing new, lets running turns end for `grace` milliseconds, then cuts them. */
  close(grace: number): Promise<void>
}

/** The stations of a message, joined. */
export function createChat({
  store,
  agent,
  channel,
  account,
  isPaused,
  language,
  status,
  allowCode,
  ...rest
}: ChatPorts): Chat {
  const { inbox, fates, turns, conversations, usage } = store
  const people = new People({ store: store.people, account, ...rest })
  const outbox = new Outbox({ store: store.outbox, ...rest })
  const fateBook = new FateBook({ inbox, fates, ...rest })
  const isUnmetered = (id: string) => account(id)?.quota.unmetered ?? false
  const sessions = new Sessions({ agent, turns, conversations, usage, outbox, inbox, fateBook, isUnmetered, ...rest })
  const doorbell = new Doorbell({ people, outbox, ...rest })
  const ways = { channel, account, isPaused, language, status, allowCode }
  const pipeline = new Pipeline({
    inbox,
    conversations,
    people,
    sessions,
    outbox,
    fateBook,
    doorbell,
    ...ways,
    ...rest,
  })
  return {
    people,
    outbox,
    sessions,
    pipeline,
    close: async grace => {
      await pipeline.close()
      await sessions.close(grace)
    },
  }
}
