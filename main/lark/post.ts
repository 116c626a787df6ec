import { z } from 'zod'
import type { Attachment } from '../chat/pieces.ts'

type NameOf = (key: string) => string

/** One piece of a line; which fields it has depends on its tag. */
const Piece = z.object({
  tag: z.string(),
  text: z.string().nullish().catch(null),
  href: z.string().nullish().catch(null),
  user_id: z.string().nullish().catch(null),
  user_name: z.string().nullish().catch(null),
  emoji_type: z.string().nullish().catch(null),
  language: z.string().nullish().catch(null),
})
type Piece = z.infer<typeof Piece>

/** A line that is no list of pieces is one piece, so that an odd one does not cost the others. */
const Line = z.union([z.array(z.unknown()), z.unknown().transform(piece => [piece])])
const Post = z.object({ title: z.string().nullish().catch(null), content: z.array(Line) })

/** The text of a post: its title, then line by line. `undefined` for what is no post. */
export function textOfPost(content: unknown, nameOf: NameOf): string | undefined {
  const post = Post.safeParse(withoutLocale(content)).data
  if (!post) return undefined
  const lines = post.content.map(line => line.map(piece => textOfPiece(Piece.safeParse(piece).data, nameOf)).join(''))
  return [post.title ?? '', ...lines]
    .map(line => line.trimEnd())
    .join('\n')
    .trim()
}

const Inside = z.object({
  tag: z.string(),
  image_key: z.string().min(1).optional(),
  file_key: z.string().min(1).optional(),
})

/** The pictures and videos inside a post, in the order in which its text names them. */
export function attachmentsOfPost(content: unknown, messageId: string): readonly Attachment[] {
  const lines = Post.safeParse(withoutLocale(content)).data?.content ?? []
  return lines.flat().flatMap((given): readonly Attachment[] => {
    const piece = Inside.safeParse(given).data
    const common = { kind: 'attachment', messageId, name: '' } as const
    if (piece?.tag === 'img' && piece.image_key) return [{ ...common, form: 'picture', key: piece.image_key }]
    if (piece?.tag === 'media' && piece.file_key) return [{ ...common, form: 'video', key: piece.file_key }]
    return []
  })
}

/** Received posts come bare; those that were sent, and old ones, under a language (`zh_cn`, `en_us`) and that under `post`. */
function withoutLocale(content: unknown, depth = 0): unknown {
  if (typeof content !== 'object' || content === null || 'content' in content || depth > 2) return content
  return Object.values(content)
    .map(inner => withoutLocale(inner, depth + 1))
    .find(inner => typeof inner === 'object' && inner !== null && 'content' in inner)
}

function textOfPiece(piece: Piece | undefined, nameOf: NameOf): string {
  if (!piece) return ''
  const text = piece.text ?? ''
  switch (piece.tag) {
    case 'a':
      return piece.href && piece.href !== text ? `[${text}](${piece.href})` : text
    case 'at':
      return mention(piece, nameOf)
    case 'img':
      return '[image]'
    case 'media':
      return '[video]'
    case 'emotion':
      return `[${piece.emoji_type ?? 'emoji'}]`
    case 'hr':
      return '---'
    case 'code_block':
      return fenced(text.replace(/\n$/, ''), (piece.language ?? '').toLowerCase())
    default:
      return text
  }
}

/** A code block that ends where it should, whatever fences are in it. */
function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`{3,}/g), ([fence]) => fence.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code}\n${fence}`
}

/** `user_id` is a key into the mentions, as in a text; where it is an ID, the name beside it serves. */
function mention({ user_id: key, user_name: name }: Piece, nameOf: NameOf): string {
  if (key?.startsWith('@_')) {
    const known = nameOf(key)
    return known === key && name ? `@${name}` : known
  }
  return key === 'all' ? '@all' : `@${name || 'somebody'}`
}
