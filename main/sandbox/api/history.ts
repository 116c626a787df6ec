import { z } from 'zod'
import { data, endpoint, type Endpoint, type RawCall } from '../endpoint.ts'
import { messageItem } from '../message-item.ts'
import type { Message } from '../model.ts'
import { page } from '../pages.ts'
import { invalidParameter, Refusal } from '../refusal.ts'
import { hasAny, receiveScopes, scopesFor } from '../scopes.ts'
import { knownMessage } from './messages.ts'

const seconds = z.string().regex(/^\d+$/).transform(Number).optional()

/** Reading messages back. */
export const historyEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/open-apis/im/v1/messages/:message_id',
    scopes: scopesFor.read,
    run(call) {
      const { platform, app } = call
      const message = knownMessage(call, 'message_id')
      const parts = platform.world.partsOf(message.messageId)
      return data({ items: [message, ...parts].map(one => messageItem(platform, app, one)) })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/open-apis/im/v1/messages',
    scopes: scopesFor.read,
    query: z.object({
      container_id_type: z.enum(['chat', 'thread']),
      container_id: z.string().min(1),
      start_time: seconds,
      end_time: seconds,
      sort_type: z.enum(['ByCreateTimeAsc', 'ByCreateTimeDesc']).default('ByCreateTimeAsc'),
      page_size: z.coerce.number().int().min(1).max(50).default(20),
      page_token: z.string().optional(),
    }),
    run(call) {
      const { container_id_type: kind, container_id: id, ...range } = call.checked
      const all = kind === 'chat' ? messagesOfChat(call, id) : messagesOfThread(call, id)
      const found = all.filter(message => isWithin(message, range.start_time, range.end_time))
      const sorted = range.sort_type === 'ByCreateTimeAsc' ? found : found.toReversed()
      const { items, ...rest } = page(sorted, range.page_size, range.page_token)
      return data({ ...rest, items: items.map(message => messageItem(call.platform, call.app, message)) })
    },
  }),
]

/** Both ends are whole seconds and belong to the range. */
const isWithin = ({ createdAt }: Message, start: number | undefined, end: number | undefined): boolean =>
  (start === undefined || createdAt >= start * 1_000) && (end === undefined || createdAt < (end + 1) * 1_000)

function messagesOfChat(call: RawCall, chatId: string): readonly Message[] {
  requireReadable(call, chatId)
  const timeline = call.platform.world.timeline(chatId)
  // in a plain group a thread shows only its first message; a topic group shows everything
  if (call.platform.world.chats.get(chatId)?.mode === 'topic') return timeline
  return timeline.filter(message => message.threadId === undefined || message.rootId === undefined)
}

function messagesOfThread(call: RawCall, threadId: string): readonly Message[] {
  const { world } = call.platform
  const first = [...world.messages.values()].find(message => message.threadId === threadId)
  if (!first) throw invalidParameter('invalid container_id')
  requireReadable(call, first.chatId)
  return world.timeline(first.chatId).filter(message => message.threadId === threadId)
}

/** 230002 outside the chat; 230027 for a group's history without the scope for all its messages. */
function requireReadable(call: RawCall, chatId: string): void {
  const chat = call.platform.world.chats.get(chatId)
  if (!chat) throw invalidParameter('invalid container_id')
  if (!chat.bots.has(call.app.appId)) throw new Refusal(230002, 'The bot can not be outside the group.')
  if (chat.mode === 'p2p' || hasAny(call.app, receiveScopes.group)) return
  throw new Refusal(230027, 'Lack of necessary permissions, ext=need scope: im:message.group_msg')
}
