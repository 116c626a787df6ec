import { z } from 'zod'
import type { IncomingMessage, Quote } from '../chat/message.ts'
import type { Piece } from '../chat/pieces.ts'
import type { Arrival } from '../contract/arrival.ts'
import type { BotView } from '../contract/state.ts'
import { piecesOf, type NameOf } from './pieces.ts'

/** The bot as messages name it; its Open ID is unknown when the platform would not tell. */
export type Self = { readonly bot: BotView | undefined; readonly appId: string }

/** In events the ID is an object; in the history it is the Open ID itself. */
const MentionId = z.union([z.string(), z.object({ open_id: z.string().nullish() })]).nullish()
const Mention = z.object({ key: z.string().min(1), id: MentionId.catch(null), name: z.string().catch('') })
type Mention = z.infer<typeof Mention>

const id = z.string().min(1).nullish().catch(null)
const time = z.coerce.number().catch(0)

const Raw = z.object({
  message: z.object({
    message_type: z.string().min(1),
    content: z.string(),
    mentions: z.array(z.unknown()).nullish().catch(null),
    parent_id: id,
    root_id: id,
    thread_id: id,
    create_time: time,
    update_time: time,
  }),
})
type RawMessage = z.infer<typeof Raw>['message']

/** What was said, and whether to the bot. Pure, and it never throws: what can't be read is `supported: false`. */
export function readArrival(arrival: Arrival, self: Self): IncomingMessage {
  const fromSelf = arrival.senderId === self.appId || (self.bot !== undefined && arrival.senderId === self.bot.openId)
  const raw = Raw.safeParse(parseJson(arrival.raw))
  if (!raw.success) return { arrival, kind: 'unknown', text: '', mentionsBot: false, fromSelf, supported: false }
  const { message } = raw.data
  const mentions = mentionsIn(message.mentions, self)
  const said = readContent(message.message_type, message.content, arrival.messageId, mentions.nameOf)
  const quotes = quoteIn(message)
  return {
    arrival,
    kind: message.message_type,
    mentionsBot: mentions.named,
    fromSelf,
    supported: said.pieces !== undefined,
    text: said.text,
    ...(said.pieces ? { pieces: said.pieces } : {}),
    ...(quotes ? { quotes } : {}),
    ...(message.update_time > message.create_time ? { edited: true } : {}),
  }
}

type Said = { readonly text: string; readonly pieces?: readonly Piece[] }

/** The pieces of a message and the one line that stands for it. */
export function readContent(kind: string, json: string, messageId: string, nameOf: NameOf): Said {
  const content = parseJson(json)
  const pieces = piecesOf(kind, content, messageId, nameOf)
  const words = kind === 'text' || kind === 'post' ? pieces?.find(piece => piece.kind === 'words')?.text : undefined
  return { text: words ?? describe(kind, content), ...(pieces ? { pieces } : {}) }
}

/** Who is mentioned: the words for each key, and whether the bot is among them. */
export function mentionsIn(mentions: unknown, self: Self): { readonly nameOf: NameOf; readonly named: boolean } {
  const given: readonly unknown[] = Array.isArray(mentions) ? mentions : []
  const known = given.flatMap(mention => Mention.safeParse(mention).data ?? [])
  const isBot = (mention: Mention): boolean => self.bot !== undefined && openIdOf(mention) === self.bot.openId
  const names = new Map(known.map(mention => [mention.key, isBot(mention) ? '' : `@${mention.name || 'somebody'}`]))
  return { nameOf: key => names.get(key) ?? (key === '@_all' ? '@all' : key), named: known.some(isBot) }
}

const openIdOf = ({ id: given }: Mention): string | undefined =>
  typeof given === 'string' ? given : (given?.open_id ?? undefined)

/** Inside a thread every message names the thread's first one, whether its sender quoted it or not. */
function quoteIn(message: RawMessage): Quote | undefined {
  const { parent_id: parent, root_id: root, thread_id: thread } = message
  return parent ? { messageId: parent, opensThread: Boolean(thread) && parent === root } : undefined
}

/** What stands for a kind that is not words. */
const words: Readonly<Record<string, string>> = {
  audio: 'voice message',
  media: 'video',
  interactive: 'card',
  share_chat: 'shared group',
  share_user: 'shared contact',
  merge_forward: 'forwarded messages',
}

const Titled = z.object({ file_name: z.string(), name: z.string() }).partial().catch({})

/** `[image]`, `[file report.pdf]`: the kind in words, with the name if it has one. */
function describe(kind: string, content: unknown): string {
  const { file_name: fileName, name } = Titled.parse(content)
  const title = fileName ?? name ?? ''
  return `[${words[kind] ?? kind}${title === '' ? '' : ` ${title.slice(0, 200)}`}]`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Some kinds carry plain words instead of JSON (`merge_forward`), and a damaged one carries anything.
    return undefined
  }
}
