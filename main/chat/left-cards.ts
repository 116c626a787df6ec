import type { Logger } from '../base/logger.ts'
import { leftCards } from './deliver.ts'
import { closeBare } from './finish-cards.ts'
import type { Outbox } from './outbox.ts'
import type { Waiting } from './waiting-lines.ts'

type Ports = {
  readonly outbox: Outbox
  /** Ends when the process does. */
  readonly life: AbortSignal
  readonly now: () => number
  readonly log: Logger
}

/** A message that gets no turn may have cards of an earlier run, which must not look as if they were at work. Never rejects. */
export async function closeLeft({ entry, channel }: Waiting, text: string, ports: Ports): Promise<void> {
  const { log, life } = ports
  try {
    const cards = await leftCards(entry.item, ports)
    for (const card of cards) void closeBare(card, text, { channel, life, log })
  } catch (error) {
    log.error('the cards of a message could not be looked up', { inboxId: entry.item.id, error })
  }
}
