import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import type { Outgoing, Sent, Target } from '../chat/message.ts'
import { ask, patient, platformCode, repeated, type Calling } from './calling.ts'
import { PlatformError } from './failures.ts'
import { likeness } from './likeness.ts'
import { appLimits } from './limits.ts'

/** The platform's clock may be behind or ahead of ours. */
const CLOCKS_APART_MS = 60_000
const PAGE = 50
const MOST_PAGES = 10

const Item = z.object({
  message_id: z.string(),
  parent_id: z.string().optional(),
  thread_id: z.string().optional(),
  msg_type: z.string(),
  create_time: z.coerce.number(),
  deleted: z.boolean().default(false),
  chat_id: z.string(),
  sender: z.object({ id: z.string() }),
  body: z.object({ content: z.string() }).optional(),
})
type Item = z.output<typeof Item>

const Items = z.object({
  data: z.object({
    items: z.array(Item).default([]),
    has_more: z.boolean().default(false),
    page_token: z.string().default(''),
  }),
})

type Container = { readonly type: 'chat' | 'thread'; readonly id: string }
type Params = Readonly<Record<string, string | number>>
type Found = Sent | 'absent' | 'unknown'

type HistoryOptions = {
  readonly appId: string
  /** The chat of a target, as far as it is known. */
  readonly chatOf: (to: Target) => string
  readonly log: Logger
}

/** Looks for messages that this bot may have sent before a crash. */
export class History {
  readonly #calling: Calling
  readonly #options: HistoryOptions

  constructor(calling: Calling, options: HistoryOptions) {
    this.#calling = calling
    this.#options = options
  }

  /** `unknown`: the history may not be read, or does not tell. Rejects when the platform can't be reached. */
  async findSent(outgoing: Outgoing, sentAfter: number, signal: AbortSignal): Promise<Found> {
    const { appId, chatOf, log } = this.#options
    if (!chatOf(outgoing.to).startsWith('oc_')) return 'unknown'
    try {
      const container = await this.#containerOf(outgoing.to, signal)
      const items = await this.#itemsSince(container, sentAfter - CLOCKS_APART_MS, signal)
      return items
        ? decide(
            outgoing,
            items.filter(item => item.sender.id === appId),
          )
        : 'unknown'
    } catch (thrown) {
      if (!(thrown instanceof PlatformError) || thrown.retry !== 'no') throw thrown
      log.info('the history does not tell whether it was sent', { code: platformCode(thrown), uuid: outgoing.uuid })
      return 'unknown'
    }
  }

  /** A thread is a container of its own: the history of its chat leaves its replies out. */
  async #containerOf(to: Target, signal: AbortSignal): Promise<Container> {
    const chat: Container = { type: 'chat', id: this.#options.chatOf(to) }
    if (to.kind !== 'reply' || !to.inThread) return chat
    const { data } = await this.#read(`/${encodeURIComponent(to.messageId)}`, {}, signal)
    const [parent] = data.items
    return parent?.thread_id && !parent.deleted ? { type: 'thread', id: parent.thread_id } : chat
  }

  /** Oldest first in a chat; newest first in a thread, where the platform takes no times. `undefined`: too many. */
  async #itemsSince(container: Container, since: number, signal: AbortSignal): Promise<readonly Item[] | undefined> {
    const items: Item[] = []
    let params: Params = { container_id_type: container.type, container_id: container.id, page_size: PAGE }
    if (container.type === 'thread') params = { ...params, sort_type: 'ByCreateTimeDesc' }
    else params = { ...params, sort_type: 'ByCreateTimeAsc', start_time: Math.floor(since / 1000) }
    for (let page = 0; page < MOST_PAGES; page++) {
      const { data } = await this.#read('', params, signal)
      items.push(...data.items.filter(item => item.create_time >= since))
      const beyond = container.type === 'thread' && data.items.some(item => item.create_time < since)
      if (beyond || !data.has_more || !data.page_token) return items
      params = { ...params, page_token: data.page_token }
    }
    return undefined
  }

  #read(path: string, params: Params, signal: AbortSignal): Promise<z.output<typeof Items>> {
    const url = `/open-apis/im/v1/messages${path}`
    const request = { method: 'GET', url, params, kind: 'read', answer: Items } as const
    return repeated(() => ask(this.#calling, appLimits('read'), request, signal), patient, this.#calling, signal)
  }
}

/** Which of our own messages is the one; `unknown` when one of them might be, but can't be read. */
function decide({ to, body }: Outgoing, own: readonly Item[]): Found {
  const target = to.kind === 'reply' ? to.messageId : undefined
  const judged = own.map(item => {
    // A reply whose target was withdrawn went into the chat without one.
    const related = item.parent_id === target || item.parent_id === undefined
    if (!related) return { item, like: 'other' }
    if (item.deleted || !item.body) return { item, like: item.parent_id === target ? 'unreadable' : 'other' }
    const like = likeness(body, { messageType: item.msg_type, content: item.body.content })
    const certain = item.parent_id === target || (like === 'same' && body.kind !== 'card')
    return { item, like: certain ? like : 'other' }
  })
  const same = judged.find(({ like }) => like === 'same')?.item
  if (same) return { messageId: same.message_id, chatId: same.chat_id }
  return judged.some(({ like }) => like === 'unreadable') ? 'unknown' : 'absent'
}
