import { z } from 'zod'
import type { ChannelSink, Reacted } from '../chat/channel.ts'
import type { Arrival } from '../contract/arrival.ts'

const text = z.string().nullish()
const time = z.union([z.string(), z.number()]).nullish()

/** `im.message.receive_v1` as the SDK hands it over: header and event in one. The platform sends times as strings of milliseconds. */
const MessageEvent = z.object({
  event_id: z.string().min(1),
  create_time: time,
  tenant_key: text,
  sender: z.object({
    sender_id: z.object({ open_id: z.string().min(1) }),
    sender_type: z.string().min(1).nullish(),
    tenant_key: text,
  }),
  message: z.object({
    message_id: z.string().min(1),
    chat_id: z.string().min(1),
    chat_type: z.string().min(1),
    message_type: z.string().min(1),
    thread_id: text,
    create_time: time,
  }),
})

/** The arrival in an event, or what is wrong with the event. Never throws. */
export function arrivalOf(event: unknown, account: string, now: number): Arrival | { readonly problem: string } {
  const parsed = MessageEvent.safeParse(event)
  if (!parsed.success) return { problem: problemIn(parsed.error) }
  const { event_id: eventId, create_time: sentAt, tenant_key: botTenant, sender, message } = parsed.data
  return {
    account,
    eventId,
    messageId: message.message_id,
    chatId: message.chat_id,
    chatType: message.chat_type === 'p2p' ? 'p2p' : 'group',
    senderId: sender.sender_id.open_id,
    senderType: sender.sender_type ?? 'user',
    createdAt: milliseconds(message.create_time) ?? milliseconds(sentAt) ?? now,
    raw: rawOf(event),
    ...(message.thread_id ? { threadId: message.thread_id } : {}),
    ...(sender.tenant_key ? { senderTenant: sender.tenant_key } : {}),
    ...(botTenant ? { botTenant } : {}),
  }
}

/** What `parse` needs later, as the platform sent it; the header's fields are in the arrival itself. */
const rawOf = (event: unknown): string => {
  const { sender, message } = z.object({ sender: z.unknown(), message: z.unknown() }).parse(event)
  return JSON.stringify({ sender, message })
}

function milliseconds(value: string | number | null | undefined): number | undefined {
  const number = Number(value || Number.NaN)
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}

const problemIn = (error: z.ZodError): string => {
  const issue = error.issues[0]
  return `The event made no sense: ${issue?.path.join('.') || 'the whole of it'} (${issue?.message ?? 'unknown'}).`
}

/** The IDs that events carry, each in one of several places. */
const Named = z
  .object({
    event_id: text,
    message_id: text,
    chat_id: text,
    open_chat_id: text,
    operator_type: text,
    context: z.object({ open_message_id: text, open_chat_id: text }).nullish().catch(null),
    user_id: z.object({ open_id: text }).nullish().catch(null),
    operator_id: z.object({ open_id: text }).nullish().catch(null),
    operator: z
      .object({ open_id: text, operator_id: z.object({ open_id: text }).nullish().catch(null) })
      .nullish()
      .catch(null),
  })
  .partial()
  .catch({})

type Noted = Parameters<ChannelSink['noted']>[0]

/** A row for the log from any event, however malformed. Never throws. */
export function notedOf(kind: string, event: unknown, reason: string): Noted {
  const named = Named.parse(event)
  const messageId = named.message_id ?? named.context?.open_message_id
  const chatId = named.chat_id ?? named.open_chat_id ?? named.context?.open_chat_id
  const senderId =
    named.user_id?.open_id ??
    named.operator_id?.open_id ??
    named.operator?.open_id ??
    named.operator?.operator_id?.open_id
  return {
    kind,
    eventId: named.event_id ?? '',
    reason,
    ...(messageId ? { messageId } : {}),
    ...(chatId ? { chatId } : {}),
    ...(senderId ? { senderId } : {}),
  }
}

const ReactionEvent = z.object({
  message_id: z.string().min(1),
  reaction_type: z.object({ emoji_type: z.string().min(1).max(100) }),
  user_id: z.object({ open_id: z.string().min(1) }),
  action_time: time,
})

/** The sign that a person put on a message; `undefined` when the event does not say who, where or which. */
export function reactionOf(event: unknown, present: boolean, now: number): Reacted | undefined {
  const { data } = ReactionEvent.safeParse(event)
  if (!data) return undefined
  return {
    messageId: data.message_id,
    senderId: data.user_id.open_id,
    emoji: data.reaction_type.emoji_type,
    at: milliseconds(data.action_time) ?? now,
    present,
  }
}

/** The bot's own reactions come back as events. */
export const isOwnDoing = (event: unknown): boolean => Named.parse(event).operator_type === 'app'
