import { z } from 'zod'
import type { Attachment, Piece } from '../chat/pieces.ts'
import { cardText } from './card-words.ts'
import { named } from './named-kinds.ts'
import { attachmentsOfPost, textOfPost } from './post.ts'

/** Gives the words for one mention by its key (`@_user_1`, `@_all`). */
export type NameOf = (key: string) => string

const Image = z.object({ image_key: z.string().min(1) })
const File = z.object({
  file_key: z.string().min(1),
  file_name: z.string().catch(''),
  duration: z.coerce.number().nonnegative().optional().catch(undefined),
})
const Text = z.object({ text: z.string() })

/** The platform's kinds that carry a file. */
const FORMS: Readonly<Record<string, Attachment['form']>> = {
  file: 'file',
  audio: 'voice',
  media: 'video',
  video: 'video',
}

/** What a message consists of; `undefined` for content that makes no sense. Pure, and it never throws. */
export function piecesOf(
  kind: string,
  content: unknown,
  messageId: string,
  nameOf: NameOf,
): readonly Piece[] | undefined {
  switch (kind) {
    case 'text': {
      const text = Text.safeParse(content).data?.text
      return text === undefined ? undefined : [{ kind: 'words', text: tidy(replaceMentions(text, nameOf)) }]
    }
    case 'post': {
      const text = textOfPost(content, nameOf)
      return text === undefined ? undefined : [{ kind: 'words', text }, ...attachmentsOfPost(content, messageId)]
    }
    case 'image':
      return imageOf(content, messageId)
    case 'file':
    case 'audio':
    case 'media':
    case 'video':
      return fileOf(FORMS[kind] ?? 'file', content, messageId)
    case 'interactive':
      return [{ kind: 'card', text: cardText(content) }]
    case 'merge_forward':
      return [{ kind: 'forward', messageId }]
    default:
      return [named(kind, content)]
  }
}

function imageOf(content: unknown, messageId: string): readonly Piece[] | undefined {
  const key = Image.safeParse(content).data?.image_key
  return key === undefined ? undefined : [{ kind: 'attachment', form: 'picture', key, messageId, name: '' }]
}

function fileOf(form: Attachment['form'], content: unknown, messageId: string): readonly Piece[] | undefined {
  const file = File.safeParse(content).data
  if (!file) return undefined
  const { file_key: key, file_name: name, duration } = file
  return [
    { kind: 'attachment', form, key, messageId, name, ...(duration === undefined ? {} : { milliseconds: duration }) },
  ]
}

/** Puts names for the keys that stand in a text; the bot's own goes, with the blank behind it. */
export const replaceMentions = (text: string, nameOf: NameOf): string =>
  text.replaceAll(/@_(?:user_\d+|all)(?!\w) ?/g, found => {
    const name = nameOf(found.trimEnd())
    return name === '' ? '' : name + (found.endsWith(' ') ? ' ' : '')
  })

/** Takes the blanks away that stand at the ends and, left by a mention, at the ends of lines. */
const tidy = (text: string): string => text.replaceAll(/[ \t]+$/gm, '').trim()
