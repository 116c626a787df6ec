import { z } from 'zod'
import { emojiTypes } from '../emoji.ts'
import { data, endpoint, param, type Endpoint, type RawCall } from '../endpoint.ts'
import { sameAuthor, type Message, type Reaction } from '../model.ts'
import { page } from '../pages.ts'
import { addReaction, removeReaction } from '../reactions.ts'
import { Refusal } from '../refusal.ts'
import { scopesFor } from '../scopes.ts'
import { authorId } from '../event-bodies.ts'

const root = '/open-apis/im/v1/messages/:message_id/reactions'

export const reactionEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: root,
    scopes: scopesFor.react,
    body: z.object({ reaction_type: z.object({ emoji_type: z.string().min(1) }) }),
    run(call) {
      const emoji = call.body.reaction_type.emoji_type
      if (!emojiTypes.has(emoji)) throw new Refusal(231001, 'reaction type is invalid.')
      const reaction = addReaction(call.platform, reactable(call), emoji, { kind: 'app', appId: call.app.appId })
      return data(reactionItem(call, reaction))
    },
  }),
  endpoint({
    method: 'GET',
    path: root,
    scopes: scopesFor.readReactions,
    query: z.object({
      reaction_type: z.string().optional(),
      page_size: z.coerce.number().int().min(1).max(50).default(20),
      page_token: z.string().optional(),
    }),
    run(call) {
      const { reaction_type: emoji, page_size: size, page_token: token } = call.checked
      if (emoji !== undefined && !emojiTypes.has(emoji)) throw new Refusal(231001, 'reaction type is invalid.')
      const wanted = reactable(call).reactions.filter(reaction => emoji === undefined || reaction.emoji === emoji)
      const { items, ...rest } = page(wanted, size, token)
      return data({ ...rest, items: items.map(reaction => reactionItem(call, reaction)) })
    },
  }),
  endpoint({
    method: 'DELETE',
    path: `${root}/:reaction_id`,
    scopes: scopesFor.react,
    run(call) {
      const message = reactable(call)
      const reaction = message.reactions.find(one => one.reactionId === param(call, 'reaction_id'))
      if (!reaction) throw new Refusal(231010, 'The reaction_id is invalid.')
      if (!sameAuthor(reaction.by, { kind: 'app', appId: call.app.appId }))
        throw new Refusal(231007, 'The operator has no permission to delete the reaction.')
      removeReaction(call.platform, message, reaction)
      return data(reactionItem(call, reaction))
    },
  }),
]

/** 231003 when the message is gone, 231002 when the bot is not in its chat. */
function reactable(call: RawCall): Message {
  const { world } = call.platform
  const message = world.messages.get(param(call, 'message_id'))
  if (!message || message.state !== 'present')
    throw new Refusal(231003, 'The message is not found, withdrawn or deleted.')
  if (!world.chats.get(message.chatId)?.bots.has(call.app.appId))
    throw new Refusal(231002, 'The operator has no permission to react on the specific message.')
  return message
}

function reactionItem({ platform, app }: RawCall, { reactionId, emoji, by, at }: Reaction) {
  const operator =
    by.kind === 'app'
      ? { operator_id: by.appId, operator_type: 'app' }
      : { operator_id: authorId(platform.world, app, by).open_id, operator_type: 'user' }
  return { reaction_id: reactionId, operator, action_time: String(at), reaction_type: { emoji_type: emoji } }
}
