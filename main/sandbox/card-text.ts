import { bodyElements, isNode, tagged, type CardNode } from './card-tree.ts'
import { isStreaming } from './cards.ts'
import { parseJson } from './json.ts'
import type { Message } from './model.ts'
import type { Platform } from './platform.ts'

/** Something on a card that a person can press or fill in. */
export type CardControl = {
  readonly tag: string
  readonly text: string
  readonly name?: string
  readonly elementId?: string
  /** What the app gets back when it is pressed. */
  readonly value?: unknown
  readonly options?: readonly string[]
  readonly disabled?: boolean
}

/** A card as a person sees it. */
export type SeenCard = {
  readonly title?: string
  readonly template?: string
  /** What shows; folded panels only with their headline. */
  readonly text: string
  /** The same with folded panels opened. */
  readonly fullText: string
  /** The text of each element that has an element ID. */
  readonly elements: Readonly<Record<string, string>>
  readonly controls: readonly CardControl[]
  readonly streaming: boolean
  /** What the chat list shows. */
  readonly summary?: string
}

const controlTags = new Set([
  'button',
  'overflow',
  'input',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
  'interactive_container',
])

/** The card of a message as it is now, or `undefined` when the message has none. */
export function cardDocument(platform: Platform, message: Message): CardNode | undefined {
  if (message.type !== 'interactive') return undefined
  if (message.cardId !== undefined) return platform.cards.get(message.cardId, platform.clock.now())?.document
  const parsed = parseJson(message.content)
  return isNode(parsed) && parsed['type'] !== 'template' ? parsed : undefined
}

export function seenCard(platform: Platform, message: Message): SeenCard | undefined {
  const document = cardDocument(platform, message)
  if (!document) return undefined
  const card = message.cardId === undefined ? undefined : platform.cards.get(message.cardId, platform.clock.now())
  const streaming = card !== undefined && isStreaming(card)
  return { ...describeCard(document), streaming, ...summaryOf(document, streaming) }
}

export function describeCard(document: CardNode): Omit<SeenCard, 'streaming' | 'summary'> {
  const header = isNode(document['header']) ? document['header'] : {}
  const title = contentOf(header['title'])
  const elements = elementsOf(document)
  const template = header['template']
  return {
    ...(title === undefined ? {} : { title }),
    ...(typeof template === 'string' ? { template } : {}),
    text: lines(elements, false).join('\n'),
    fullText: lines(elements, true).join('\n'),
    elements: textsById(elements),
    controls: controlsOf(elements),
  }
}

/** Title and lines, for the degraded form in which the API returns cards. */
export function findElementTexts(
  platform: Platform,
  message: Message,
): { readonly title?: string; readonly lines: readonly string[] } {
  const document = cardDocument(platform, message)
  if (!document) return { lines: [] }
  const { title, fullText } = describeCard(document)
  return { ...(title === undefined ? {} : { title }), lines: fullText.split('\n') }
}

function elementsOf(document: CardNode): readonly unknown[] {
  if (document['schema'] === '2.0') return bodyElements(document)
  return Array.isArray(document['elements']) ? document['elements'] : []
}

function summaryOf(document: CardNode, streaming: boolean): { summary?: string } {
  const config = isNode(document['config']) ? document['config'] : {}
  const summary = contentOf(config['summary'])
  if (summary !== undefined && summary !== '') return { summary }
  return streaming ? { summary: '[Generating…]' } : {}
}

function lines(elements: readonly unknown[], unfolded: boolean): readonly string[] {
  return elements.flatMap(element => (isNode(element) ? linesOf(element, unfolded) : []))
}

function linesOf(element: CardNode, unfolded: boolean): readonly string[] {
  const inner = (key: string) => (Array.isArray(element[key]) ? lines(element[key], unfolded) : [])
  switch (element['tag']) {
    case 'collapsible_panel': {
      const header = isNode(element['header']) ? (contentOf(element['header']['title']) ?? '') : ''
      return [header, ...(unfolded || element['expanded'] === true ? inner('elements') : [])].filter(
        line => line !== '',
      )
    }
    case 'table':
      return tableLines(element)
    case 'hr':
      return ['---']
    case 'img':
      return [`[image${contentOf(element['alt']) ? `: ${contentOf(element['alt'])}` : ''}]`]
    case 'button':
      return [`[${contentOf(element['text']) ?? ''}]`]
    case 'input':
      return [`[${contentOf(element['placeholder']) ?? contentOf(element['label']) ?? 'input'}]`]
    default:
      return [...ownText(element), ...inner('elements'), ...inner('columns'), ...inner('actions'), ...inner('fields')]
  }
}

function ownText(element: CardNode): readonly string[] {
  const own = typeof element['content'] === 'string' ? element['content'] : contentOf(element['text'])
  return own === undefined || own === '' ? [] : [own]
}

function tableLines(table: CardNode): readonly string[] {
  const columns = (Array.isArray(table['columns']) ? table['columns'] : []).filter(isNode)
  const rows = (Array.isArray(table['rows']) ? table['rows'] : []).filter(isNode)
  const head = columns.map(column => cell(column['display_name'] ?? column['name']))
  return [head, ...rows.map(row => columns.map(column => cell(row[String(column['name'])])))].map(cells =>
    cells.join(' | '),
  )
}

const cell = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value ?? '')

function textsById(elements: readonly unknown[]): Readonly<Record<string, string>> {
  const named = [...tagged(elements)].filter(element => typeof element['element_id'] === 'string')
  return Object.fromEntries(named.map(element => [String(element['element_id']), linesOf(element, true).join('\n')]))
}

function controlsOf(elements: readonly unknown[]): readonly CardControl[] {
  return [...tagged(elements)].filter(element => controlTags.has(String(element['tag']))).map(control)
}

function control(element: CardNode): CardControl {
  const { name, element_id: elementId } = element
  const value = callbackValue(element)
  const options = Array.isArray(element['options'])
    ? element['options'].filter(isNode).map(option => String(option['value']))
    : undefined
  return {
    tag: String(element['tag']),
    text: contentOf(element['text']) ?? contentOf(element['placeholder']) ?? '',
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof elementId === 'string' ? { elementId } : {}),
    ...(value === undefined ? {} : { value }),
    ...(options === undefined ? {} : { options }),
    ...(element['disabled'] === true ? { disabled: true } : {}),
  }
}

/** Schema 2.0 puts the value into a callback behaviour, the old schema beside the button. */
function callbackValue(element: CardNode): unknown {
  const behaviors = Array.isArray(element['behaviors']) ? element['behaviors'].filter(isNode) : []
  return behaviors.find(behavior => behavior['type'] === 'callback')?.['value'] ?? element['value']
}

const contentOf = (value: unknown): string | undefined =>
  isNode(value) && typeof value['content'] === 'string' ? value['content'] : undefined
