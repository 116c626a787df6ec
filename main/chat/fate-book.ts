import type { Logger } from '../base/logger.ts'
import type { Arrival } from '../contract/arrival.ts'
import type { Fact } from '../contract/facts.ts'
import type { Fate } from '../contract/fates.ts'
import type { FateView } from '../contract/state.ts'
import type { FatesPort, InboxItem, InboxPort, Stage } from './ports.ts'

type Ports = {
  readonly inbox: InboxPort
  readonly fates: FatesPort
  readonly publish: (fact: Fact) => void
  readonly now: () => number
  readonly log: Logger
}

/** Why a message expires that came to the bot which its account was before. */
export const OTHER_BOT =
  'It was written to the bot that this account was before; with another App ID Perch can not reply to it.'

/** Gives every event its fate, and shows it wherever fates are shown: the store, the windows and the log. */
export class FateBook {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Stores how far a message has come, then shows it. */
  async settle(item: InboxItem, stage: Stage, fate: Fate, reason: string): Promise<void> {
    await this.#ports.inbox.setStage([item.id], stage, fate, reason)
    this.note(item.arrival, fate, reason)
  }

  /** Shows the fate of a message whose stage is stored already. */
  note(arrival: Arrival, fate: Fate, reason: string): void {
    const { account, eventId, messageId, chatId, senderId } = arrival
    this.report({ account, kind: 'message', eventId, messageId, chatId, senderId, fate, reason })
  }

  report(event: Omit<FateView, 'at'>): void {
    const entry = { at: this.#ports.now(), ...event }
    this.#ports.fates.add(entry)
    this.#ports.publish({ type: 'event-fated', entry, midnight: new Date(entry.at).setHours(0, 0, 0, 0) })
    this.#ports.log.info(`event ${event.fate}`, event)
  }
}
