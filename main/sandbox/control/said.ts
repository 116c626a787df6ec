import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { newId } from '../identifiers.ts'
import type { Author, Mention, Person, StoredFile } from '../model.ts'
import type { Platform } from '../platform.ts'
import { receivedPost } from '../post-rules.ts'
import { appOf, chatOf, personOf } from './lookup.ts'

const bytes = z.object({ name: z.string(), base64: z.base64() })

export type ForwardedPart = { readonly name: string } & (
  { readonly text: string } | { readonly forward: readonly ForwardedPart[] }
)

/** One message of a merged forward; another merged forward may be among them. */
const forwardedPart: z.ZodType<ForwardedPart> = z.lazy(() =>
  z.union([
    z.object({ name: z.string(), text: z.string() }),
    z.object({ name: z.string(), forward: z.array(forwardedPart).min(1) }),
  ]),
)

/** What a person can put into a message. Exactly one of them. */
export const contentInput = {
  text: z.string().optional(),
  post: receivedPost.optional(),
  image: bytes.partial({ name: true }).optional(),
  file: bytes.optional(),
  audio: bytes
    .partial({ name: true })
    .extend({ duration: z.number().default(1_000) })
    .optional(),
  video: bytes.extend({ duration: z.number().default(1_000) }).optional(),
  sticker: z.string().optional(),
  /** A merged forward of several messages. */
  forward: z.array(forwardedPart).optional(),
  /** A card of a group or of a person. */
  shareGroup: z.string().optional(),
  sharePerson: z.string().optional(),
  location: z.object({ name: z.string(), longitude: z.string(), latitude: z.string() }).optional(),
  /** Any other kind, content as the platform would hand it over. */
  raw: z.object({ type: z.string(), content: z.string() }).optional(),
} as const

export const mentionInput = {
  mentionBot: z.union([z.boolean(), z.string()]).default(false),
  mentionAll: z.boolean().default(false),
  mentions: z.array(z.string()).default([]),
} as const

const saidInput = z.object({ ...contentInput, ...mentionInput })
export type SaidInput = z.output<typeof saidInput>

export type Said = { readonly type: string; readonly content: string; readonly mentions: readonly Mention[] }

/** The message as the platform stores it: content JSON with mention keys, files in the store. */
export function compose(platform: Platform, sender: Person, said: SaidInput): Said {
  const mentions = mentionsOf(platform, said)
  const author: Author = { kind: 'person', openId: sender.openId }
  if (said.text !== undefined)
    return { type: 'text', content: JSON.stringify({ text: prefixed(said, mentions, said.text) }), mentions }
  if (said.post) return { type: 'post', content: JSON.stringify(mentionPost(said, mentions, said.post)), mentions }
  if (said.image)
    return {
      type: 'image',
      content: JSON.stringify({ image_key: store(platform, author, said.image, 'image') }),
      mentions,
    }
  if (said.file) {
    const key = store(platform, author, said.file, 'stream')
    return { type: 'file', content: JSON.stringify({ file_key: key, file_name: said.file.name }), mentions }
  }
  if (said.audio)
    return {
      type: 'audio',
      content: JSON.stringify({ file_key: store(platform, author, said.audio, 'opus'), duration: said.audio.duration }),
      mentions,
    }
  if (said.video) {
    const key = store(platform, author, said.video, 'mp4')
    return {
      type: 'media',
      content: JSON.stringify({
        file_key: key,
        image_key: newId.imageKey(),
        file_name: said.video.name,
        duration: said.video.duration,
      }),
      mentions,
    }
  }
  if (said.sticker !== undefined)
    return { type: 'sticker', content: JSON.stringify({ file_key: said.sticker }), mentions }
  // no JSON: that is how the platform hands merged forwards over
  if (said.forward) return { type: 'merge_forward', content: 'Merged and Forwarded Message', mentions }
  if (said.shareGroup !== undefined)
    return {
      type: 'share_chat',
      content: JSON.stringify({ chat_id: chatOf(platform, said.shareGroup).chatId }),
      mentions,
    }
  if (said.sharePerson !== undefined)
    return {
      type: 'share_user',
      content: JSON.stringify({ user_id: personOf(platform, said.sharePerson).openId }),
      mentions,
    }
  if (said.location) return { type: 'location', content: JSON.stringify(said.location), mentions }
  if (said.raw) return { ...said.raw, mentions }
  throw new AppError(
    'bad-request',
    'Nothing was said: give text, post, image, file, audio, video, sticker, forward, shareGroup, sharePerson, location or raw.',
  )
}

function mentionsOf(platform: Platform, { mentionBot, mentions }: SaidInput): readonly Mention[] {
  const bots = mentionBot === false ? [] : [appOf(platform, mentionBot === true ? undefined : mentionBot)]
  const named = [
    ...bots.map(app => ({ name: app.name, who: { kind: 'app', appId: app.appId } as const })),
    ...mentions.map(openId => ({ name: personOf(platform, openId).name, who: { kind: 'person', openId } as const })),
  ]
  return named.map((mention, index) => ({ key: `@_user_${index + 1}`, ...mention }))
}

const keysOf = (said: SaidInput, mentions: readonly Mention[]): readonly string[] => [
  ...(said.mentionAll ? ['@_all'] : []),
  ...mentions.map(({ key }) => key),
]

const prefixed = (said: SaidInput, mentions: readonly Mention[], text: string): string =>
  [...keysOf(said, mentions), text].filter(part => part !== '').join(' ')

function mentionPost(said: SaidInput, mentions: readonly Mention[], post: NonNullable<SaidInput['post']>) {
  const ats = keysOf(said, mentions).map(key => ({
    tag: 'at',
    user_id: key,
    user_name: mentions.find(mention => mention.key === key)?.name ?? 'all',
  }))
  const [first = [], ...others] = post.content
  return {
    title: post.title ?? '',
    content: ats.length === 0 ? post.content : [[...ats, { tag: 'text', text: ' ' }, ...first], ...others],
  }
}

function store(
  { world }: Platform,
  owner: Author,
  given: { readonly name?: string | undefined; readonly base64: string },
  fileType: string,
): string {
  const kind = fileType === 'image' ? 'image' : 'file'
  const key = kind === 'image' ? newId.imageKey() : newId.fileKey()
  const file: StoredFile = {
    key,
    kind,
    fileType,
    name: given.name ?? key,
    bytes: Buffer.from(given.base64, 'base64'),
    owner,
  }
  world.files.add(file)
  return key
}
