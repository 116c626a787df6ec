import { z } from 'zod'
import { parseJson } from './json.ts'
import { hasForeignImage, markdownTables } from './card-markdown.ts'
import { bodyElements, isNode, tagged, type CardNode } from './card-tree.ts'

/** Why the platform refuses a card: the code that cardkit answers, and a sentence. */
export type CardViolation = { readonly code: number; readonly message: string }

export type CheckedCard =
  { readonly document: CardNode; readonly version: 1 | 2 } | { readonly violation: CardViolation }

/** Card codes. 200621 bad JSON, 200860 too large, 200861 not in schema 2.0, 300301 element_id, 300305 too many, 11310 tables, 200570 image keys. */
const code = {
  json: 200621,
  size: 200860,
  tag: 200861,
  id: 300301,
  elements: 300305,
  tables: 11310,
  image: 200570,
} as const

const sizeLimit = 30 * 1024
const elementLimit = 200
/** Of components and of markdown together; documented as five, but the fourth was measured to be refused. */
const tableLimit = 3

const tagsOfBoth = [
  'div',
  'markdown',
  'hr',
  'img',
  'column_set',
  'column',
  'form',
  'button',
  'overflow',
  'input',
  'table',
  'chart',
  'person',
  'person_list',
  'collapsible_panel',
  'interactive_container',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'select_img',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
  'img_combination',
  'plain_text',
  'lark_md',
  'standard_icon',
  'custom_icon',
  'text_tag',
  'progress',
  'icon',
]
const tagsOf2 = new Set([...tagsOfBoth, 'audio', 'person_v2'])
const tagsOf1 = new Set([...tagsOfBoth, 'action', 'note', 'a', 'option'])
const elementId = /^[A-Za-z][A-Za-z0-9_]{0,19}$/

const plainText = z.looseObject({ tag: z.enum(['plain_text', 'lark_md']), content: z.string() })
const header = z.looseObject({ title: plainText, subtitle: plainText.optional(), template: z.string().optional() })
const millis = z.object({ default: z.number(), android: z.number(), ios: z.number(), pc: z.number() }).partial()

const config2 = z.strictObject({
  streaming_mode: z.boolean().optional(),
  streaming_config: z
    .strictObject({ print_frequency_ms: millis, print_step: millis, print_strategy: z.enum(['fast', 'delay']) })
    .partial()
    .optional(),
  update_multi: z.literal(true).optional(),
  summary: z
    .strictObject({ content: z.string().optional(), i18n_content: z.record(z.string(), z.string()).optional() })
    .optional(),
  enable_forward: z.boolean().optional(),
  enable_forward_interaction: z.boolean().optional(),
  use_custom_translation: z.boolean().optional(),
  width_mode: z.enum(['default', 'compact', 'fill']).optional(),
  locales: z.array(z.string()).optional(),
  style: z.looseObject({}).optional(),
})

const card2 = z.strictObject({
  schema: z.literal('2.0'),
  config: config2.optional(),
  card_link: z.looseObject({}).optional(),
  header: header.optional(),
  body: z.looseObject({ elements: z.array(z.looseObject({ tag: z.string() })) }),
})

const card1 = z.looseObject({
  config: z.looseObject({}).optional(),
  header: z.looseObject({ title: z.looseObject({ content: z.string() }) }).optional(),
  elements: z.array(z.looseObject({ tag: z.string() })).optional(),
  i18n_elements: z.record(z.string(), z.array(z.unknown())).optional(),
})

/** What single elements must have; the others only need a known tag. */
const elementShapes: Readonly<Record<string, z.ZodType>> = {
  markdown: z.looseObject({ content: z.string() }),
  div: z.union([z.looseObject({ text: plainText }), z.looseObject({ fields: z.array(z.unknown()) })]),
  button: z.looseObject({
    text: plainText.optional(),
    behaviors: z.array(z.looseObject({ type: z.enum(['callback', 'open_url', 'form_action']) })).optional(),
  }),
  img: z.looseObject({ img_key: z.string().min(1) }),
  column_set: z.looseObject({ columns: z.array(z.looseObject({ tag: z.literal('column') })) }),
  form: z.looseObject({ name: z.string().min(1), elements: z.array(z.unknown()) }),
  collapsible_panel: z.looseObject({ elements: z.array(z.unknown()) }),
  table: z.looseObject({ columns: z.array(z.unknown()), rows: z.array(z.unknown()) }),
}

