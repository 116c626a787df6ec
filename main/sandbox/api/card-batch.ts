import { z } from 'zod'
import { addElements, changeSettings, deleteElements, parsed, patchElement, replaceElement } from '../card-changes.ts'
import type { CardNode } from '../card-tree.ts'

const action = z.discriminatedUnion('action', [
  z.object({ action: z.literal('partial_update_setting'), params: z.object({ settings: z.unknown() }) }),
  z.object({
    action: z.literal('add_elements'),
    params: z.object({ type: z.string(), target_element_id: z.string().optional(), elements: z.array(z.unknown()) }),
  }),
  z.object({ action: z.literal('delete_elements'), params: z.object({ element_ids: z.array(z.string()) }) }),
  z.object({
    action: z.literal('partial_update_element'),
    params: z.object({ element_id: z.string(), partial_element: z.unknown() }),
  }),
  z.object({ action: z.literal('update_element'), params: z.object({ element_id: z.string(), element: z.unknown() }) }),
])

/** Several changes as one write: all of them, or none. */
export function applyBatch(copy: CardNode, actions: string): void {
  for (const { action: name, params } of parsed(z.array(action).min(1), actions)) {
    switch (name) {
      case 'partial_update_setting':
        changeSettings(copy, JSON.stringify(params.settings))
        break
      case 'add_elements':
        addElements(copy, JSON.stringify(params.elements), { type: params.type, target: params.target_element_id })
        break
      case 'delete_elements':
        deleteElements(copy, params.element_ids)
        break
      case 'partial_update_element':
        patchElement(copy, params.element_id, JSON.stringify(params.partial_element))
        break
      case 'update_element':
        replaceElement(copy, params.element_id, JSON.stringify(params.element))
        break
      default:
        name satisfies never
    }
  }
}
