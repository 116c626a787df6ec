/** Any object of a card's JSON. */
export type CardNode = { [key: string]: unknown }

export const isNode = (value: unknown): value is CardNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a node may hold that is data of the app, not a part of the card. */
const opaque = new Set([
  'value',
  'behaviors',
  'chart_spec',
  'rows',
  'default_value',
  'confirm',
  'config',
  'card_link',
  'multi_url',
])

/** Every node with a tag, parents before children, in the order in which they show. */
export function* tagged(value: unknown): Generator<CardNode> {
  if (Array.isArray(value)) {
    for (const entry of value) yield* tagged(entry)
    return
  }
  if (!isNode(value)) return
  if (typeof value['tag'] === 'string') yield value
  for (const [key, child] of Object.entries(value)) if (!opaque.has(key)) yield* tagged(child)
}

export function findElement(document: CardNode, elementId: string): CardNode | undefined {
  for (const node of tagged(document)) if (node['element_id'] === elementId) return node
  return undefined
}

/** The list that holds an element, and its place in it. */
export function findPlace(
  value: unknown,
  elementId: string,
): { readonly list: unknown[]; readonly index: number } | undefined {
  if (Array.isArray(value)) {
    const index = value.findIndex(entry => isNode(entry) && entry['element_id'] === elementId)
    if (index >= 0) return { list: value, index }
  }
  for (const child of Array.isArray(value) ? value : isNode(value) ? Object.values(value) : []) {
    const found = findPlace(child, elementId)
    if (found) return found
  }
  return undefined
}

/** The top-level elements of a card 2.0. */
export function bodyElements(document: CardNode): unknown[] {
  const body = document['body']
  const elements = isNode(body) ? body['elements'] : undefined
  return Array.isArray(elements) ? elements : []
}
