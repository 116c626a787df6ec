import { z } from 'zod'
import {
  addElements,
  changed,
  changeSettings,
  deleteElements,
  elementMissing,
  patchElement,
  refuse,
  replaceElement,
  writeContent,
} from '../card-changes.ts'
import { checkCard } from '../card-rules.ts'
import { findElement, type CardNode } from '../card-tree.ts'
import { admitWrite, recordWrite, requireStreaming, wantsStreaming, type Card } from '../cards.ts'
import { data, endpoint, param, type Endpoint, type EndpointAnswer, type RawCall } from '../endpoint.ts'
import { Refusal } from '../refusal.ts'
import { scopesFor } from '../scopes.ts'
import { applyBatch } from './card-batch.ts'
import { presentMessage } from './messages.ts'

const scopes = scopesFor.cards
const root = '/open-apis/cardkit/v1/cards'
const write = {
  sequence: z
    .number()
    .int()
    .max(2 ** 31 - 1),
  uuid: z.string().min(1).max(64).optional(),
}
const cardJson = z.object({ type: z.literal('card_json'), data: z.string().min(1) })

/** Card entities: created, sent once, then written to with a growing sequence. */
export const cardEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: root,
    scopes,
    body: cardJson,
    run: ({ platform, app, body, now }) =>
      data({ card_id: platform.cards.create(app.appId, readCard(body.data), now).cardId }),
  }),
  endpoint({
    method: 'POST',
    path: `${root}/id_convert`,
    scopes,
    body: z.object({ message_id: z.string() }),
    run(call) {
      const message = presentMessage({ ...call, params: { message_id: call.body.message_id } }, 'message_id')
      if (message.cardId === undefined) throw new Refusal(200740, 'cannot find the card entity by message_id')
      return data({ card_id: message.cardId })
    },
  }),
  endpoint({
    method: 'PUT',
    path: `${root}/:card_id`,
    scopes,
    body: z.object({ card: cardJson, ...write }),
    run: call =>
      writing(call, card => {
        replaceDocument(call, card, readCard(call.body.card.data))
      }),
  }),
  endpoint({
    method: 'PATCH',
    path: `${root}/:card_id/settings`,
    scopes,
    body: z.object({ settings: z.string().min(1), ...write }),
    run: call =>
      writing(call, card => {
        replaceDocument(
          call,
          card,
          changed(card.document, copy => changeSettings(copy, call.body.settings)),
        )
      }),
  }),
  endpoint({
    method: 'POST',
    path: `${root}/:card_id/batch_update`,
    scopes,
    body: z.object({ actions: z.string().min(1), ...write }),
    run: call =>
      writing(call, card => {
        replaceDocument(
          call,
          card,
          changed(card.document, copy => applyBatch(copy, call.body.actions)),
        )
      }),
  }),
  endpoint({
    method: 'POST',
    path: `${root}/:card_id/elements`,
    scopes,
    body: z.object({
      type: z.string(),
      target_element_id: z.string().optional(),
      elements: z.string().min(1),
      ...write,
    }),
    run: call =>
      editing(call, copy =>
        addElements(copy, call.body.elements, { type: call.body.type, target: call.body.target_element_id }),
      ),
  }),
  endpoint({
    method: 'PUT',
    path: `${root}/:card_id/elements/:element_id`,
    scopes,
    body: z.object({ element: z.string().min(1), ...write }),
    run: call => editing(call, copy => replaceElement(copy, param(call, 'element_id'), call.body.element)),
  }),
  endpoint({
    method: 'PATCH',
    path: `${root}/:card_id/elements/:element_id`,
    scopes,
    body: z.object({ partial_element: z.string().min(1), ...write }),
    run: call => editing(call, copy => patchElement(copy, param(call, 'element_id'), call.body.partial_element)),
  }),
  endpoint({
    method: 'DELETE',
    path: `${root}/:card_id/elements/:element_id`,
    scopes,
    body: z.object(write),
    run: call => editing(call, copy => deleteElements(copy, [param(call, 'element_id')])),
  }),
  endpoint({
    method: 'PUT',
    path: `${root}/:card_id/elements/:element_id/content`,
    scopes,
    body: z.object({ content: z.string().min(1).max(100_000), ...write }),
    run: call =>
      writing(
        call,
        card =>
          void (card.document = changed(card.document, copy =>
            writeContent(copy, param(call, 'element_id'), call.body.content),
          )),
        card => {
          if (!findElement(card.document, param(call, 'element_id'))) throw elementMissing(param(call, 'element_id'))
          requireStreaming(card)
        },
      ),
  }),
]

type WriteCall = RawCall & { readonly body: { readonly sequence: number; readonly uuid?: string | undefined } }

/** The common path of every write: the card is there, not too fast, in sequence; a repeated uuid does nothing. */
function writing(call: WriteCall, apply: (card: Card) => void, precondition?: (card: Card) => void): EndpointAnswer {
  const { platform, app, now, body } = call
  const card = platform.cards.open(param(call, 'card_id'), app.appId, now)
  platform.limits.card(card.cardId, now)
  precondition?.(card)
  if (!admitWrite(card, body)) return data()
  apply(card)
  recordWrite(card, body)
  const message = card.messageId === undefined ? undefined : platform.world.messages.get(card.messageId)
  if (message) {
    message.updatedAt = now
    platform.world.touch(message.chatId)
  }
  return data()
}

const editing = (call: WriteCall, change: (copy: CardNode) => void): EndpointAnswer =>
  writing(call, card => void (card.document = changed(card.document, change)))

function replaceDocument({ platform, now }: RawCall, card: Card, document: CardNode): void {
  card.document = document
  platform.cards.setStreaming(card, wantsStreaming(document), now)
}

function readCard(json: string): CardNode {
  const checked = checkCard(json, 2)
  if ('violation' in checked) throw refuse(checked.violation)
  return checked.document
}
