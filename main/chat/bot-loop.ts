import type { InboxItem } from './ports.ts'

/** After so many turns with other bots alone, nobody listens any more. */
export const MOST_BOT_TURNS = 10
/** A pause that ends a conversation between bots (milliseconds). */
const IDLE = 10 * 60_000

/** What was said before, as far as it counts: by people, or by bots that were answered or are about to be. */
export type Said = {
  readonly senderType: string
  readonly fate?: InboxItem['fate']
  readonly receivedAt: number
}

/**
 * Whether a message of another bot is one too many: ten turns of this chat were with bots, and no person wrote since. It
 * stays so until a person writes or the bots were silent for ten minutes. `before`: newest first. Pure.
 */
export function isBotLoop(before: readonly Said[], now: number): boolean {
  let [turns, later] = [0, now]
  for (const { senderType, fate, receivedAt } of before) {
    if (senderType === 'user' || later - receivedAt >= IDLE) return false
    if (fate === 'bot-loop' || ++turns >= MOST_BOT_TURNS) return true
    later = receivedAt
  }
  return false
}
