import { z } from 'zod'
import { Lanes } from '../base/lanes.ts'
import type { Logger } from '../base/logger.ts'
import type { Body, Outgoing, Sent, Target } from '../chat/message.ts'
import { NEVER_LEFT, PERHAPS_TAKEN } from '../chat/outbox.ts'
import { AppError } from '../contract/errors.ts'
import { contentOf, formOf, type Content } from './bodies.ts'
import { BoundedMap } from '../base/bounded-map.ts'
import { ask, patient, platformCode, repeated, waited, type Calling } from './calling.ts'
import { PlatformError } from './failures.ts'
import { sendLimits } from './limits.ts'
import { Uploads } from './media.ts'
import { firstWay, nextWay, uuidOf, type Way } from './ways.ts'

const SentAnswer = z.object({ data: z.object({ message_id: z.string(), chat_id: z.string() }) })

type Prepared = { readonly form: Way['form']; readonly content: (form: Way['form']) => Content }

/** Sends messages: in order within a chat, once per uuid, falling back where the platform refuses a form. */
export class Sender {
  readonly #calling: Calling
  readonly #log: Logger
  readonly #uploads: Uploads
  readonly #lanes = new Lanes()
  /** Which private chat a person's messages went to: both names of it share one limit. */
  readonly #chats = new BoundedMap<string, string>(1000)

  constructor(calling: Calling, log: Logger) {
    this.#calling = calling
    this.#log = log
    this.#uploads = new Uploads(calling)
  }

  /** Files are uploaded at once, only the message itself waits for those before it. */
  async send(outgoing: Outgoing, signal: AbortSignal): Promise<Sent> {
    const { body, to } = outgoing
    const content = 'path' in body ? asIs(await this.#uploads.upload(body.kind, body.path, signal)) : prepared(body)
    const work = this.#lanes.run(this.chatOf(to), async () => {
      if (signal.aborted) throw new AppError('cancelled', 'Stopped before it was sent.')
      return this.#deliver(outgoing, content, signal)
    })
    return waited(work, signal)
  }

  /** The chat of a target; of a person whose chat is not known yet, their Open ID. */
  chatOf(to: Target): string {
    return to.kind === 'person' ? (this.#chats.get(to.openId) ?? to.openId) : to.chatId
  }

  async #deliver(outgoing: Outgoing, { form, content }: Prepared, signal: AbortSignal): Promise<Sent> {
    const first = firstWay(outgoing.to, form)
    for (let way = first; ;) {
      try {
        return await this.#attempt(outgoing, content(way.form), way, uuidOf(outgoing.uuid, first, way), signal)
      } catch (thrown) {
        const next = nextWay(way, platformCode(thrown))
        if (!next) throw thrown
        const { uuid } = outgoing
        this.#log.info('refused, sending it another way', { uuid, code: platformCode(thrown), was: way, next })
        way = next
      }
    }
  }

  async #attempt({ to }: Outgoing, content: Content, way: Way, uuid: string, signal: AbortSignal): Promise<Sent> {
    const { data: where, ...address } = addressOf(to, way)
    const data = { ...where, msg_type: content.messageType, content: content.content, uuid }
    const request = { ...address, method: 'POST', data, kind: 'message', answer: SentAnswer } as const
    let doubt: unknown
    const attempt = async () => {
      try {
        return await ask(this.#calling, sendLimits(this.chatOf(to)), request, signal)
      } catch (thrown) {
        if (mayHaveArrived(thrown)) doubt ??= thrown
        throw thrown
      }
    }
    const { data: sent } = await repeated(attempt, patient, this.#calling, signal).catch((thrown: unknown) => {
      // What one attempt may have brought there, the failure of the next one does not undo.
      const isOpen = doubt !== undefined && !nextWay(way, platformCode(thrown)) && !signal.aborted
      throw isOpen ? doubt : thrown
    })
    if (to.kind === 'person') this.#chats.set(to.openId, sent.chat_id)
    return { messageId: sent.message_id, chatId: sent.chat_id }
  }
}

/** No answer, or none of the platform's own, to a request that may have left. */
const mayHaveArrived = (thrown: unknown): boolean =>
  thrown instanceof PlatformError &&
  thrown.platformCode === undefined &&
  PERHAPS_TAKEN.has(thrown.code) &&
  !NEVER_LEFT.test(thrown.message)

const asIs = (content: Content): Prepared => ({ form: 'as-is', content: () => content })

function prepared(body: Exclude<Body, { path: string }>): Prepared {
  switch (body.kind) {
    case 'text':
      return asIs(contentOf('text', said(body.text)))
    case 'markdown': {
      const text = said(body.text)
      const content = (form: Way['form']) => contentOf(form === 'as-is' ? 'text' : form, text, body.mentions)
      return { form: body.form ?? formOf(text), content }
    }
    case 'card': {
      const content = JSON.stringify({ type: 'card', data: { card_id: body.cardId } })
      return asIs({ messageType: 'interactive', content })
    }
    case 'raw':
      return asIs({ messageType: body.messageType, content: body.content })
    default:
      return body satisfies never
  }
}

function said(text: string): string {
  if (text.trim() === '') throw new AppError('bad-request', 'There is nothing to send: the message is empty.')
  return text
}

/** Where a request goes; `reply` ways answer a message, the others write into its chat. */
function addressOf(to: Target, way: Way) {
  if (to.kind === 'reply' && way.reply) {
    const data = way.inThread ? { reply_in_thread: true } : {}
    return { url: `/open-apis/im/v1/messages/${encodeURIComponent(to.messageId)}/reply`, data }
  }
  const [type, id] = to.kind === 'person' ? ['open_id', to.openId] : ['chat_id', to.chatId]
  return { url: '/open-apis/im/v1/messages', params: { receive_id_type: type }, data: { receive_id: id } }
}
