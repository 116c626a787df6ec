import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import type { FoundMessage } from '../chat/message.ts'
import { ask, patient, platformCode, repeated, type Calling } from './calling.ts'
import { PlatformError } from './failures.ts'
import { appLimits } from './limits.ts'
import { mentionsIn, readContent, type Self } from './parse.ts'

const id = z.string().min(1).optional().catch(undefined)

const Item = z.object({
  message_id: z.string().min(1),
  upper_message_id: id,
  chat_id: id,
  msg_type: z.string().catch('unknown'),
  create_time: z.coerce.number().catch(0),
  update_time: z.coerce.number().catch(0),
  deleted: z.boolean().catch(false),
  updated: z.boolean().catch(false),
  sender: z.object({ id: z.string().catch(''), sender_type: z.string().catch('') }).catch({ id: '', sender_type: '' }),
  body: z.object({ content: z.string().catch('') }).catch({ content: '' }),
  mentions: z.unknown().optional(),
})
type Item = z.output<typeof Item>

/** An item that makes no sense is left out; the others are still worth reading. */
const Items = z.object({ data: z.object({ items: z.array(z.unknown()).default([]) }) })

export type LookupOptions = { readonly self: () => Self; readonly log: Logger }

/**
 * A message as it is now, and after a forwarded one all that it holds (each part names the one it lies in).
 * Nothing when it was withdrawn, `undefined` when the platform does not give it out; rejects when it can't be reached.
 */
export async function lookUp(
  calling: Calling,
  { self, log }: LookupOptions,
  messageId: string,
  signal: AbortSignal,
): Promise<readonly FoundMessage[] | undefined> {
  const url = `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}`
  const request = { method: 'GET', url, kind: 'read', answer: Items } as const
  try {
    const { data } = await repeated(() => ask(calling, appLimits('read'), request, signal), patient, calling, signal)
    return data.items.flatMap(item => Item.safeParse(item).data ?? []).map(item => found(item, self()))
  } catch (thrown) {
    if (!(thrown instanceof PlatformError) || thrown.retry !== 'no') throw thrown
    if (thrown.code === 'lark-message-gone') return []
    log.info('a message is not given out', { messageId, platformCode: platformCode(thrown) })
    return undefined
  }
}

/** Withdrawn messages have a sentence instead of their content. */
function found(item: Item, self: Self): FoundMessage {
  const { sender, mentions, body, msg_type: kind, message_id: messageId } = item
  const said = readContent(kind, item.deleted ? '' : body.content, messageId, mentionsIn(mentions, self).nameOf)
  return {
    messageId,
    ...(item.upper_message_id === undefined ? {} : { upperId: item.upper_message_id }),
    ...(item.chat_id === undefined ? {} : { chatId: item.chat_id }),
    senderId: sender.id,
    fromSelf: sender.id !== '' && (sender.id === self.appId || sender.id === self.bot?.openId),
    fromApp: sender.sender_type === 'app',
    createdAt: item.create_time,
    edited: item.updated || item.update_time > item.create_time,
    withdrawn: item.deleted,
    kind,
    text: said.text,
    pieces: item.deleted ? [] : (said.pieces ?? [{ kind: 'named', what: 'message that can not be read', about: '' }]),
  }
}
