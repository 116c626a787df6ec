import { z } from 'zod'
import { checkCard, type CardViolation } from './card-rules.ts'
import type { Card } from './cards.ts'
import { parseJson } from './json.ts'
import type { App } from './model.ts'
import type { Platform } from './platform.ts'
import { checkSentPost } from './post-rules.ts'
import { invalidParameter, Refusal } from './refusal.ts'

const textLimit = 150 * 1024
const richLimit = 30 * 1024

const fileContent = z.object({ file_key: z.string(), image_key: z.string().optional() })
const schemas = {
  text: z.object({ text: z.string().min(1) }),
  image: z.object({ image_key: z.string() }),
  share_chat: z.object({ chat_id: z.string() }),
  share_user: z.object({ user_id: z.string() }),
  sticker: z.object({ file_key: z.string() }),
} as const

const entity = z.object({ type: z.literal('card'), data: z.object({ card_id: z.string() }) })
const template = z.object({ type: z.literal('template'), data: z.looseObject({ template_id: z.string().min(1) }) })

/** Checks content against its type, as sending does; for a card entity, the card that is now sent. */
export function checkContent(platform: Platform, app: App, type: string, content: string): Card | undefined {
  const size = Buffer.byteLength(content)
  if (size > (type === 'text' ? textLimit : richLimit))
    throw new Refusal(230025, 'The length of the message content reaches its limit.')
  const value = parse(content)
  switch (type) {
    case 'text':
    case 'share_user':
    case 'sticker':
      shaped<unknown>(schemas[type], value, type)
      return undefined
    case 'share_chat': {
      const { chat_id: chatId } = shaped(schemas.share_chat, value, type)
      if (!platform.world.chats.has(chatId)) throw invalidParameter('invalid chat_id')
      return undefined
    }
    case 'post':
      checkSentPost(value)
      return undefined
    case 'image':
      requireFile(platform, app, shaped(schemas.image, value, type).image_key, ['image'])
      return undefined
    case 'file':
    case 'audio':
    case 'media':
      requireFile(platform, app, shaped(fileContent, value, type).file_key, allowedFileTypes[type])
      return undefined
    case 'interactive':
      return checkInteractive(platform, app, content, value)
    default:
      throw invalidParameter(`invalid msg_type ${type}`)
  }
}

/** Which uploads each message type takes; audio must be opus, a video mp4 (230055). */
const allowedFileTypes = {
  file: ['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream'],
  audio: ['opus'],
  media: ['mp4'],
} as const

function requireFile(platform: Platform, app: App, key: string, types: readonly string[]): void {
  const file = platform.world.files.get(key)
  if (!file) throw invalidParameter(types.includes('image') ? 'invalid image_key' : 'invalid file_key')
  if (file.owner.kind !== 'app' || file.owner.appId !== app.appId)
    throw new Refusal(230017, 'Bot is NOT the owner of the resource.')
  if (!types.includes(file.fileType))
    throw new Refusal(230055, 'The type of file upload does not match the type of message being sent.')
}

function checkInteractive(platform: Platform, app: App, content: string, value: unknown): Card | undefined {
  const byId = entity.safeParse(value)
  if (byId.success) return sendableCard(platform, app, byId.data.data.card_id)
  if (template.safeParse(value).success) return undefined
  const checked = checkCard(content)
  if ('violation' in checked) throw cardRefused(checked.violation)
  return undefined
}

function sendableCard(platform: Platform, app: App, cardId: string): Card {
  const card = platform.cards.get(cardId, platform.clock.now())
  if (!card || card.appId !== app.appId)
    throw cardRefused({ code: 200740, message: 'cannot find the card entity by card_id' })
  if (card.messageId !== undefined)
    throw cardRefused({ code: 200780, message: 'the card entity has already been sent' })
  return card
}

/** 230099: the card's own code is inside the message. */
export const cardRefused = ({ code, message }: CardViolation): Refusal =>
  new Refusal(230099, `Failed to create card content, ext=ErrCode: ${code}; ErrMsg: ${message}; ErrorValue: `)

function parse(content: string): unknown {
  const value = parseJson(content)
  if (value === undefined) throw invalidParameter('content is not a string in json format')
  return value
}

function shaped<T>(schema: z.ZodType<T>, value: unknown, type: string): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalidParameter(`content does not match msg_type ${type}`)
  return parsed.data
}
