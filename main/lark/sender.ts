import { z } from 'zod'
import { Lanes } from '../base/lanes.ts'
import type { Logger } from '../base/logger.ts'
import type { Body, Outgoing, Sent, Target } from '../chat/message.ts'
import { AppError } from '../contract/errors.ts'
import { contentOf, formOf, type Content } from './bodies.ts'
import { BoundedMap } from './bounded-map.ts'
import { ask, patient, platformCode, repeated, type Calling } from './calling.ts'
import { sendLimits } from './limits.ts'
import { createUploads } from './media.ts'
import { waitFor } from './waiting.ts'
import { firstWay, nextWay, uuidOf, type Way } from './ways.ts'

const SentAnswer = z.object({ data: z.object({ message_id: z.string(), chat_id: z.string() }) })

type Prepared = { readonly form: Way['form']; readonly content: (form: Way['form']) => Content }

/** Sends messages: in order within a chat, once per uuid, falling back where the platform refuses a form. */
export function createSender(calling: Calling, log: Logger) {
  const lanes = new Lanes()
  const uploads = createUploads(calling)
  /** Which private chat a person's messages went to: both names of it share one limit. */
  const chats = new BoundedMap<string, string>(1000)

  const chatOf = (to: Target): string => (to.kind === 'person' ? (chats.get(to.openId) ?? to.openId) : to.chatId)

  async function prepare(body: Body, signal: AbortSignal): Promise<Prepared> {
    if (!('path' in body)) return prepared(body)
    const uploaded = await uploads.upload(body.kind, body.path, signal)
    return { form: 'as-is', content: () => uploaded }
  }

  async function attempt(
    outgoing: Outgoing,
    content: Content,
    way: Way,
    uuid: string,
    signal: AbortSignal,
  ): Promise<Sent> {
    const request = { ...address(outgoing.to, way), answer: SentAnswer, method: 'POST', kind: 'message' } as const
    const data = { ...request.data, msg_type: content.messageType, content: content.content, uuid }
    const { data: sent } = await repeated(
      () => ask(calling, sendLimits(chatOf(outgoing.to)), { ...request, data }, signal),
      patient,
      calling.now,
      signal,
    )
    if (outgoing.to.kind === 'person') chats.set(outgoing.to.openId, sent.chat_id)
    return { messageId: sent.message_id, chatId: sent.chat_id }
  }

  async function deliver(outgoing: Outgoing, { form, content }: Prepared, signal: AbortSignal): Promise<Sent> {
    const first = firstWay(outgoing.to, form)
    for (let way = first; ;) {
      try {
        return await attempt(outgoing, content(way.form), way, uuidOf(outgoing.uuid, first, way), signal)
      } catch (thrown) {
        const next = nextWay(way, platformCode(thrown))
        if (!next) throw thrown
        log.info('refused, sending another way', { uuid: outgoing.uuid, code: platformCode(thrown), was: way, next })
        way = next
      }
    }
  }

  return {
    async send(outgoing: Outgoing, signal: AbortSignal): Promise<Sent> {
      const content = await prepare(outgoing.body, signal)
      const work = lanes.run(chatOf(outgoing.to), async () => {
        if (signal.aborted) throw cancelled()
        return deliver(outgoing, content, signal)
      })
      return waitFor(work, signal).catch((thrown: unknown) => {
        throw signal.aborted ? cancelled() : thrown
      })
    },
    /** The private chat with a person, once a message went there. */
    chatOf,
  }
}

const cancelled = () => new AppError('cancelled', 'Sending was stopped.')

function prepared(body: Exclude<Body, { path: string }>): Prepared {
  switch (body.kind) {
    case 'text':
      return { form: 'as-is', content: () => contentOf('text', said(body.text)) }
    case 'markdown': {
      const text = said(body.text)
      return { form: formOf(text), content: form => contentOf(form === 'as-is' ? 'text' : form, text) }
    }
    case 'card': {
      const content = JSON.stringify({ type: 'card', data: { card_id: body.cardId } })
      return { form: 'as-is', content: () => ({ messageType: 'interactive', content }) }
    }
    case 'raw':
      return { form: 'as-is', content: () => ({ messageType: body.messageType, content: body.content }) }
    default:
      return body satisfies never
  }
}

function said(text: string): string {
  if (text.trim() === '') throw new AppError('bad-request', 'There is nothing to send: the message is empty.')
  return text
}

/** Where a request goes; `reply` ways answer a message, the others write into its chat. */
function address(to: Target, way: Way) {
  if (to.kind === 'reply' && way.reply) {
    const data = way.inThread ? { reply_in_thread: true } : {}
    return { url: `/open-apis/im/v1/messages/${encodeURIComponent(to.messageId)}/reply`, data }
  }
  const [type, id] = to.kind === 'person' ? ['open_id', to.openId] : ['chat_id', to.chatId]
  return { url: '/open-apis/im/v1/messages', params: { receive_id_type: type }, data: { receive_id: id } }
}
