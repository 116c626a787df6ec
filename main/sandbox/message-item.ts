import { findElementTexts } from './card-text.ts'
import type { App, Author, Message } from './model.ts'
import type { Platform } from './platform.ts'

/** A message as the API gives it back; a card only as a degraded summary. */
export function messageItem(platform: Platform, app: App, message: Message): Readonly<Record<string, unknown>> {
  const gone = message.state !== 'present'
  return {
    message_id: message.messageId,
    ...(message.rootId === undefined ? {} : { root_id: message.rootId }),
    ...(message.parentId === undefined ? {} : { parent_id: message.parentId }),
    ...(message.threadId === undefined ? {} : { thread_id: message.threadId }),
    ...(message.upperMessageId === undefined ? {} : { upper_message_id: message.upperMessageId }),
    msg_type: message.type,
    create_time: String(message.createdAt),
    update_time: String(message.updatedAt),
    deleted: gone,
    updated: message.edits > 0,
    chat_id: message.chatId,
    sender: sender(platform, app, message.author),
    body: { content: gone ? 'This message was recalled' : visibleContent(platform, message) },
    ...(message.mentions.length === 0
      ? {}
      : {
          mentions: message.mentions.map(mention => mentionItem(platform, app, mention.key, mention.name, mention.who)),
        }),
  }
}

function sender(platform: Platform, app: App, author: Author) {
  if (author.kind === 'app') {
    return {
      id: author.appId,
      id_type: 'app_id',
      sender_type: 'app',
      tenant_key: platform.world.apps.get(author.appId)?.tenantKey ?? '',
    }
  }
  const person = platform.world.people.get(author.openId)
  return {
    id: person ? platform.world.openIdFor(app, person) : author.openId,
    id_type: 'open_id',
    sender_type: person?.kind ?? 'user',
    tenant_key: person?.tenantKey ?? '',
  }
}

function mentionItem(platform: Platform, app: App, key: string, name: string, who: Author) {
  const person = who.kind === 'person' ? platform.world.people.get(who.openId) : undefined
  const bot = who.kind === 'app' ? platform.world.apps.get(who.appId) : undefined
  const id = person ? platform.world.openIdFor(app, person) : (bot?.botOpenId ?? '')
  return { key, id, id_type: 'open_id', name, tenant_key: person?.tenantKey ?? bot?.tenantKey ?? '' }
}

function visibleContent(platform: Platform, message: Message): string {
  if (message.type !== 'interactive') return message.content
  const texts = findElementTexts(platform, message)
  return JSON.stringify({ title: texts.title ?? null, elements: texts.lines.map(text => [{ tag: 'text', text }]) })
}
