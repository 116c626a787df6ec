import type { Body } from '../chat/message.ts'
import { cleaned, MENTION, withoutMentions } from './cleaning.ts'
import { childrenOf, parsed, walk, type MarkdownNode } from './markdown.ts'
import { plainText } from './plain.ts'
import { withoutReferences } from './references.ts'
import { cardMarkdown, postMarkdown } from './render.ts'
import { split, type Piece, type Room } from './split.ts'
import type { Place } from './views.ts'

/** The shapes in which markdown can be sent, best first; a refused one falls back to the next. */
export type Form = 'card' | 'post' | 'text'

/** A message as the platform takes it; `content` is a JSON string inside the JSON of the request. */
export type Content = { readonly messageType: string; readonly content: string }

/** The platform takes 30 KB per card or post, counted over the serialised request; some clients stumble before that. */
const REQUEST_BYTES = 28_000
/**
 * What an answer may take of a card: the rest is for the steps, the status and the frame. Of four tables the platform
 * refuses the card (230099, sub-code 11310), though its documents speak of five.
 */
const ROOM: Room = { bytes: 22_000, tables: 3 }

/** Bytes that a text takes in a request: escaped once as content, once more in the body. */
export const requestBytes = (text: string): number => Buffer.byteLength(JSON.stringify(JSON.stringify(text)))

type Remembered = { readonly done: string; readonly pieces: readonly Piece[]; readonly from: Place }
const REMEMBERED = 20

/**
 * Cuts answers into bodies that fit a message of any form and a streaming card. An answer that grows is cut again and
 * again: what was cut before is remembered by its words, and only the rest is read.
 */
export class BodyMaker {
  #remembered: readonly Remembered[] = []

  readonly bodies = (markdown: string): readonly Body[] => {
    const texts = this.#pieces(withoutReferences(cleaned(markdown)))
      .map(piece => piece.text)
      .filter(text => text.trim() !== '')
    if (texts.length > 1) return texts.map(text => ({ kind: 'markdown', text, form: 'card' }))
    return texts.map(text => ({ kind: isPlain(text) ? 'text' : 'markdown', text }))
  }

  #pieces(answer: string): readonly Piece[] {
    const known = this.#remembered.find(({ done }) => answer.startsWith(done))
    const pieces = known ? [...known.pieces, ...split(answer, ROOM, known.from)] : split(answer, ROOM)
    const from = pieces.at(-2)?.next
    const others = this.#remembered.filter(other => other !== known)
    if (from) {
      const remembered = { done: answer.slice(0, from.offset), pieces: pieces.slice(0, -1), from }
      this.#remembered = [remembered, ...others].slice(0, REMEMBERED)
    }
    return pieces
  }
}

/** Cuts one answer, see `BodyMaker`. */
export const bodies = (markdown: string): readonly Body[] => new BodyMaker().bodies(markdown)

/** As much of a text as a streaming card takes. Whoever writes longer ones should have cut them before. */
export const clipped = (markdown: string): string => {
  // Every character takes at least one byte: what is behind can't fit.
  const [first, ...rest] = split(cleaned(markdown.slice(0, 2 * ROOM.bytes)), ROOM)
  return first && rest.length > 0 ? `${first.text}\n…` : markdown
}

/** The form that shows a markdown text best: posts know neither headings nor tables, texts no markdown at all. */
export function formOf(markdown: string): Form {
  if (isPlain(markdown)) return 'text'
  const needsCard = [...walk(parsed(markdown).children)].some(({ node, parents }) => isForCards(node, parents))
  return needsCard || requestBytes(postMarkdown(markdown)) > REQUEST_BYTES ? 'card' : 'post'
}

/** Posts nest lists only by four spaces; models mostly write two or three. */
const isForCards = (node: MarkdownNode, parents: readonly MarkdownNode[]): boolean =>
  node.type === 'heading' ||
  node.type === 'table' ||
  (node.type === 'listItem' && childrenOf(node).some(child => child.type === 'list')) ||
  (node.type === 'code' && parents.length > 0)

/** The forms to try when the platform refuses one. */
export const fallbacks = (form: Form): readonly Form[] =>
  (['card', 'post', 'text'] as const).slice(['card', 'post', 'text'].indexOf(form) + 1)

const MARKDOWN =
  /[*`]|~~|&#?\w+;|\[[^\]\n]{0,300}\][([:]|(?:^|\s)_\S|^[ \t]{0,3}(?:#{1,6}[ \t]|>|[-+][ \t]|\d{1,9}[.)][ \t]|-{3}|={3})|^(?: {4}|\t)|\|/m

/** True when a client would show the text the same with and without markdown. */
export const isPlain = (text: string): boolean => !MARKDOWN.test(text)

/** Texts and posts name the attribute differently than cards; who may not be called is no mention any more. */
const calling = (text: string): string => text.replaceAll(MENTION, '<at user_id="$1"></at>')

/** One message of this form. Only people in `mentions` (Open IDs) can be called by it. */
export function contentOf(form: Form, markdown: string, mentions: readonly string[] = []): Content {
  const mayCall = new Set(mentions)
  switch (form) {
    case 'text': {
      const text = isPlain(markdown) ? withoutMentions(cleaned(markdown), mayCall) : plainText(markdown, mayCall)
      const shown = text.trim() === '' ? cleaned(markdown) : text
      return { messageType: 'text', content: JSON.stringify({ text: calling(shown) }) }
    }
    case 'post': {
      const content = [[{ tag: 'md', text: calling(postMarkdown(markdown, mayCall)) }]]
      return { messageType: 'post', content: JSON.stringify({ zh_cn: { content } }) }
    }
    case 'card': {
      const elements = [{ tag: 'markdown', content: cardMarkdown(markdown, mayCall) }]
      const card = { schema: '2.0', config: { update_multi: true }, body: { elements } }
      return { messageType: 'interactive', content: JSON.stringify(card) }
    }
    default:
      return form satisfies never
  }
}
