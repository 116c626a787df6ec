import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { PlatformEvent } from '../deliveries.ts'
import { messageReceived } from '../event-bodies.ts'
import { newId } from '../identifiers.ts'
import type { App, Chat, Message, Person } from '../model.ts'
import type { Platform } from '../platform.ts'
import { hasAny, receiveScopes } from '../scopes.ts'
import { threadFor } from '../send.ts'
import { appOf, appsIn, chatOf, messageOf, personOf } from './lookup.ts'
import { compose, contentInput, mentionInput, type ForwardedPart, type Said } from './said.ts'

export const sayInput = z.object({
  person: z.string(),
  /** Without a chat: the direct chat with the (first) app. */
  chat: z.string().optional(),
  app: z.string().optional(),
  ...contentInput,
  ...mentionInput,
  replyTo: z.string().optional(),
  /** A thread to write into; true with `replyTo` opens one on that message. */
  thread: z.union([z.string(), z.literal(true)]).optional(),
  /** When it was written, milliseconds; now if left out. */
  at: z.number().optional(),
  /** False: the message exists, but its event is lost. */
  deliver: z.boolean().default(true),
})
type SayInput = z.output<typeof sayInput>

export type SaidResult = {
  readonly messageId: string
  readonly chatId: string
  readonly threadId?: string
  readonly eventId?: string
  readonly eventIds: Readonly<Record<string, string>>
}

/** Writes a message as a person and tells the bots of the chat. */
export function say(platform: Platform, input: SayInput): SaidResult {
  const sender = personOf(platform, input.person)
  const chat =
    input.chat === undefined
      ? platform.world.directChat(sender, appOf(platform, input.app), platform.clock.now())
      : chatOf(platform, input.chat)
  if (!chat.members.has(sender.openId)) throw new AppError('bad-request', `${sender.name} is not in this chat`)
  const message = storeSaid(platform, chat, sender, input)
  const events = input.deliver ? tellBots(platform, chat, message, sender) : []
  const [first] = events
  return {
    messageId: message.messageId,
    chatId: chat.chatId,
    ...(message.threadId === undefined ? {} : { threadId: message.threadId }),
    ...(first ? { eventId: first.eventId } : {}),
    eventIds: Object.fromEntries(events.map(event => [event.appId, event.eventId])),
  }
}

function storeSaid(platform: Platform, chat: Chat, sender: Person, input: SayInput): Message {
  const said = compose(platform, sender, input)
  const parent = input.replyTo === undefined ? undefined : messageOf(platform, input.replyTo)
  const threadId = typeof input.thread === 'string' ? input.thread : threadFor(chat, parent, input.thread === true)
  const root = parent ?? (typeof input.thread === 'string' ? firstOfThread(platform, chat, input.thread) : undefined)
  const message = personMessage(chat, sender, said, { threadId, root, parent, at: input.at ?? platform.clock.now() })
  platform.world.addMessage(message)
  addForwarded(platform, message, input.forward ?? [])
  return message
}

const firstOfThread = (platform: Platform, chat: Chat, threadId: string) =>
  platform.world.timeline(chat.chatId).find(message => message.threadId === threadId)

type Place = {
  readonly threadId: string | undefined
  readonly root: Message | undefined
  readonly parent: Message | undefined
  readonly at: number
}

function personMessage(chat: Chat, sender: Person, said: Said, { threadId, root, parent, at }: Place): Message {
  return {
    messageId: newId.messageId(),
    chatId: chat.chatId,
    author: { kind: 'person', openId: sender.openId },
    createdAt: at,
    rootId: root ? (root.rootId ?? root.messageId) : undefined,
    parentId: (parent ?? root)?.messageId,
    mentions: said.mentions,
    upperMessageId: undefined,
    type: said.type,
    content: said.content,
    threadId,
    cardId: undefined,
    updatedAt: at,
    edits: 0,
    state: 'present',
    reactions: [],
  }
}

/** What a merged forward holds, each part directly below the one that it came in. */
function addForwarded(platform: Platform, upper: Message, parts: readonly ForwardedPart[]): void {
  for (const part of parts) {
    const message = forwardedPart(platform, upper, part)
    platform.world.addMessage(message)
    if ('forward' in part) addForwarded(platform, message, part.forward)
  }
}

/** One message inside a merged forward; its author is made up if nobody has that name. */
function forwardedPart(platform: Platform, upper: Message, part: ForwardedPart): Message {
  const known = [...platform.world.people.values()].find(person => person.name === part.name)
  return {
    ...upper,
    messageId: newId.messageId(),
    author: { kind: 'person', openId: known?.openId ?? part.name },
    upperMessageId: upper.messageId,
    ...('text' in part
      ? { type: 'text', content: JSON.stringify({ text: part.text }) }
      : { type: 'merge_forward', content: 'Merged and Forwarded Message' }),
    mentions: [],
    reactions: [],
  }
}

/** Sends the event to every bot of the chat that may receive it; the others hear nothing. */
function tellBots(platform: Platform, chat: Chat, message: Message, sender: Person): readonly PlatformEvent[] {
  const events = appsIn(platform, chat)
    .filter(app => app.botEnabled && mayReceive(app, chat, message))
    .map(app => messageReceived(platform.world, app, chat, message, sender))
  for (const event of events) platform.post(event)
  return events
}

function mayReceive(app: App, chat: Chat, message: Message): boolean {
  if (chat.mode === 'p2p') return hasAny(app, receiveScopes.direct)
  const mentioned = message.mentions.some(({ who }) => who.kind === 'app' && who.appId === app.appId)
  return hasAny(app, mentioned ? receiveScopes.mention : receiveScopes.group)
}
