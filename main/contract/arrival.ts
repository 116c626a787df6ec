import { z } from 'zod'

/** An inbound message as it is stored before it is acknowledged: who, where, when, and what the platform sent. */
export const Arrival = z.object({
  account: z.string(),
  /** Unique to one event; the platform sends the same message under new ones after a reconnect. */
  eventId: z.string(),
  messageId: z.string(),
  chatId: z.string(),
  chatType: z.enum(['p2p', 'group']),
  threadId: z.string().optional(),
  /** The Open ID of the person or app that wrote it. */
  senderId: z.string(),
  /** `user` or `app`, as the platform says it. */
  senderType: z.string(),
  senderTenant: z.string().optional(),
  /** The tenant of the bot, from the event's header. */
  botTenant: z.string().optional(),
  /** When it was written, in milliseconds since 1970, by the platform's clock. */
  createdAt: z.number(),
  /** The platform's own event, to be read later; only the channel understands it. */
  raw: z.string(),
})

export type Arrival = z.infer<typeof Arrival>
