import { z } from 'zod'
import { parseJson } from './json.ts'
import { checkChanged, type CardViolation } from './card-rules.ts'
import { bodyElements, findElement, findPlace, isNode, type CardNode } from './card-tree.ts'
import { Refusal } from './refusal.ts'

const element = z.looseObject({ tag: z.string() })
const position = z.enum(['append', 'insert_before', 'insert_after'])

/** Every change that a card's document takes; they work on a copy, which is checked before it counts. */
export function changed(document: CardNode, change: (copy: CardNode) => void): CardNode {
  const copy = structuredClone(document)
  change(copy)
  const violation = checkChanged(copy)
  if (violation) throw refuse(violation)
  return copy
}

export const refuse = ({ code, message }: CardViolation): Refusal => new Refusal(code, message)

export const elementMissing = (id: string): Refusal => new Refusal(300313, `element not found: ${id}`)

/** The full text of a markdown or plain text element. */
export function writeContent(copy: CardNode, elementId: string, content: string): void {
  const found = findElement(copy, elementId)
  if (!found || (found['tag'] !== 'markdown' && found['tag'] !== 'plain_text')) throw elementMissing(elementId)
  found['content'] = content
}

export function addElements(
  copy: CardNode,
  json: string,
  where: { readonly type?: string | undefined; readonly target?: string | undefined },
): void {
  const added = parsed(z.array(element), json)
  const kind = position.safeParse(where.type ?? 'append')
  if (!kind.success) throw new Refusal(200621, 'type must be append, insert_before or insert_after')
  const place = where.target === undefined ? undefined : findPlace(copy, where.target)
  if (where.target !== undefined && !place) throw elementMissing(where.target)
  if (kind.data === 'append') {
    const target = where.target === undefined ? bodyElements(copy) : childrenOf(findElement(copy, where.target))
    target.push(...added)
    return
  }
  const list = place?.list ?? bodyElements(copy)
  const index = place
    ? place.index + (kind.data === 'insert_after' ? 1 : 0)
    : kind.data === 'insert_before'
      ? 0
      : list.length
  list.splice(index, 0, ...added)
}

export function replaceElement(copy: CardNode, elementId: string, json: string): void {
  const place = findPlace(copy, elementId)
  if (!place) throw elementMissing(elementId)
  place.list[place.index] = parsed(element, json)
}

export function patchElement(copy: CardNode, elementId: string, json: string): void {
  const found = findElement(copy, elementId)
  if (!found) throw elementMissing(elementId)
  Object.assign(found, parsed(z.looseObject({}), json))
}

export function deleteElements(copy: CardNode, elementIds: readonly string[]): void {
  for (const id of elementIds) {
    const place = findPlace(copy, id)
    if (!place) throw elementMissing(id)
    place.list.splice(place.index, 1)
  }
}

/** Settings are merged into the card's config; `card_link` may come with them. */
export function changeSettings(copy: CardNode, json: string): void {
  const { config, card_link: link } = parsed(
    z.strictObject({ config: z.looseObject({}).optional(), card_link: z.looseObject({}).optional() }),
    json,
  )
  copy['config'] = { ...(isNode(copy['config']) ? copy['config'] : {}), ...config }
  if (link) copy['card_link'] = link
}

/** JSON inside a JSON string, as cardkit wants it (200621 when it is not). */
export function parsed<T>(schema: z.ZodType<T>, json: string): T {
  const checked = schema.safeParse(parseJson(json))
  if (!checked.success) throw new Refusal(200621, `parse card json err, ${checked.error.issues[0]?.message ?? ''}`)
  return checked.data
}

function childrenOf(parent: CardNode | undefined): unknown[] {
  const children = parent?.['elements']
  if (!Array.isArray(children)) throw new Refusal(200621, 'the target element has no elements')
  return children
}
