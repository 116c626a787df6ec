import type { Readable } from 'node:stream'
import { stableId } from '../base/ids.ts'
import type { Logger } from '../base/logger.ts'
import { AppError, asAppError } from '../contract/errors.ts'
import type { Channel } from './channel.ts'
import type { Outbox } from './outbox.ts'
import type { InboxItem, InboxPort, OutboxItem, OutboxPort } from './ports.ts'

/** A file on its way into a chat. */
export type OutgoingFile = { readonly content: Readable; readonly name: string; readonly kind: 'image' | 'file' }

/** The message whose turn sends it. */
export type Occasion = {
  readonly account: string
  readonly chatId: string
  readonly inboxId: number
  readonly messageId: string
  readonly inThread: boolean
}

/** A private folder for copies: what is sent is what was read, whatever becomes of the original. */
export type CopiesPort = {
  /** Copies it under a place that its content decides; gives that place and a digest of the content. */
  keep(file: OutgoingFile, occasion: string): Promise<{ readonly path: string; readonly digest: string }>
  drop(path: string): Promise<void>
  /** Removes every copy but these. */
  keepOnly(paths: ReadonlySet<string>): Promise<void>
}

type Ports = {
  readonly copies: CopiesPort
  readonly outbox: Outbox
  readonly store: { readonly outbox: Pick<OutboxPort, 'pending'>; readonly inbox: Pick<InboxPort, 'unfinished'> }
  readonly channel: (account: string) => Channel | undefined
  readonly log: Logger
}

const PART = 'file:'

/** Brings files into the chat of a turn, each content once, also over a crash. */
export class OutgoingFiles {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** `already`: the same file went out in this turn before. Rejects with `AppError` when it can't be sent. */
  async send(occasion: Occasion, file: OutgoingFile, signal: AbortSignal): Promise<'sent' | 'already' | 'perhaps'> {
    const { account, chatId, inboxId, messageId, inThread } = occasion
    const { outbox, copies, channel: channelOf } = this.#ports
    const channel = channelOf(account)
    if (!channel) throw new AppError('not-found', 'This account is switched off.')
    const { path, digest } = await copies.keep(file, stableId(account, messageId))
    // The turn may begin anew after a crash, with calls that have other IDs: its content tells whether it went out.
    const part = PART + stableId(digest, file.name, file.kind)
    const known = (await outbox.partsOf(inboxId)).find(stored => stored.part === part)
    if (known?.state === 'sent') {
      await copies.drop(path)
      return 'already'
    }
    const to = { kind: 'reply', messageId, chatId, inThread } as const
    const whole = { inboxId, part, seed: messageId, to, body: { kind: file.kind, path } }
    return this.#deliver(channel, whole, path, signal)
  }

  /** What an earlier run began to send for this message and may not have finished. Never rejects. */
  async resume(item: InboxItem, channel: Channel, signal: AbortSignal): Promise<void> {
    const { outbox, log } = this.#ports
    try {
      const left = (await outbox.partsOf(item.id)).filter(
        ({ part, state }) => part.startsWith(PART) && state === 'pending',
      )
      for (const { part, outgoing } of left) {
        const whole = { inboxId: item.id, part, seed: item.arrival.messageId, to: outgoing.to, body: outgoing.body }
        await this.#deliver(channel, whole, pathOf(outgoing.body), signal)
      }
    } catch (error) {
      log.warn('a file of an earlier run could not be sent', { inboxId: item.id, error: asAppError(error) })
    }
  }

  /** Removes copies that nobody will send any more; called once at the start. */
  async tidy(): Promise<void> {
    const { store, copies } = this.#ports
    const open = new Set((await store.inbox.unfinished()).map(({ id }) => id))
    const wanted = (await store.outbox.pending()).filter(
      ({ inboxId, part }) => part.startsWith(PART) && open.has(inboxId),
    )
    await copies.keepOnly(new Set(wanted.map(({ outgoing }: OutboxItem) => pathOf(outgoing.body))))
  }

  /** The copy stays only while it may be sent again: after a stop, or when no answer came. */
  async #deliver(channel: Channel, part: Parameters<Outbox['deliver']>[1], path: string, signal: AbortSignal) {
    const { outbox, copies } = this.#ports
    try {
      const { state } = await outbox.deliver(channel, part, signal)
      await copies.drop(path)
      return state
    } catch (thrown) {
      if (!signal.aborted && asAppError(thrown).code !== 'lark-unreachable') await copies.drop(path)
      throw thrown
    }
  }
}

const pathOf = (body: OutboxItem['outgoing']['body']): string => ('path' in body ? body.path : '')
