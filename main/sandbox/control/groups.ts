import { z } from 'zod'
import { chatChanged } from '../event-bodies.ts'
import { newId } from '../identifiers.ts'
import type { Chat } from '../model.ts'
import type { Platform } from '../platform.ts'
import { chatTitle } from '../view.ts'
import { appOf, appsIn, chatOf, personOf } from './lookup.ts'
import { operation } from './operation.ts'

export type ChatView = {
  readonly chatId: string
  readonly title: string
  readonly mode: Chat['mode']
  readonly members: readonly string[]
  readonly bots: readonly string[]
  readonly external: boolean
  readonly dissolved: boolean
  readonly ownerId?: string
}

/** Chats, and who is in them. */
export const groupOperations = (platform: Platform) => ({
  directChat: operation(z.object({ person: z.string(), app: z.string().optional() }), ({ person, app }) =>
    chatView(
      platform,
      platform.world.directChat(personOf(platform, person), appOf(platform, app), platform.clock.now()),
    ),
  ),
  createGroup: operation(
    z.object({
      name: z.string(),
      members: z.array(z.string()).default([]),
      mode: z.enum(['group', 'topic']).default('group'),
      owner: z.string().optional(),
      external: z.boolean().default(false),
      bots: z.array(z.string()).optional(),
    }),
    ({ name, members, mode, owner, external, bots }) => {
      const chat: Chat = {
        chatId: newId.chatId(),
        mode,
        tenantKey: appOf(platform).tenantKey,
        createdAt: platform.clock.now(),
        name,
        ownerId: owner ?? members[0],
        external,
        dissolved: false,
        postingAllowed: true,
        members: new Set(members.map(member => personOf(platform, member).openId)),
        bots: new Set(bots ?? [appOf(platform).appId]),
      }
      platform.world.addChat(chat)
      return chatView(platform, chat)
    },
  ),
  chats: operation(z.object({ person: z.string().optional() }), ({ person }) =>
    [...platform.world.chats.values()]
      .filter(chat => person === undefined || chat.members.has(person))
      .map(chat => chatView(platform, chat)),
  ),
  addBot: operation(z.object({ chat: z.string(), app: z.string().optional(), by: z.string().optional() }), input => {
    const chat = chatOf(platform, input.chat)
    const app = appOf(platform, input.app)
    chat.bots.add(app.appId)
    tell(platform, chat, 'im.chat.member.bot.added_v1', input.by, [app.appId])
  }),
  removeBot: operation(z.object({ chat: z.string(), app: z.string().optional(), by: z.string().optional() }), input => {
    const chat = chatOf(platform, input.chat)
    const app = appOf(platform, input.app)
    chat.bots.delete(app.appId)
    tell(platform, chat, 'im.chat.member.bot.deleted_v1', input.by, [app.appId])
  }),
  addMember: operation(z.object({ chat: z.string(), person: z.string(), by: z.string().optional() }), input => {
    const chat = chatOf(platform, input.chat)
    chat.members.add(personOf(platform, input.person).openId)
    tell(platform, chat, 'im.chat.member.user.added_v1', input.by ?? input.person, undefined, {
      users: [member(platform, input.person)],
    })
  }),
  removeMember: operation(z.object({ chat: z.string(), person: z.string(), by: z.string().optional() }), input => {
    const chat = chatOf(platform, input.chat)
    chat.members.delete(personOf(platform, input.person).openId)
    tell(platform, chat, 'im.chat.member.user.deleted_v1', input.by ?? input.person, undefined, {
      users: [member(platform, input.person)],
    })
  }),
  changeChat: operation(
    z.object({
      chat: z.string(),
      by: z.string().optional(),
      name: z.string().optional(),
      owner: z.string().optional(),
      external: z.boolean().optional(),
      postingAllowed: z.boolean().optional(),
    }),
    input => {
      const chat = chatOf(platform, input.chat)
      const before = chatFacts(chat)
      chat.name = input.name ?? chat.name
      chat.ownerId = input.owner ?? chat.ownerId
      chat.external = input.external ?? chat.external
      chat.postingAllowed = input.postingAllowed ?? chat.postingAllowed
      tell(platform, chat, 'im.chat.updated_v1', input.by, undefined, {
        before_change: before,
        after_change: chatFacts(chat),
      })
      return chatView(platform, chat)
    },
  ),
  disbandChat: operation(z.object({ chat: z.string(), by: z.string().optional() }), input => {
    const chat = chatOf(platform, input.chat)
    chat.dissolved = true
    tell(platform, chat, 'im.chat.disbanded_v1', input.by)
  }),
})

type ChatEventType = Parameters<typeof chatChanged>[2]['type']

function tell(
  platform: Platform,
  chat: Chat,
  type: ChatEventType,
  by: string | undefined,
  appIds?: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): void {
  const operator = by === undefined ? undefined : personOf(platform, by)
  const apps = appIds ? appIds.map(appId => appOf(platform, appId)) : appsIn(platform, chat)
  for (const app of apps)
    platform.post(chatChanged(platform.world, app, { type, chat, operator, at: platform.clock.now(), more }))
  platform.world.touch(chat.chatId)
}

function member(platform: Platform, openId: string) {
  const person = personOf(platform, openId)
  return {
    name: person.name,
    tenant_key: person.tenantKey,
    user_id: { open_id: person.openId, union_id: person.unionId, user_id: null },
  }
}

const chatFacts = (chat: Chat) => ({
  name: chat.name,
  chat_mode: chat.mode,
  external: chat.external,
  ...(chat.ownerId === undefined ? {} : { owner_id: { open_id: chat.ownerId } }),
})

function chatView(platform: Platform, chat: Chat): ChatView {
  const { chatId, mode, external, dissolved, ownerId } = chat
  return {
    chatId,
    mode,
    external,
    dissolved,
    title: chatTitle(platform, chat),
    members: [...chat.members],
    bots: [...chat.bots],
    ...(ownerId === undefined ? {} : { ownerId }),
  }
}
