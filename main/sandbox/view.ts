import { seenCard, type SeenCard } from './card-text.ts'
import { parseJson } from './json.ts'
import type { Author, Chat, Message } from './model.ts'
import type { Platform } from './platform.ts'
import { firstLocale, postText, receivedPost } from './post-rules.ts'

type SeenAuthor = { readonly kind: 'person' | 'bot'; readonly id: string; readonly name: string }

/** A message as a person sees it in their client. */
export type SeenMessage = {
  readonly messageId: string
  readonly chatId: string
  readonly sender: SeenAuthor
  readonly type: string
  /** Everything readable: text, a post's lines, a card's visible text, a file's name. */
  readonly text: string
  readonly card?: SeenCard
  readonly file?: {
    readonly key: string
    readonly name: string
    readonly bytes: number
    readonly kind: 'image' | 'file'
  }
  readonly quoted?: { readonly messageId: string; readonly text: string }
  readonly rootId?: string
  readonly parentId?: string
  readonly threadId?: string
  readonly reactions: readonly { readonly emoji: string; readonly by: readonly SeenAuthor[] }[]
  readonly at: number
  readonly updatedAt: number
  readonly edits: number
  readonly recalled: boolean
}

export function seenMessage(platform: Platform, message: Message): SeenMessage {
  const { messageId, chatId, type, rootId, parentId, threadId, edits, updatedAt } = message
  const card = message.state === 'present' ? seenCard(platform, message) : undefined
  const file = fileOf(platform, message)
  const parent = parentId === undefined ? undefined : platform.world.messages.get(parentId)
  return {
    messageId,
    chatId,
    type,
    sender: seenAuthor(platform, message.author),
    text: readableText(platform, message),
    ...(card ? { card } : {}),
    ...(file ? { file } : {}),
    ...(parent ? { quoted: { messageId: parent.messageId, text: readableText(platform, parent) } } : {}),
    ...(rootId === undefined ? {} : { rootId }),
    ...(parentId === undefined ? {} : { parentId }),
    ...(threadId === undefined ? {} : { threadId }),
    reactions: seenReactions(platform, message),
    at: message.createdAt,
    updatedAt,
    edits,
    recalled: message.state !== 'present',
  }
}

function seenAuthor({ world }: Platform, author: Author): SeenAuthor {
  if (author.kind === 'app')
    return { kind: 'bot', id: author.appId, name: world.apps.get(author.appId)?.name ?? author.appId }
  const person = world.people.get(author.openId)
  return { kind: person?.kind === 'app' ? 'bot' : 'person', id: author.openId, name: person?.name ?? author.openId }
}

/** What a group or a direct chat is called for its people. */
export function chatTitle({ world }: Platform, chat: Chat): string {
  if (chat.mode !== 'p2p') return chat.name
  return [...chat.bots].map(appId => world.apps.get(appId)?.name ?? appId).join(', ')
}

function seenReactions(platform: Platform, message: Message): SeenMessage['reactions'] {
  const byEmoji = Map.groupBy(message.reactions, reaction => reaction.emoji)
  return [...byEmoji].map(([emoji, all]) => ({ emoji, by: all.map(reaction => seenAuthor(platform, reaction.by)) }))
}

function readableText(platform: Platform, message: Message): string {
  if (message.state !== 'present') return ''
  if (message.type === 'interactive') return seenCard(platform, message)?.text ?? '[template card]'
  if (message.type === 'merge_forward') return forwardedText(platform, message)
  const content = parseJson(message.content)
  if (message.type === 'text') return textOf(platform, message, content)
  if (message.type === 'post') return postOf(platform, message, content)
  const file = fileOf(platform, message)
  return file ? `[${message.type}: ${file.name}]` : `[${message.type}]`
}

function textOf(platform: Platform, message: Message, content: unknown): string {
  const text = typeof content === 'object' && content !== null && 'text' in content ? String(content.text) : ''
  const spelled = text.replaceAll(
    /<at user_id="([^"]+)">([^<]*)<\/at>/g,
    (_, id: string, name: string) => `@${name || personName(platform, id)}`,
  )
  return message.mentions
    .reduce((line, { key, name }) => line.replaceAll(key, `@${name}`), spelled)
    .replaceAll('@_all', '@all')
}

function postOf(platform: Platform, message: Message, content: unknown): string {
  const nameOf = (id: string) =>
    id === 'all' ? 'all' : (message.mentions.find(({ key }) => key === id)?.name ?? personName(platform, id))
  const received = receivedPost.safeParse(content)
  const post = received.success ? received.data : firstLocale(content)
  return post ? postText(post, nameOf) : message.content
}

const personName = ({ world }: Platform, id: string) => world.people.get(id)?.name ?? id

function forwardedText(platform: Platform, message: Message): string {
  const parts = [...platform.world.messages.values()].filter(part => part.upperMessageId === message.messageId)
  return parts.map(part => `${seenAuthor(platform, part.author).name}: ${readableText(platform, part)}`).join('\n')
}

const fileKey = /"(?:file_key|image_key)":"([^"]+)"/

function fileOf({ world }: Platform, message: Message): SeenMessage['file'] {
  if (!['image', 'file', 'audio', 'media'].includes(message.type)) return undefined
  const file = world.files.get(fileKey.exec(message.content)?.[1] ?? '')
  return file ? { key: file.key, name: file.name, bytes: file.bytes.byteLength, kind: file.kind } : undefined
}
