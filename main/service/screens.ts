import type { Log } from '../base/log.ts'
import { createLogRing, type LogRing } from '../base/log-ring.ts'
import type { Channel } from '../chat/channel.ts'
import { accountPath, type AccountSettings } from '../config/accounts.ts'
import type { Flags } from '../config/overrides.ts'
import { fixedBy, originOf } from '../config/origins.ts'
import { schemaKeys } from '../config/schema.ts'
import type { Config } from '../contract/config.ts'
import type { Parsed } from '../contract/calls.ts'
import { AppError } from '../contract/errors.ts'
import type { PersonView } from '../contract/state.ts'
import { createGroupNames, type GroupNames } from './group-names.ts'
import type { ScreenPorts } from '../rpc/ports.ts'
import type { InboxItem } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { conversationViews } from '../views/conversations.ts'
import { groupViews } from '../views/groups.ts'
import { readLiveLog } from '../views/live-log.ts'
import { readLogHistory } from '../views/log-history.ts'
import { conversationMargin } from '../views/margin.ts'
import { rawText } from '../views/raw-text.ts'
import { settingViews } from '../views/settings-list.ts'
import { messageOf, transcript } from '../views/transcript.ts'

type Ports = {
  readonly env: Readonly<Record<string, string | undefined>>
  /** What the command line decides over the file. */
  readonly flags?: Flags
  readonly store: Pick<Store, 'inbox' | 'outbox' | 'people' | 'chats' | 'transcripts' | 'margins' | 'reactions'>
  readonly people: { list(account?: string): Promise<readonly PersonView[]> }
  readonly settings: {
    current(): Config
    accounts(): readonly AccountSettings[]
    get(path: string): Promise<unknown>
    edit(path: string, value: unknown): Promise<void>
    listSecrets(): Promise<readonly { readonly name: string; readonly host: string; readonly at: number }[]>
  }
  readonly channel: (account: string) => Channel | undefined
  readonly log: Log
  readonly logFolder: string
  readonly now: () => number
}

type Parts = Ports & { readonly ring: LogRing; readonly names: GroupNames }

export type Screens = { readonly ports: ScreenPorts; readonly stop: () => void }

/** How long the words of a message may wait for a channel that does not know its bot yet (milliseconds). */
const READ_WITHIN = 1500
/** How much of each waiting message is shown (characters). */
const MOST_SHOWN = 4000

/** Everything the screens read beside the state: rows of the store and the log, made into views. */
export function createScreens(ports: Ports): Screens {
  const ring = createLogRing()
  const untap = ports.log.tap(ring.add)
  const { store, channel, now, log } = ports
  const names = createGroupNames({ chats: store.chats, channel, now, log: log.log })
  return {
    ports: portsOf({ ...ports, ring, names }),
    stop: () => {
      untap()
      names.stop()
    },
  }
}

const portsOf = (ports: Parts): ScreenPorts => ({
  log: {
    read: (query, signal) => readLiveLog(ports.ring, query, signal),
    history: (query, signal) => readLogHistory(ports.logFolder, query, signal),
  },
  messages: messagesOf(ports),
  groups: {
    list: async account => {
      await ports.names.learn()
      const [chats, counts] = await Promise.all([ports.store.chats.list(), ports.store.chats.groupCounts()])
      return groupViews({ accounts: ports.settings.accounts(), chats, counts }, account)
    },
    save: change => saveGroup(ports, change),
  },
  conversations: conversationsOf(ports),
  listSettings: async () => {
    const keys = schemaKeys()
    const config = ports.settings.current()
    const isSet = new Set<string>()
    const { env, flags, settings } = ports
    const told = {
      originOf: originOf({ config, env, stored: await settings.listSecrets() }),
      fixedBy: fixedBy({ env, ...(flags && { flags }) }),
    }
    const views = () => settingViews({ keys, config, isSecretSet: path => isSet.has(path), ...told })
    for (const { kind, path } of views())
      if (kind === 'secret' && (await ports.settings.get(path)) === '(set)') isSet.add(path)
    return views()
  },
})

