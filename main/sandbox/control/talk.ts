import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { emojiTypes } from '../emoji.ts'
import { directChatEntered, menuPressed, messageRead, messageRecalled } from '../event-bodies.ts'
import type { Platform } from '../platform.ts'
import { addReaction, removeReaction } from '../reactions.ts'
import { appOf, appsIn, chatOf, messageOf, personOf } from './lookup.ts'
import { operation } from './operation.ts'
import { say, sayInput, type SaidResult } from './say.ts'

/** What people do in chats. */
export const talkOperations = (platform: Platform) => ({
  say: operation(sayInput, (input): SaidResult => say(platform, input)),
  recall: operation(
    z.object({ messageId: z.string(), by: z.enum(['message_owner', 'group_owner']).default('message_owner') }),
    ({ messageId, by }) => {
      const message = messageOf(platform, messageId)
      message.state = 'recalled'
      platform.world.touch(message.chatId)
      const at = platform.clock.now()
      for (const app of appsIn(platform, chatOf(platform, message.chatId)))
        platform.post(messageRecalled(app, message, at, by))
    },
  ),
  /** A person changes their message; bots are told of it by no event. */
  edit: operation(z.object({ messageId: z.string(), text: z.string().min(1) }), ({ messageId, text }) => {
    const message = messageOf(platform, messageId)
    if (message.type !== 'text' || message.author.kind !== 'person' || message.state !== 'present')
      throw new AppError('bad-request', 'Only a text of a person that is still there can be changed.')
    message.content = JSON.stringify({ text })
    message.updatedAt = platform.clock.now()
    message.edits += 1
    platform.world.touch(message.chatId)
  }),
  /** Gone without an event, as when it expired. */
  deleteMessage: operation(z.object({ messageId: z.string() }), ({ messageId }) => {
    const message = messageOf(platform, messageId)
    message.state = 'deleted'
    platform.world.touch(message.chatId)
  }),
  react: operation(
    z.object({
      person: z.string(),
      messageId: z.string(),
      emoji: z.string().refine(emoji => emojiTypes.has(emoji), 'no such emoji'),
    }),
    ({ person, messageId, emoji }) => {
      const by = { kind: 'person', openId: personOf(platform, person).openId } as const
      return { reactionId: addReaction(platform, messageOf(platform, messageId), emoji, by).reactionId }
    },
  ),
  unreact: operation(
    z.object({ person: z.string(), messageId: z.string(), emoji: z.string() }),
    ({ person, messageId, emoji }) => {
      const message = messageOf(platform, messageId)
      const reaction = message.reactions.find(
        one => one.emoji === emoji && one.by.kind === 'person' && one.by.openId === person,
      )
      if (!reaction) throw new AppError('not-found', `That person has no ${emoji} on message ${messageId}`)
      removeReaction(platform, message, reaction)
    },
  ),
  read: operation(
    z.object({ person: z.string(), messageIds: z.array(z.string()).min(1) }),
    ({ person, messageIds }) => {
      const [first] = messageIds.map(id => messageOf(platform, id))
      if (!first) return
      for (const app of appsIn(platform, chatOf(platform, first.chatId))) {
        platform.post(messageRead(platform.world, app, personOf(platform, person), messageIds, platform.clock.now()))
      }
    },
  ),
  enterChat: operation(z.object({ person: z.string(), app: z.string().optional() }), input => {
    const [person, app] = [personOf(platform, input.person), appOf(platform, input.app)]
    const chat = platform.world.directChat(person, app, platform.clock.now())
    const last = platform.world.timeline(chat.chatId).at(-1)
    platform.post(directChatEntered(platform.world, app, person, chat, last, platform.clock.now()))
    return { chatId: chat.chatId }
  }),
  pressMenu: operation(
    z.object({ person: z.string(), eventKey: z.string(), app: z.string().optional() }),
    ({ person, eventKey, app }) =>
      platform.post(
        menuPressed(platform.world, appOf(platform, app), personOf(platform, person), eventKey, platform.clock.now()),
      ),
  ),
})
