import type { WorldMessage } from './world.ts'

/** A file that is about to be sent. */
export type Picked = { readonly name: string; readonly mediaType: string; readonly base64: string }

/** What a new message holds. */
export type Draft =
  | { readonly kind: 'text'; readonly text: string; readonly mentionBot: boolean }
  | { readonly kind: 'file'; readonly file: Picked }
  | { readonly kind: 'sticker' }
  /** Messages of this chat, passed on as one. */
  | { readonly kind: 'forward'; readonly messages: readonly WorldMessage[] }

/** What the composer is about, beside a new message. */
export type Aim =
  | { readonly kind: 'reply'; readonly message: WorldMessage; readonly inThread: boolean }
  | { readonly kind: 'edit'; readonly message: WorldMessage }

/** The content of a message as the pretend Feishu takes it: pictures, voice and video by their media type. */
export function contentOf(draft: Draft): Readonly<Record<string, unknown>> {
  switch (draft.kind) {
    case 'text':
      return { text: draft.text, mentionBot: draft.mentionBot }
    case 'file':
      return fileContent(draft.file)
    case 'sticker':
      return { sticker: 'sticker_practice' }
    case 'forward':
      return { forward: draft.messages.map(({ sender, text }) => ({ name: sender.name, text })) }
    default:
      return draft satisfies never
  }
}

function fileContent({ name, mediaType, base64 }: Picked): Readonly<Record<string, unknown>> {
  const bytes = { name, base64 }
  if (mediaType.startsWith('image/')) return { image: bytes }
  if (mediaType.startsWith('audio/')) return { audio: bytes }
  return mediaType.startsWith('video/') ? { video: bytes } : { file: bytes }
}
