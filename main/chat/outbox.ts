import { stableId } from '../base/ids.ts'
import type { Logger } from '../base/logger.ts'
import { asAppError, type ErrorCode } from '../contract/errors.ts'
import type { Channel } from './channel.ts'
import type { Body, Outgoing, Sent, Target } from './message.ts'
import type { OutboxItem, OutboxPort } from './ports.ts'

/** One part of the answer to one inbound message; the same part is never sent twice. */
export type Part = {
  readonly inboxId: number
  readonly part: string
  readonly seed: string
  readonly to: Target
  readonly body: Body
}

/** `perhaps`: it may have been sent before a crash and can't be looked up; sending again could double it. */
export type Delivery = { readonly state: 'sent'; readonly sent: Sent } | { readonly state: 'perhaps' }

/** The platform forgets a `uuid` after an hour; a little earlier we stop trusting it. */
const TRUST_UUID_MS = 55 * 60_000

/** What was sent by hand answers no message. Nobody takes it up again, so it fails as soon as it is known to. */
export const BY_HAND = 0

/** After these the platform may have taken the message. An answer is sent again anyway; by hand nobody else tries. */
export const PERHAPS_TAKEN: ReadonlySet<ErrorCode> = new Set(['lark-unreachable', 'lark-busy', 'lark-answer-invalid'])

/** Connections that were never made: nothing can have been sent. */
export const NEVER_LEFT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH/

type Ports = { readonly store: OutboxPort; readonly now: () => number; readonly log: Logger }

/** Stores each message before it is sent, and sends it once, whatever happens in between. */
export class Outbox {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Rejects with an `AppError` when it can't be sent; then it stays failed. An abort leaves it to be resumed. */
  async deliver(channel: Channel, part: Part, signal: AbortSignal): Promise<Delivery> {
    const outgoing: Outgoing = { uuid: stableId(channel.account, part.seed, part.part), to: part.to, body: part.body }
    const { inboxId, part: name } = part
    const createdAt = this.#ports.now()
    const item = await this.#ports.store.put({ inboxId, part: name, account: channel.account, outgoing, createdAt })
    if (item.state === 'sent' && item.sent) return { state: 'sent', sent: item.sent }
    if (item.state === 'perhaps') return { state: 'perhaps' }
    const known = await this.#lookUp(channel, item, signal)
    if (known === 'unknown') return this.#settlePerhaps(item)
    const isOpen = item.state === 'pending' && item.createdAt !== createdAt // an earlier try may have left
    const sent = known ? this.#settleSent(item, known) : this.#send(channel, item, isOpen, signal)
    return { state: 'sent', sent: await sent }
  }

  /** What is stored of the answer to one inbound message, sent or not. */
  partsOf(inboxId: number): Promise<readonly OutboxItem[]> {
    return this.#ports.store.ofInbox(inboxId)
  }

  /** Only an old uncertain send is looked up; a young one is safe to repeat under its uuid. */
  async #lookUp(channel: Channel, item: OutboxItem, signal: AbortSignal): Promise<Sent | 'unknown' | undefined> {
    if (item.state !== 'pending' || this.#ports.now() - item.createdAt < TRUST_UUID_MS) return undefined
    const found = await channel.findSent(item.outgoing, item.createdAt, signal)
    return found === 'absent' ? undefined : found
  }

  async #send(channel: Channel, item: OutboxItem, isOpen: boolean, signal: AbortSignal): Promise<Sent> {
    try {
      return await this.#settleSent(item, await channel.send(item.outgoing, signal))
    } catch (thrown) {
      // Cut off by a stop, or perhaps delivered although no answer came: it stays pending and is taken up again.
      const { code, message } = asAppError(thrown)
      const isByHand = item.inboxId === BY_HAND
      const isCertain = isByHand && !isOpen && NEVER_LEFT.test(message)
      const isDoubtful = isByHand ? PERHAPS_TAKEN.has(code) : code === 'lark-unreachable'
      if (signal.aborted || (isDoubtful && !isCertain)) {
        if (item.state === 'failed') await this.#ports.store.settle(item.inboxId, item.part, 'pending', message)
        throw thrown
      }
      await this.#ports.store.settle(item.inboxId, item.part, 'failed', message)
      throw thrown
    }
  }

  async #settleSent(item: OutboxItem, sent: Sent): Promise<Sent> {
    await this.#ports.store.settle(item.inboxId, item.part, 'sent', sent)
    return sent
  }

  async #settlePerhaps(item: OutboxItem): Promise<Delivery> {
    this.#ports.log.warn('a message was perhaps sent before the last stop and is not repeated', {
      account: item.account,
      inboxId: item.inboxId,
      part: item.part,
    })
    await this.#ports.store.settle(item.inboxId, item.part, 'perhaps', 'The chat history could not be read.')
    return { state: 'perhaps' }
  }
}
