import type { CardNode } from './card-tree.ts'
import { isStreaming, wantsStreaming } from './cards.ts'
import type { Message } from './model.ts'
import type { Platform } from './platform.ts'

/** Shows another card in a message; false while its card streams, for then the platform ignores it. */
export function replaceCard(platform: Platform, message: Message, document: CardNode): boolean {
  const now = platform.clock.now()
  const card = message.cardId === undefined ? undefined : platform.cards.get(message.cardId, now)
  if (card && isStreaming(card)) return false
  if (card) {
    card.document = document
    platform.cards.setStreaming(card, wantsStreaming(document), now)
  } else {
    message.content = JSON.stringify(document)
  }
  message.updatedAt = now
  platform.world.touch(message.chatId)
  return true
}
