import { z } from 'zod'
import { data, endpoint, param, type Endpoint, type RawCall } from '../endpoint.ts'
import type { Chat } from '../model.ts'
import { page } from '../pages.ts'
import { Refusal } from '../refusal.ts'
import { scopesFor } from '../scopes.ts'

const paging = { page_size: z.coerce.number().int().min(1).max(100).default(20), page_token: z.string().optional() }
const idType = z.enum(['open_id', 'union_id', 'user_id']).default('open_id')

/** Groups and their members; direct chats are not listed, bots are not members. */
export const chatEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/open-apis/im/v1/chats',
    scopes: scopesFor.chats,
    query: z.object({ ...paging, sort_type: z.string().optional(), user_id_type: idType }),
    run(call) {
      const groups = [...call.platform.world.chats.values()].filter(
        chat => chat.mode !== 'p2p' && !chat.dissolved && chat.bots.has(call.app.appId),
      )
      const { items, ...rest } = page(groups, call.checked.page_size, call.checked.page_token)
      return data({ ...rest, items: items.map(chat => ({ chat_id: chat.chatId, ...common(call, chat) })) })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/open-apis/im/v1/chats/:chat_id',
    scopes: scopesFor.chats,
    query: z.object({ user_id_type: idType }),
    run(call) {
      const chat = readableChat(call)
      return data({
        ...common(call, chat),
        chat_mode: chat.mode,
        chat_type: 'private',
        group_message_type: chat.mode === 'topic' ? 'thread' : 'chat',
        user_count: String(chat.members.size),
        bot_count: String(chat.bots.size),
      })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/open-apis/im/v1/chats/:chat_id/members',
    scopes: scopesFor.members,
    query: z.object({ ...paging, member_id_type: idType }),
    run(call) {
      const { world } = call.platform
      const members = [...readableChat(call).members]
        .flatMap(openId => world.people.get(openId) ?? [])
        .filter(person => person.kind === 'user')
      const { items, ...rest } = page(members, call.checked.page_size, call.checked.page_token)
      const listed = items.map(person => ({
        member_id_type: call.checked.member_id_type,
        member_id: { open_id: world.openIdFor(call.app, person), union_id: person.unionId, user_id: person.userId }[
          call.checked.member_id_type
        ],
        name: person.name,
        tenant_key: person.tenantKey,
      }))
      return data({ ...rest, items: listed, member_total: members.length })
    },
  }),
]

/** 232006 unknown, 232009 dissolved, 232011 bot outside. */
function readableChat(call: RawCall): Chat {
  const chat = call.platform.world.chats.get(param(call, 'chat_id'))
  if (!chat) throw new Refusal(232006, 'Your request specifies a chat_id which is invalid.')
  if (chat.dissolved) throw new Refusal(232009, 'Your request specifies a chat which has already been dissolved.')
  if (!chat.bots.has(call.app.appId)) throw new Refusal(232011, 'Operator can NOT be out of the chat.')
  return chat
}

function common({ platform, app }: RawCall, chat: Chat) {
  const owner = chat.ownerId === undefined ? undefined : platform.world.people.get(chat.ownerId)
  return {
    avatar: '',
    name: chat.name,
    description: '',
    ...(owner ? { owner_id: platform.world.openIdFor(app, owner), owner_id_type: 'open_id' } : {}),
    external: chat.external,
    tenant_key: chat.tenantKey,
    chat_status: chat.dissolved ? 'dissolved' : 'normal',
  }
}
