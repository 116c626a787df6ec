import type { Body } from '../chat/message.ts'
import { scan, tablesIn } from './markdown.ts'
import { TABLES_PER_CARD, cardMarkdown, cleaned, postMarkdown, withoutMentions } from './render.ts'
import { joined, split } from './split.ts'

/** The shapes in which markdown can be sent, best first; a refused one falls back to the next. */
export type Form = 'card' | 'post' | 'text'

/** A message as the platform takes it; `content` is a JSON string inside the JSON of the request. */
export type Content = { readonly messageType: string; readonly content: string }

/** The platform takes 30 KB per card or post, counted over the serialised request; some clients stumble before that. */
const REQUEST_BYTES = 28_000
/** What the answer may take of it: the rest is for the steps, the status and the frame of a streaming card. */
const ANSWER_BYTES = 22_000
/** Characters that always fit, even if each is a quotation mark, which takes 4 bytes when it is escaped twice. */
export const CARD_LIMIT = 5_400

/** Bytes that a text takes in a request: escaped once as content, once more in the body. */
export const requestBytes = (text: string): number => Buffer.byteLength(JSON.stringify(JSON.stringify(text)))

const fitsCard = (markdown: string): boolean =>
  // Every character takes at least one byte: no need to render a text that is far too long.
  markdown.length <= ANSWER_BYTES &&
  requestBytes(cardMarkdown(markdown)) <= ANSWER_BYTES &&
  tablesIn(scan(markdown)) <= TABLES_PER_CARD

/** Cuts an answer into bodies; each fits a message of any form, and the first also fits a streaming card. */
export const bodies = (markdown: string): readonly Body[] =>
  split(cleaned(markdown), fitsCard)
    .filter(piece => piece.text.trim() !== '')
    .map(joined)
    .map(text => ({ kind: isPlain(text) ? 'text' : 'markdown', text }))

/** As much of a text as a streaming card takes. Whoever writes longer ones should have cut them before. */
export const clipped = (markdown: string): string => {
  if (fitsCard(markdown)) return markdown
  const first = split(markdown.slice(0, ANSWER_BYTES + 1), fitsCard)[0]
  return first ? `${joined(first)}\n…` : markdown
}

/** The form that shows a markdown text best: posts know neither headings nor tables, texts no markdown at all. */
export function formOf(markdown: string): Form {
  if (isPlain(markdown)) return 'text'
  const lines = scan(markdown)
  const needsCard = lines.some(line => line.kind === 'heading' || line.kind === 'table-head') || hasNestedList(markdown)
  return needsCard || requestBytes(postMarkdown(markdown)) > REQUEST_BYTES ? 'card' : 'post'
}

/** The forms to try when the platform refuses one. */
export const fallbacks = (form: Form): readonly Form[] =>
  (['card', 'post', 'text'] as const).slice(['card', 'post', 'text'].indexOf(form) + 1)

const MARKDOWN =
  /[*`]|~~|\[[^\]\n]{0,300}\]\(|(?:^|\s)_\S|^[ \t]{0,3}(?:#{1,6}[ \t]|>|[-+][ \t]|\d{1,9}[.)][ \t]|-{3}|={3})|^(?: {4}|\t)|\|/m

/** True when a client would show the text the same with and without markdown. */
export const isPlain = (text: string): boolean => !MARKDOWN.test(text)

/** Posts nest lists only by four spaces; models mostly write two or three. */
const hasNestedList = (markdown: string): boolean => /^(?: {2,3}|\t)(?:[-*+]|\d{1,9}[.)])[ \t]/m.test(markdown)

/** One message of this form. */
export function contentOf(form: Form, markdown: string): Content {
  switch (form) {
    case 'text':
      return { messageType: 'text', content: JSON.stringify({ text: withoutMentions(cleaned(markdown)) }) }
    case 'post': {
      const content = [[{ tag: 'md', text: postMarkdown(markdown) }]]
      return { messageType: 'post', content: JSON.stringify({ zh_cn: { content } }) }
    }
    case 'card': {
      const elements = [{ tag: 'markdown', content: cardMarkdown(markdown) }]
      const card = { schema: '2.0', config: { update_multi: true }, body: { elements } }
      return { messageType: 'interactive', content: JSON.stringify(card) }
    }
    default:
      return form satisfies never
  }
}
