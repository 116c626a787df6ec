import { z } from 'zod'
import type { IncomingMessage } from '../chat/message.ts'
import type { Arrival } from '../contract/arrival.ts'
import type { BotView } from '../contract/state.ts'
import { textOfPost } from './post.ts'

/** The bot as messages name it; its Open ID is unknown when the platform would not tell. */
export type Self = { readonly bot: BotView | undefined; readonly appId: string }

/** In events the ID is an object; in the history it is the Open ID itself. */
const MentionId = z.union([z.string(), z.object({ open_id: z.string().nullish() })]).nullish()
const Mention = z.object({ key: z.string().min(1), id: MentionId.catch(null), name: z.string().catch('') })
type Mention = z.infer<typeof Mention>

const Raw = z.object({
  message: z.object({
    message_type: z.string().min(1),
    content: z.string(),
    mentions: z.array(z.unknown()).nullish().catch(null),
  }),
})

/** Gives the words for one mention by its key (`@_user_1`, `@_all`). */
export type NameOf = (key: string) => string

/** What was said, and whether to the bot. Pure, and it never throws: what can't be read is `supported: false`. */
export function readArrival(arrival: Arrival, self: Self): IncomingMessage {
  const fromSelf = arrival.senderId === self.appId || (self.bot !== undefined && arrival.senderId === self.bot.openId)
  const raw = Raw.safeParse(parseJson(arrival.raw))
  if (!raw.success) return { arrival, kind: 'unknown', text: '', mentionsBot: false, fromSelf, supported: false }
  const { message_type: kind, content, mentions } = raw.data.message
  const known = (mentions ?? []).flatMap(mention => Mention.safeParse(mention).data ?? [])
  const isBot = (mention: Mention): boolean => self.bot !== undefined && openIdOf(mention) === self.bot.openId
  const said = textOf(kind, parseJson(content), namer(known, isBot))
  return {
    arrival,
    kind,
    text: said ?? describe(kind, parseJson(content)),
    mentionsBot: known.some(isBot),
    fromSelf,
    supported: said !== undefined,
  }
}

/** The words of the kinds that can be read; `undefined` for others and for content that makes no sense. */
function textOf(kind: string, content: unknown, nameOf: NameOf): string | undefined {
  if (kind === 'post') return textOfPost(content, nameOf)
  if (kind !== 'text') return undefined
  const parsed = z.object({ text: z.string() }).safeParse(content)
  return parsed.success ? tidy(replaceMentions(parsed.data.text, nameOf)) : undefined
}

/** Puts names for the keys that stand in a text; the bot's own goes, with the blank behind it. */
export const replaceMentions = (text: string, nameOf: NameOf): string =>
  text.replaceAll(/@_(?:user_\d+|all)(?!\w) ?/g, found => {
    const name = nameOf(found.trimEnd())
    return name === '' ? '' : name + (found.endsWith(' ') ? ' ' : '')
  })

function namer(mentions: readonly Mention[], isBot: (mention: Mention) => boolean): NameOf {
  const names = new Map(mentions.map(mention => [mention.key, isBot(mention) ? '' : `@${mention.name || 'somebody'}`]))
  return key => names.get(key) ?? (key === '@_all' ? '@all' : key)
}

const openIdOf = ({ id }: Mention): string | undefined => (typeof id === 'string' ? id : (id?.open_id ?? undefined))

/** What stands for a kind that can't be read yet. */
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

/** Takes the blanks away that stand at the ends and, left by a mention, at the ends of lines. */
const tidy = (text: string): string => text.replaceAll(/[ \t]+$/gm, '').trim()

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Some kinds carry plain words instead of JSON (`merge_forward`), and a damaged one carries anything.
    return undefined
  }
}
