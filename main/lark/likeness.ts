import { basename } from 'node:path'
import { z } from 'zod'
import type { Body } from '../chat/message.ts'
import type { Content } from './bodies.ts'

/** Whether a message of the history is the one that we may have sent; `unreadable`: its content does not tell. */
export type Likeness = 'same' | 'other' | 'unreadable'

const FIRST_LETTERS = 120

/**
 * Compares what was to be sent with what the history shows. The platform gives posts back in other words of markup, and
 * cards only as a summary or not at all, so only letters and digits count.
 */
export function likeness(body: Body, shown: Content): Likeness {
  switch (body.kind) {
    case 'text':
    case 'markdown':
      if (!['text', 'post', 'interactive'].includes(shown.messageType)) return 'other'
      return wordsMatch(wordsOf(body.text), shown)
    case 'raw':
      return shown.messageType === body.messageType ? wordsMatch(stringsIn(body.content).join(''), shown) : 'other'
    case 'card':
      // The card of a turn is the first one that answers its message; the history names no card IDs.
      return shown.messageType === 'interactive' ? 'same' : 'other'
    case 'image':
    case 'file':
      return sameFile(body.path, shown)
    default:
      return body satisfies never
  }
}

function wordsMatch(wanted: string, shown: Content): Likeness {
  const [want, got] = [letters(wanted), letters(stringsIn(shown.content).join(''))]
  if (want !== '' && got.includes(want.slice(0, FIRST_LETTERS))) return 'same'
  // A card comes back cut short, or as a request to update the client.
  return shown.messageType === 'interactive' || want === '' ? 'unreadable' : 'other'
}

/** The words of markdown as a post shows them: links without their addresses, code without its language. */
const wordsOf = (markdown: string): string =>
  markdown.replaceAll(/\]\([^)\n]{0,2000}\)/g, ']').replaceAll(/^[ \t]*(?:`{3,}|~{3,}).*$/gm, '')

/** Letters and digits; of a text without any, whatever there is. */
function letters(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase()
  return plain.replaceAll(/[^\p{L}\p{N}]/gu, '') || plain.replaceAll(/[\s\u200b]/g, '')
}

const FileContent = z.object({ file_name: z.string() })

function sameFile(path: string, { messageType, content }: Content): Likeness {
  if (messageType === 'image') return 'unreadable'
  if (!['file', 'audio', 'media'].includes(messageType)) return 'other'
  const named = FileContent.safeParse(parsed(content))
  if (!named.success) return 'unreadable'
  return named.data.file_name === basename(path) ? 'same' : 'other'
}

/** Everything in a message's content that a reader sees. */
function stringsIn(content: string): readonly string[] {
  const value = parsed(content)
  return value === undefined ? [content] : visible(value)
}

const UNSEEN = new Set(['tag', 'href', 'user_id', 'image_key', 'file_key', 'language', 'style', 'emoji_type'])

function visible(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(visible)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (UNSEEN.has(key) ? [] : visible(inner)))
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    // Withdrawn and forwarded messages have a sentence instead of JSON.
    return undefined
  }
}
