import type { CardButton, CardView } from '../chat/message.ts'
import { languageOf, type Words } from '../contract/words.ts'
import { clipped } from './bodies.ts'
import { cleaned, withoutMentions } from './cleaning.ts'
import { cardMarkdown } from './render.ts'

/** A card in the platform's own form (JSON 2.0). */
export type Card = Readonly<Record<string, unknown>>

/** The platform refuses empty text (1 to 100,000 characters): an invisible space stands for "nothing yet". */
const NOTHING = '\u200b'
/** In the chat list, where there is room for one line. */
const SUMMARY_CHARACTERS = 50
const MOST_STEPS = 30
const STEP_CHARACTERS = 120

const stepsTitle: Words = { en: 'Steps', zh: '步骤' }

/**
 * How fast clients type: between two of our few updates the animation fills the time, and each update shows the rest
 * of the one before at once (`fast`), so it never lags behind.
 */
const typing = (unmetered: boolean) => ({
  print_frequency_ms: { default: unmetered ? 30 : 50 },
  print_step: { default: unmetered ? 2 : 3 },
  print_strategy: 'fast',
})

/** The card as it is while the answer grows; its parts are written one by one under their names. */
export const streamingCard = (view: CardView, unmetered: boolean): Card => ({
  schema: '2.0',
  config: {
    streaming_mode: true,
    update_multi: true,
    // Without a summary of ours the chat list shows the platform's "[Generating…]".
    ...(view.status === '' ? {} : { summary: { content: oneLine(view.status) } }),
    streaming_config: typing(unmetered),
  },
  body: {
    elements: [
      { tag: 'markdown', element_id: 'steps', content: partText('steps', view.steps), text_size: 'notation' },
      { tag: 'markdown', element_id: 'answer', content: partText('answer', view.answer) },
      ...statusLine(view.status),
      ...(view.button ? [buttonElement(view.button)] : []),
    ],
  },
})

/** The card as it stays: the steps folded away, no sign of work left. */
export const closedCard = (view: CardView): Card => closed(view, answerElement(view))

/** The same with the answer as plain text: for a platform that refuses its markdown. */
export const plainClosedCard = (view: CardView): Card => {
  const content = withoutMentions(cleaned(clipped(view.plain ?? view.answer)))
  return closed(view, content === '' ? [] : [{ tag: 'div', text: { tag: 'plain_text', content } }])
}

/** What a closed card shows in the chat list and what ends the streaming, for `settings`. */
export const closedConfig = (view: CardView) => ({
  streaming_mode: false,
  update_multi: true,
  summary: { content: oneLine(summaryOf(view.plain ?? view.answer)) || oneLine(view.status) || '…' },
})

/** A part of a card as the platform takes it, never empty. */
export function partText(part: 'answer' | 'steps', text: string): string {
  const rendered = part === 'steps' ? greySteps(text) : cardMarkdown(clipped(text)).trim()
  return rendered.trim() === '' ? NOTHING : rendered
}

function closed(view: CardView, answer: readonly Card[]): Card {
  const elements = [...stepsPanel(view), ...answer, ...statusLine(view.status)]
  return {
    schema: '2.0',
    config: closedConfig(view),
    body: { elements: elements.length > 0 ? elements : [{ tag: 'markdown', content: '…' }] },
  }
}

function answerElement({ answer, mentions = [] }: CardView): readonly Card[] {
  if (answer.trim() === '') return []
  // It was cut to fit by its words; the tags of a few calls find room beside them.
  const content = mentions.length > 0 ? cardMarkdown(answer, new Set(mentions)).trim() : partText('answer', answer)
  return [{ tag: 'markdown', element_id: 'answer', content }]
}

function stepsPanel({ steps, answer, language }: CardView): readonly Card[] {
  if (steps.trim() === '') return []
  const count = steps.split('\n').filter(line => line.trim() !== '').length
  const title = `${stepsTitle[language ?? languageOf(answer || steps)]} · ${count}`
  return [
    {
      tag: 'collapsible_panel',
      element_id: 'steps_panel',
      expanded: false,
      header: {
        title: { tag: 'markdown', content: `<font color='grey'>${title}</font>`, text_size: 'notation' },
        icon: { tag: 'standard_icon', token: 'down-small-ccm_outlined', color: 'grey', size: '16px 16px' },
        icon_position: 'follow_text',
        icon_expanded_angle: -180,
        width: 'auto',
      },
      elements: [{ tag: 'markdown', element_id: 'steps', content: partText('steps', steps), text_size: 'notation' }],
    },
  ]
}

/** Its value comes back with each press. Cards 2.0 know no `action` around buttons, only behaviours of their own. */
const buttonElement = ({ label, action, id }: CardButton): Card => ({
  tag: 'button',
  element_id: 'button',
  type: 'default',
  size: 'small',
  text: { tag: 'plain_text', content: oneLine(label) },
  behaviors: [{ type: 'callback', value: { action, id } }],
})

const statusLine = (status: string): readonly Card[] =>
  status.trim() === ''
    ? []
    : [{ tag: 'markdown', element_id: 'status', content: grey(oneLine(status, 200)), text_size: 'notation' }]

/** The last steps, small and grey, each on a line of its own. */
function greySteps(steps: string): string {
  const lines = cleaned(steps)
    .split('\n')
    .filter(line => line.trim() !== '')
  const shown = lines.length > MOST_STEPS ? ['⋯', ...lines.slice(-MOST_STEPS)] : lines
  return shown.map(line => grey(oneLine(line, STEP_CHARACTERS))).join('\n')
}

const grey = (text: string): string => `<font color='grey'>${text}</font>`

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The beginning of a text in one line, cut at a whole character; mentions nobody. */
export function oneLine(text: string, most = SUMMARY_CHARACTERS): string {
  const line = withoutMentions(cleaned(text)).replaceAll(/\s+/g, ' ').trim()
  let [count, cut] = [0, 0]
  for (const { index } of graphemes.segment(line)) {
    if (count === most - 1) cut = index
    if (count++ === most) return `${line.slice(0, cut).trimEnd()}…`
  }
  return line
}

/** The words of an answer without its markdown. */
const summaryOf = (answer: string): string =>
  answer
    .slice(0, 2000)
    .replaceAll(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replaceAll(/^[ \t]*(?:#{1,6}|>|[-*+]|```.*|\|)[ \t]*/gm, '')
    .replaceAll(/[*`|]|~~/g, '')