function messagesOf({ store, channel }: Parts): ScreenPorts['messages'] {
  const textOf = ({ arrival }: InboxItem, signal: AbortSignal) => readText(channel(arrival.account), arrival, signal)
  return {
    event: async (account, messageId, signal) => {
      const found = await store.inbox.explained(account, messageId)
      if (!found) return undefined
      const { item, reason } = found
      const { chatId, chatType, senderId, createdAt } = item.arrival
      const [text, person, answers] = await Promise.all([
        textOf(item, signal),
        store.people.get(account, senderId),
        store.outbox.answers(item.id),
      ])
      const about = { account, messageId, chatId, chatType, senderId, senderName: person?.name ?? '' }
      const fate = item.fate === undefined ? {} : { fate: item.fate }
      return { ...about, createdAt, receivedAt: item.receivedAt, text, ...fate, reason, answers }
    },
    waiting: async (account, openId, signal) => {
      const items = await store.inbox.heldOf(account, openId)
      return Promise.all(
        items.map(async item => ({
          messageId: item.arrival.messageId,
          at: item.arrival.createdAt,
          text: (await textOf(item, signal)).slice(0, MOST_SHOWN),
        })),
      )
    },
  }
}

function conversationsOf({ store, people, names }: Parts): ScreenPorts['conversations'] {
  return {
    list: async query => {
      await names.learn()
      const [sessions, chats, everyone, mentioning] = await Promise.all([
        store.transcripts.sessions(),
        store.chats.list(),
        people.list(),
        query.search ? store.transcripts.mentioning(query.search) : new Set<string>(),
      ])
      return conversationViews({ sessions, chats, people: everyone, mentioning }, query)
    },
    read: async ({ session, before, limit }) => {
      const upTo = before === undefined ? Number.MAX_SAFE_INTEGER : messageOf(before - 1)
      return transcript(await store.transcripts.page(session, upTo, limit), { before, limit })
    },
    margin: async session => {
      const [account = '', chatId = '', threadId] = session.split(':')
      const place = { account, chatId, threadId }
      const [turns, tokens, parts, reactions, byHand] = await Promise.all([
        store.margins.turns(session),
        store.margins.tokens(session),
        store.margins.parts(place),
        store.reactions.ofSession(session),
        store.margins.byHand(place),
      ])
      return conversationMargin({ turns, tokens, parts, reactions, byHand })
    },
  }
}

/** As the channel reads it; while it can't, the plain words of the event are better than none. */
async function readText(
  channel: Channel | undefined,
  arrival: InboxItem['arrival'],
  signal: AbortSignal,
): Promise<string> {
  if (!channel) return rawText(arrival.raw)
  const either = AbortSignal.any([signal, AbortSignal.timeout(READ_WITHIN)])
  const message = await channel.read(arrival, either).catch(() => undefined)
  signal.throwIfAborted()
  return message?.text ?? rawText(arrival.raw)
}

/** Only what was said is changed. An empty instruction is none. */
async function saveGroup(
  { settings }: Ports,
  { account, chatId, systemPrompt, ...switches }: Parsed<'groups.save'>,
): Promise<void> {
  if (!settings.accounts().some(({ id }) => id === account))
    throw new AppError('not-found', `There is no account "${account.slice(0, 60)}".`)
  if (!/^oc_\w+$/.test(chatId)) throw new AppError('bad-request', `"${chatId.slice(0, 60)}" is no chat ID (oc_…).`)
  const at = [...accountPath(account), 'groups', chatId].join('.')
  for (const [name, value] of Object.entries(switches))
    if (value !== undefined) await settings.edit(`${at}.${name}`, value)
  if (systemPrompt !== undefined) await settings.edit(`${at}.systemPrompt`, systemPrompt || undefined)
}
