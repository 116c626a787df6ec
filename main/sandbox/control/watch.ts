import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { Delivery } from '../deliveries.ts'
import type { Platform } from '../platform.ts'
import { seenMessage } from '../view.ts'
import { chatOf, messageOf } from './lookup.ts'
import { operation } from './operation.ts'

/** Looking at the world: what a person sees, and what the app under test did. */
export const watchOperations = (platform: Platform) => ({
  /** A chat as its people see it, oldest message first. */
  look: operation(
    z.object({ chat: z.string(), thread: z.string().optional(), last: z.number().int().positive().default(200) }),
    ({ chat, thread, last }) => {
      const messages = platform.world.timeline(chatOf(platform, chat).chatId)
      return messages
        .filter(message => thread === undefined || message.threadId === thread)
        .slice(-last)
        .map(message => seenMessage(platform, message))
    },
  ),
  message: operation(z.object({ messageId: z.string() }), ({ messageId }) =>
    seenMessage(platform, messageOf(platform, messageId)),
  ),
  /** What bots said in answer to a message. */
  replies: operation(z.object({ messageId: z.string() }), ({ messageId }) => {
    const { chatId } = messageOf(platform, messageId)
    return platform.world
      .timeline(chatId)
      .filter(message => message.parentId === messageId && message.author.kind === 'app')
      .map(message => seenMessage(platform, message))
  }),
  /** The bytes of a file or image that was sent. */
  file: operation(z.object({ key: z.string() }), ({ key }) => {
    const file = platform.world.files.get(key)
    if (!file) throw new AppError('not-found', `The practice world has no such file: ${key}`)
    return { name: file.name, kind: file.kind, base64: Buffer.from(file.bytes).toString('base64') }
  }),
  calls: operation(z.object({ since: z.number().optional(), route: z.string().optional() }), filter =>
    platform.journal.list(filter),
  ),
  counts: operation(z.object({}), () => platform.journal.counts()),
  clearCalls: operation(z.object({}), () => platform.journal.clear()),
  connections: operation(z.object({ app: z.string().optional() }), ({ app }) => platform.connections.list(app)),
  deliveries: operation(
    z.object({ eventId: z.string().optional(), type: z.string().optional() }),
    ({ eventId, type }) =>
      platform.deliveries
        .list()
        .filter(
          ({ event }) =>
            (eventId === undefined || event.eventId === eventId) && (type === undefined || event.type === type),
        )
        .map(deliveryView),
  ),
  /** Every acknowledgement: which event, when it went out, when the answer came, and its code. */
  acknowledgements: operation(z.object({}), () =>
    platform.deliveries.list().flatMap(({ event, attempts }) =>
      attempts.flatMap(({ at, acknowledgedAt, code, outcome }) =>
        acknowledgedAt === undefined
          ? []
          : [
              {
                eventId: event.eventId,
                type: event.type,
                messageId: event.messageId,
                deliveredAt: at,
                acknowledgedAt,
                code,
                outcome,
              },
            ],
      ),
    ),
  ),
  time: operation(z.object({}), () => ({ now: platform.clock.now() })),
})

const deliveryView = ({ event, attempts, state }: Delivery) => ({
  eventId: event.eventId,
  appId: event.appId,
  type: event.type,
  messageId: event.messageId,
  state,
  attempts: attempts.map(attempt => ({ ...attempt })),
})
