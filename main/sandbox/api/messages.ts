import { z } from 'zod'
import { cardRefused, checkContent } from '../content-rules.ts'
import { checkCard } from '../card-rules.ts'
import { data, endpoint, param, type Endpoint, type RawCall } from '../endpoint.ts'
import { parseJson } from '../json.ts'
import { messageItem } from '../message-item.ts'
import type { Chat, Message } from '../model.ts'
import { invalidParameter, Refusal } from '../refusal.ts'
import { scopesFor } from '../scopes.ts'
import { sendAsBot } from '../send.ts'

const uuid = z.string().max(50).optional()
const content = z.string().min(1)
const editsAllowed = 20
const patchableFor = 14 * 24 * 60 * 60_000

/** Sending, replying, changing and withdrawing messages. */
export const messageEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/open-apis/im/v1/messages',
    scopes: scopesFor.send,
    query: z.object({ receive_id_type: z.enum(['open_id', 'user_id', 'union_id', 'email', 'chat_id']) }),
    body: z.object({ receive_id: z.string().min(1), msg_type: z.string(), content, uuid }),
    run(call) {
      const chat = receiver(call, call.checked.receive_id_type, call.body.receive_id)
      const { msg_type: type, content: text, uuid: id } = call.body
      return data(
        messageItem(
          call.platform,
          call.app,
          sendAsBot(call.platform, call.app, chat, { type, content: text, uuid: id }),
        ),
      )
    },
  }),
  endpoint({
    method: 'POST',
    path: '/open-apis/im/v1/messages/:message_id/reply',
    scopes: scopesFor.send,
    body: z.object({ msg_type: z.string(), content, uuid, reply_in_thread: z.boolean().optional() }),
    run(call) {
      const { platform, app, body } = call
      const parent = presentMessage(call, 'message_id')
      const chat = chatOf(call, parent)
      const request = {
        type: body.msg_type,
        content: body.content,
        uuid: body.uuid,
        parent,
        inThread: body.reply_in_thread,
      }
      return data(messageItem(platform, app, sendAsBot(platform, app, chat, request)))
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/open-apis/im/v1/messages/:message_id',
    scopes: scopesFor.edit,
    body: z.object({ msg_type: z.string(), content }),
    run(call) {
      const message = ownMessage(call)
      const { msg_type: type, content: text } = call.body
      if (!['text', 'post'].includes(type) || !['text', 'post'].includes(message.type)) throw wrongType()
      if (message.edits >= editsAllowed)
        throw new Refusal(230072, 'The message has reached the number of times it can be edited.')
      checkContent(call.platform, call.app, type, text)
      change(call, message, { type, content: text })
      message.edits += 1
      return data(messageItem(call.platform, call.app, message))
    },
  }),
  endpoint({
    method: 'PATCH',
    path: '/open-apis/im/v1/messages/:message_id',
    scopes: scopesFor.edit,
    body: z.object({ content }),
    run(call) {
      const message = ownMessage(call)
      if (message.type !== 'interactive') throw wrongType()
      if (call.now - message.createdAt > patchableFor)
        throw new Refusal(230031, 'Messages sent over 14 days are not editable.')
      call.platform.limits.messageUpdate(message.messageId, call.now)
      requireShared(message.content, message.cardId !== undefined)
      requireShared(call.body.content, false)
      const checked = checkCard(call.body.content)
      if ('violation' in checked) throw cardRefused(checked.violation)
      message.cardId = undefined
      change(call, message, { type: 'interactive', content: call.body.content })
      return data()
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/open-apis/im/v1/messages/:message_id',
    scopes: scopesFor.recall,
    run(call) {
      const message = ownMessage(call)
      message.state = 'recalled'
      call.platform.world.touch(message.chatId)
      return data()
    },
  }),
]

const wrongType = () => new Refusal(230054, 'This type of message is unsupported to be edited.')

function change(call: RawCall, message: Message, to: { readonly type: string; readonly content: string }): void {
  message.type = to.type
  message.content = to.content
  message.updatedAt = call.now
  call.platform.world.touch(message.chatId)
}

/** A card of the old schema changes for all its readers only with `update_multi`; others are shared anyway. */
function requireShared(json: string, entity: boolean): void {
  if (entity) return
  const parsed = z
    .looseObject({ schema: z.string().optional(), config: z.looseObject({}).optional() })
    .safeParse(parseJson(json))
  if (!parsed.success) return
  if (parsed.data.schema === '2.0' || parsed.data.config?.['update_multi'] === true) return
  throw invalidParameter('message not support update, config.update_multi must be true')
}

/** The chat that a receiver names, by the kind of ID that was promised. */
function receiver(call: RawCall, kind: 'open_id' | 'user_id' | 'union_id' | 'email' | 'chat_id', id: string): Chat {
  const { platform, app, now } = call
  const { world } = platform
  if (kind === 'open_id') return world.directChat(world.personByOpenId(app, id), app, now)
  if (kind === 'chat_id') {
    const chat = world.chats.get(id)
    if (!chat) throw invalidParameter('invalid receive_id')
    return chat
  }
  const field = kind === 'union_id' ? 'unionId' : 'userId'
  const person = kind === 'email' ? undefined : [...world.people.values()].find(one => one[field] === id)
  if (person) return world.directChat(person, app, now)
  if (kind === 'email') throw invalidParameter('invalid receive_id')
  throw new Refusal(
    kind === 'union_id' ? 99992352 : 99992353,
    `The request you send is not a valid {${kind}} or not exists`,
  )
}

/** A message that is still there: 230011 once withdrawn, 230110 once deleted. */
export function presentMessage(call: RawCall, name: string): Message {
  const message = knownMessage(call, name)
  if (message.state === 'recalled') throw new Refusal(230011, 'The message was withdrawn.')
  if (message.state === 'deleted') throw new Refusal(230110, 'Action unavailable as the message has been deleted.')
  return message
}

/** A message of a chat that the bot is in; withdrawn ones too. */
export function knownMessage(call: RawCall, name: string): Message {
  const message = call.platform.world.messages.get(param(call, name))
  if (!message) throw invalidParameter(`invalid ${name}`)
  chatOf(call, message)
  return message
}

function chatOf(call: RawCall, message: Message): Chat {
  const chat = call.platform.world.chats.get(message.chatId)
  if (!chat) throw new Refusal(232006, 'Your request specifies a chat_id which is invalid.')
  if (!chat.bots.has(call.app.appId)) throw new Refusal(230002, 'The bot can not be outside the group.')
  return chat
}

function ownMessage(call: RawCall): Message {
  const message = presentMessage(call, 'message_id')
  if (message.author.kind === 'app' && message.author.appId === call.app.appId) return message
  throw new Refusal(230071, 'The operator is not the sender of the message.')
}
