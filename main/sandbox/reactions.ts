import { reactionChanged } from './event-bodies.ts'
import { newId } from './identifiers.ts'
import { sameAuthor, type Author, type Message, type Reaction } from './model.ts'
import type { Platform } from './platform.ts'

/** Puts a reaction on a message and tells the bots of the chat; the same one twice stays one. */
export function addReaction(platform: Platform, message: Message, emoji: string, by: Author): Reaction {
  const known = message.reactions.find(reaction => reaction.emoji === emoji && sameAuthor(reaction.by, by))
  if (known) return known
  const reaction: Reaction = { reactionId: newId.reactionId(), emoji, by, at: platform.clock.now() }
  message.reactions.push(reaction)
  announce(platform, message, reaction, 'created')
  return reaction
}

export function removeReaction(platform: Platform, message: Message, reaction: Reaction): void {
  message.reactions.splice(message.reactions.indexOf(reaction), 1)
  announce(platform, message, reaction, 'deleted')
}

/** Bots hear of every reaction in their chats, their own included. */
function announce(platform: Platform, message: Message, { emoji, by }: Reaction, what: 'created' | 'deleted'): void {
  const at = platform.clock.now()
  platform.world.touch(message.chatId)
  for (const appId of platform.world.chats.get(message.chatId)?.bots ?? []) {
    const app = platform.world.apps.get(appId)
    if (app) platform.post(reactionChanged(platform.world, app, { what, messageId: message.messageId, emoji, by, at }))
  }
}
