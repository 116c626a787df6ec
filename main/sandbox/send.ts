import { checkContent } from './content-rules.ts'
import { newId } from './identifiers.ts'
import type { App, Chat, Mention, Message } from './model.ts'
import type { Platform } from './platform.ts'
import { Refusal } from './refusal.ts'

export type SendRequest = {
  readonly type: string
  readonly content: string
  readonly uuid?: string | undefined
  readonly parent?: Message | undefined
  readonly inThread?: boolean | undefined
}

/** Sends as a bot, by all the rules of sending; the same uuid gives the same message again. */
export function sendAsBot(platform: Platform, app: App, chat: Chat, request: SendRequest): Message {
  const now = platform.clock.now()
  const before = platform.sent.find(app.appId, request.uuid, now)
  const known = before === undefined ? undefined : platform.world.messages.get(before)
  if (known) return known
  requireMayPost(platform, app, chat)
  const card = checkContent(platform, app, request.type, request.content)
  platform.limits.chat(chat.chatId, now)
  const message = botMessage(platform, app, chat, request, now)
  message.cardId = card?.cardId
  if (card) card.messageId = message.messageId
  platform.sent.remember(app.appId, request.uuid, message.messageId, now)
  platform.world.addMessage(message)
  return message
}

/** 230006, 230002, 232009, 230035, and what stands between the bot and the person of a direct chat. */
function requireMayPost(platform: Platform, app: App, chat: Chat): void {
  if (!app.botEnabled) throw new Refusal(230006, 'Bot ability is not activated.')
  if (chat.dissolved) throw new Refusal(232009, 'The chat has already been dissolved.')
  if (!chat.bots.has(app.appId)) throw new Refusal(230002, 'The bot can not be outside the group.')
  if (!chat.postingAllowed) throw new Refusal(230035, 'Send Message Permission deny.')
  if (chat.mode !== 'p2p') return
  for (const openId of chat.members) {
    const standing = platform.world.people.get(openId)?.standing
    if (standing === 'unavailable') throw new Refusal(230013, 'Bot has NO availability to this user.')
    if (standing === 'resigned') throw new Refusal(230029, 'User has resigned.')
    if (standing === 'stopped') throw new Refusal(230053, 'The user has stopped the bot from sending messages.')
  }
}

function botMessage(platform: Platform, app: App, chat: Chat, request: SendRequest, now: number): Message {
  const { parent } = request
  const threadId = threadFor(chat, parent, request.inThread ?? false)
  return {
    messageId: newId.messageId(),
    chatId: chat.chatId,
    author: { kind: 'app', appId: app.appId },
    createdAt: now,
    rootId: parent ? (parent.rootId ?? parent.messageId) : undefined,
    parentId: parent?.messageId,
    mentions: request.type === 'text' ? textMentions(platform, app, request.content) : [],
    upperMessageId: undefined,
    type: request.type,
    content: request.content,
    threadId,
    cardId: undefined,
    updatedAt: now,
    edits: 0,
    state: 'present',
    reactions: [],
  }
}

/** A reply stays in its parent's thread; `inThread` opens one, and a topic group has one for each message. */
export function threadFor(chat: Chat, parent: Message | undefined, inThread: boolean): string | undefined {
  if (parent?.threadId !== undefined) return parent.threadId
  if (chat.mode === 'topic' && !parent) return newId.threadId()
  if (!parent || (!inThread && chat.mode !== 'topic')) return undefined
  parent.threadId = newId.threadId()
  return parent.threadId
}

const atTag = /<at user_id="([^"]+)">([^<]*)<\/at>/g

function textMentions(platform: Platform, app: App, content: string): readonly Mention[] {
  const found = [...content.replaceAll('\\"', '"').matchAll(atTag)].filter(([, id]) => id !== 'all')
  return found.flatMap(([, id = '', name = ''], index) => {
    const person = [...platform.world.people.values()].find(one => platform.world.openIdFor(app, one) === id)
    return person
      ? [
          {
            key: `@_user_${index + 1}`,
            name: name || person.name,
            who: { kind: 'person' as const, openId: person.openId },
          },
        ]
      : []
  })
}
