import type { Agent } from '../agent/agent.ts'
import type { Logger } from '../base/logger.ts'
import type { AccountConfig } from '../contract/config.ts'
import type { Fact } from '../contract/facts.ts'
import type { BurstTiming } from './bursts.ts'
import type { Channel } from './channel.ts'
import { claim, type ClaimPorts } from './claim.ts'
import type { CommandPorts } from './commands.ts'
import { Directory } from './directory.ts'
import { FateBook } from './fate-book.ts'
import { Outbox } from './outbox.ts'
import { OutgoingFiles, type CopiesPort } from './outgoing-files.ts'
import { Doorbell } from './pairing.ts'
import { People } from './people.ts'
import { Pipeline } from './pipeline.ts'
import type {
  BotsPort,
  ConversationsPort,
  FatesPort,
  InboxPort,
  OutboxPort,
  PeoplePort,
  OwnMessagesPort,
  ReactionsPort,
  TurnsPort,
  UsagePort,
} from './ports.ts'
import { Intake } from './intake.ts'
import type { MediaPort } from './media-port.ts'
import { Names } from './names.ts'
import { Quotes } from './quotes.ts'
import { Reactions } from './reactions.ts'
import { Presses, STOP, stopAction } from './presses.ts'
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
    readonly own: OwnMessagesPort
    readonly reactions: ReactionsPort
    readonly bots: BotsPort
  }
  /** Where files that people send are kept and read. */
  readonly media: MediaPort
  /** Where copies of files wait until they are sent. */
  readonly copies: CopiesPort
  /** True while only answers are worth a call of the month. */
  readonly isSaving: (account: string) => boolean
  /** How close together messages are one question. */
  readonly bursts?: BurstTiming
  readonly agent: Agent
  readonly channel: (account: string) => Channel | undefined
  readonly account: (id: string) => AccountConfig | undefined
  readonly isPaused: () => boolean
  readonly language: () => 'auto' | 'en' | 'zh-CN'
  readonly status: CommandPorts['status']
  readonly doctor: CommandPorts['doctor']
  readonly allowCode: (account: string, code: string) => Promise<string>
  /** The codes that make somebody the owner, and how they are made one. */
  readonly claims: Omit<ClaimPorts, 'people'>
  readonly publish: (fact: Fact) => void
  readonly now: () => number
  readonly log: Logger
}

export type Chat = {
  readonly people: People
  readonly outbox: Outbox
  readonly sessions: Sessions
  readonly directory: Directory
  readonly files: OutgoingFiles
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
  claims,
  media,
  copies,
  isSaving,
  bursts,
  ...rest
}: ChatPorts): Chat {
  const { inbox, fates, turns, conversations, usage, own, bots } = store
  const people = new People({ store: store.people, account, ...rest })
  const outbox = new Outbox({ store: store.outbox, ...rest })
  const fateBook = new FateBook({ inbox, fates, ...rest })
  const isUnmetered = (id: string) => account(id)?.quota.unmetered ?? false
  const names = new Names(store.people)
  const quotes = new Quotes({ inbox, own, conversations, names })
  const intake = new Intake({ media, quotes, names, ...rest })
  const directory = new Directory({ people: store.people, channel, isSaving, log: rest.log })
  const files = new OutgoingFiles({ copies, outbox, store, channel, log: rest.log })
  const kept = { turns, conversations, usage, outbox, inbox, bots, directory, files }
  const how = { agent, intake, fateBook, isUnmetered, isSaving, ...(bursts && { bursts }) }
  const sessions = new Sessions({ ...how, ...kept, ...rest })
  const isOwner = (id: string, openId: string) => account(id)?.ownerIds.includes(openId) ?? false
  const stop = stopAction((...asked) => sessions.stops.request(...asked), isOwner)
  const presses = new Presses({ actions: { [STOP]: stop }, log: rest.log })
  const doorbell = new Doorbell({ people, outbox, ...rest })
  const ways = { channel, account, isPaused, language, status, allowCode }
  const pipeline = new Pipeline({
    inbox,
    bots,
    conversations,
    people,
    sessions,
    outbox,
    presses,
    fateBook,
    doorbell,
    claim: (...sent) => claim({ ...claims, people }, ...sent),
    reactions: new Reactions({ own, reactions: store.reactions, log: rest.log }),
    ...ways,
    ...rest,
  })
  return {
    people,
    outbox,
    sessions,
    directory,
    files,
    pipeline,
    close: async grace => {
      await pipeline.close()
      await sessions.close(grace)
    },
  }
}
