import type { PlatformEvent } from './deliveries.ts'
import { newId } from './identifiers.ts'
import type { App, Author, Chat, Message, Person } from './model.ts'
import type { World } from './world.ts'

/** An event in schema 2.0, addressed to one app. */
export function platformEvent(app: App, type: string, at: number, event: object, messageId?: string): PlatformEvent {
  const eventId = newId.eventId()
  const header = {
    event_id: eventId,
    token: '',
    create_time: String(at),
    event_type: type,
    tenant_key: app.tenantKey,
    app_id: app.appId,
  }
  return { eventId, appId: app.appId, type, body: { schema: '2.0', header, event }, messageId }
}

type UserId = { readonly union_id: string; readonly user_id: string | null; readonly open_id: string }

/** The three IDs of a person as this app may see them; the user ID needs a permission that practice apps lack. */
export const userId = (world: World, app: App, person: Person): UserId => ({
  union_id: person.unionId,
  user_id: null,
  open_id: world.openIdFor(app, person),
})

/** The same for whoever speaks: a person, or the bot of an app. */
export function authorId(world: World, app: App, author: Author): UserId {
  if (author.kind === 'app') {
    const bot = world.apps.get(author.appId)
    return { union_id: bot?.botUnionId ?? '', user_id: null, open_id: bot?.botOpenId ?? '' }
  }
  const person = world.people.get(author.openId)
  return person ? userId(world, app, person) : { union_id: '', user_id: null, open_id: author.openId }
}

/** `im.message.receive_v1`. */
export function messageReceived(world: World, app: App, chat: Chat, message: Message, sender: Person): PlatformEvent {
  const event = {
    sender: { sender_id: userId(world, app, sender), sender_type: sender.kind, tenant_key: sender.tenantKey },
    message: {
      message_id: message.messageId,
      ...(message.rootId === undefined ? {} : { root_id: message.rootId }),
      ...(message.parentId === undefined ? {} : { parent_id: message.parentId }),
      ...(message.threadId === undefined ? {} : { thread_id: message.threadId }),
      create_time: String(message.createdAt),
      update_time: String(message.updatedAt),
      chat_id: chat.chatId,
      chat_type: chat.mode === 'p2p' ? 'p2p' : 'group',
      message_type: message.type,
      content: message.content,
      ...(message.mentions.length === 0 ? {} : { mentions: eventMentions(world, app, message) }),
    },
  }
  return platformEvent(app, 'im.message.receive_v1', message.createdAt, event, message.messageId)
}

const eventMentions = (world: World, app: App, message: Message) =>
  message.mentions.map(({ key, name, who }) => ({
    key,
    id: { ...authorId(world, app, who), user_id: '' },
    name,
    tenant_key: app.tenantKey,
  }))

/** `im.message.reaction.created_v1` and `…deleted_v1`. */
export function reactionChanged(
  world: World,
  app: App,
  change: {
    readonly what: 'created' | 'deleted'
    readonly messageId: string
    readonly emoji: string
    readonly by: Author
    readonly at: number
  },
): PlatformEvent {
  const who =
    change.by.kind === 'app'
      ? { operator_type: 'app', app_id: change.by.appId }
      : { operator_type: 'user', user_id: authorId(world, app, change.by) }
  const event = {
    message_id: change.messageId,
    reaction_type: { emoji_type: change.emoji },
    ...who,
    action_time: String(change.at),
  }
  return platformEvent(app, `im.message.reaction.${change.what}_v1`, change.at, event, change.messageId)
}

/** `im.message.recalled_v1`. */
export function messageRecalled(
  app: App,
  message: Message,
  at: number,
  by: 'message_owner' | 'group_owner',
): PlatformEvent {
  const event = { message_id: message.messageId, chat_id: message.chatId, recall_time: String(at), recall_type: by }
  return platformEvent(app, 'im.message.recalled_v1', at, event, message.messageId)
}

/** `im.message.message_read_v1`: one person read messages of the bot. */
export function messageRead(
  world: World,
  app: App,
  reader: Person,
  messageIds: readonly string[],
  at: number,
): PlatformEvent {
  const event = {
    reader: { reader_id: userId(world, app, reader), read_time: String(at), tenant_key: reader.tenantKey },
    message_id_list: messageIds,
  }
  return platformEvent(app, 'im.message.message_read_v1', at, event)
}

/** `im.chat.access_event.bot_p2p_chat_entered_v1`. */
export function directChatEntered(
  world: World,
  app: App,
  person: Person,
  chat: Chat,
  lastMessage: Message | undefined,
  at: number,
): PlatformEvent {
  const event = {
    chat_id: chat.chatId,
    operator_id: userId(world, app, person),
    last_message_id: lastMessage?.messageId ?? '',
    last_message_create_time: String(lastMessage?.createdAt ?? ''),
  }
  return platformEvent(app, 'im.chat.access_event.bot_p2p_chat_entered_v1', at, event)
}

/** `application.bot.menu_v6`. */
export function menuPressed(world: World, app: App, person: Person, eventKey: string, at: number): PlatformEvent {
  const event = {
    operator: { operator_name: person.name, operator_id: userId(world, app, person) },
    event_key: eventKey,
    timestamp: Math.floor(at / 1_000),
  }
  return platformEvent(app, 'application.bot.menu_v6', at, event)
}

type ChatEvent = {
  readonly type:
    | 'im.chat.member.bot.added_v1'
    | 'im.chat.member.bot.deleted_v1'
    | 'im.chat.member.user.added_v1'
    | 'im.chat.member.user.deleted_v1'
    | 'im.chat.member.user.withdrawn_v1'
    | 'im.chat.updated_v1'
    | 'im.chat.disbanded_v1'
  readonly chat: Chat
  readonly operator: Person | undefined
  readonly at: number
  readonly more?: Readonly<Record<string, unknown>>
}

/** Everything that happens to a group: members come and go, its name or owner changes, it is dissolved. */
export function chatChanged(world: World, app: App, { type, chat, operator, at, more }: ChatEvent): PlatformEvent {
  const event = {
    chat_id: chat.chatId,
    ...(operator === undefined ? {} : { operator_id: userId(world, app, operator) }),
    external: chat.external,
    operator_tenant_key: operator?.tenantKey ?? app.tenantKey,
    name: chat.name,
    i18n_names: { zh_cn: chat.name, en_us: chat.name, ja_jp: chat.name },
    ...more,
  }
  return platformEvent(app, type, at, event)
}