/** Reads card JSON and checks every rule of its schema; `wanted` 2 refuses old cards. */
export function checkCard(json: string, wanted: 2 | 'any' = 'any'): CheckedCard {
  if (Buffer.byteLength(json) > sizeLimit)
    return refused(code.size, `Card content exceeds limit: ${Buffer.byteLength(json)} bytes`)
  const parsed = parseJson(json)
  if (!isNode(parsed)) return refused(code.json, 'parse card json err, please check whether the card json is correct')
  const version = parsed['schema'] === '2.0' ? 2 : 1
  if (wanted === 2 && version === 1) return refused(code.json, 'card entities need "schema": "2.0"')
  const violation = version === 2 ? checkVersion2(parsed) : checkVersion1(parsed)
  return violation ? { violation } : { document: parsed, version }
}

/** A card of schema 2.0 after a change of one of its parts: it must not outgrow the limits piece by piece. */
export function checkChanged(card: CardNode): CardViolation | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(card))
  if (bytes > sizeLimit) return violation(code.size, `Card content exceeds limit: ${bytes} bytes`)
  return checkVersion2(card)
}

/** The rules of schema 2.0, for a document that is already parsed. */
export function checkVersion2(card: CardNode): CardViolation | undefined {
  if ('elements' in card) return violation(code.tag, 'cards of schema V2 have no root "elements"; use body.elements')
  const shape = card2.safeParse(card)
  const nodes = [...tagged(bodyElements(card))]
  const old = nodes.find(node => node['tag'] === 'action' || node['tag'] === 'note')
  if (old)
    return violation(
      code.tag,
      `cards of schema V2 no longer support this capability; unsupported tag ${String(old['tag'])}`,
    )
  if (!shape.success) return violation(code.json, describe(shape.error))
  return checkNodes(nodes, tagsOf2) ?? checkIds(nodes)
}

function checkVersion1(card: CardNode): CardViolation | undefined {
  const shape = card1.safeParse(card)
  if (!shape.success) return violation(code.json, describe(shape.error))
  if (!card['elements'] && !card['i18n_elements'] && !card['header']) return violation(code.json, 'card has no content')
  return checkNodes([...tagged(card['elements'])], tagsOf1)
}

function checkNodes(nodes: readonly CardNode[], tags: ReadonlySet<string>): CardViolation | undefined {
  if (nodes.length > elementLimit)
    return violation(code.elements, `number of elements exceeds the limit ${elementLimit}`)
  if (nodes.reduce((sum, node) => sum + tablesOf(node), 0) > tableLimit)
    return violation(code.tables, 'card table number over limit')
  for (const node of nodes) {
    const tag = String(node['tag'])
    if (!tags.has(tag)) return violation(code.json, `not support tag: ${tag}`)
    const shape = elementShapes[tag]?.safeParse(node)
    if (tag === 'markdown' && hasForeignImage(String(node['content'])))
      return violation(code.image, 'invalid image keys')
    if (shape && !shape.success) return violation(code.json, `${tag}: ${describe(shape.error)}`)
  }
  return undefined
}

function tablesOf({ tag, content }: CardNode): number {
  if (tag === 'table') return 1
  return tag === 'markdown' && typeof content === 'string' ? markdownTables(content) : 0
}

function checkIds(nodes: readonly CardNode[]): CardViolation | undefined {
  const seen = new Set<unknown>()
  for (const node of nodes) {
    const id = node['element_id']
    if (id === undefined) continue
    if (typeof id !== 'string' || !elementId.test(id)) return violation(code.id, 'element_id is not valid')
    if (seen.has(id)) return violation(code.id, `element_id is duplicate: ${id}`)
    seen.add(id)
  }
  return undefined
}

const describe = (error: z.ZodError) =>
  error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
const violation = (number: number, message: string): CardViolation => ({ code: number, message })
const refused = (number: number, message: string): CheckedCard => ({ violation: violation(number, message) })
