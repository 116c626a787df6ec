import { z } from 'zod'
import { invalidParameter } from './refusal.ts'

const style = z.array(z.enum(['bold', 'underline', 'lineThrough', 'italic'])).optional()

/** The nodes of a rich text, as a bot sends them. */
const node = z.discriminatedUnion('tag', [
  z.looseObject({ tag: z.literal('text'), text: z.string(), style }),
  z.looseObject({ tag: z.literal('a'), text: z.string(), href: z.string(), style }),
  z.looseObject({ tag: z.literal('at'), user_id: z.string().min(1), style }),
  z.looseObject({ tag: z.literal('img'), image_key: z.string().min(1) }),
  z.looseObject({ tag: z.literal('media'), file_key: z.string().min(1), image_key: z.string().optional() }),
  z.looseObject({ tag: z.literal('emotion'), emoji_type: z.string().min(1) }),
  z.looseObject({ tag: z.literal('hr') }),
  z.looseObject({ tag: z.literal('code_block'), text: z.string(), language: z.string().optional() }),
  z.looseObject({ tag: z.literal('md'), text: z.string() }),
])
type PostNode = z.infer<typeof node>

const body = z.strictObject({ title: z.string().optional(), content: z.array(z.array(node)) })
export type PostBody = z.infer<typeof body>

const sentPost = z.partialRecord(z.enum(['zh_cn', 'en_us', 'ja_jp', 'zh_hk', 'zh_tw']), body)

/** A post as a bot sends it: under at least one locale. Refuses with 230001. */
export function checkSentPost(value: unknown): void {
  const parsed = sentPost.safeParse(value)
  if (!parsed.success) throw invalidParameter(`invalid post content: ${parsed.error.issues[0]?.path.join('.') ?? ''}`)
  if (Object.keys(parsed.data).length === 0) throw invalidParameter('post content needs a locale')
}

/** The first of its languages, or `undefined` for what is no post. */
export const firstLocale = (value: unknown): PostBody | undefined =>
  Object.values(sentPost.safeParse(value).data ?? {})[0]

/** A post as people's clients store it: without a locale. */
export const receivedPost = body

/** What a reader sees of a post, line by line. */
export function postText(post: PostBody, nameOf: (userId: string) => string): string {
  const lines = post.content.map(line => line.map(part => nodeText(part, nameOf)).join(''))
  return [post.title ?? '', ...lines].filter((line, index) => index > 0 || line !== '').join('\n')
}

function nodeText(part: PostNode, nameOf: (userId: string) => string): string {
  switch (part.tag) {
    case 'text':
    case 'md':
    case 'a':
    case 'code_block':
      return part.text
    case 'at':
      return `@${nameOf(part.user_id)}`
    case 'img':
      return '[image]'
    case 'media':
      return '[video]'
    case 'emotion':
      return `[${part.emoji_type}]`
    case 'hr':
      return '---'
    default:
      return part satisfies never
  }
}
