import type { CardNode } from './card-tree.ts'
import { isNode } from './card-tree.ts'
import { newId } from './identifiers.ts'
import { Refusal } from './refusal.ts'

/** A card entity lives 14 days and streams 10 minutes at a time. */
const cardLifetime = 14 * 24 * 60 * 60_000
const streamingLifetime = 10 * 60_000
const cardsKept = 2_000
const uuidsKept = 500

export type Card = {
  readonly cardId: string
  readonly appId: string
  readonly createdAt: number
  document: CardNode
  /** Set once it was sent; an entity is sent once only. */
  messageId: string | undefined
  sequence: number
  streamingSince: number | undefined
  /** The platform closed the stream and has not told so yet. */
  closedSilently: boolean
  readonly uuids: Set<string>
}

/** One write: `sequence` grows strictly over all writes to a card, a repeated uuid is answered without doing it again. */
export type CardWrite = { readonly sequence: number; readonly uuid?: string | undefined }

export class Cards {
  readonly #cards = new Map<string, Card>()

  create(appId: string, document: CardNode, now: number): Card {
    const card: Card = {
      cardId: newId.cardId(),
      appId,
      createdAt: now,
      document,
      messageId: undefined,
      sequence: 0,
      streamingSince: wantsStreaming(document) ? now : undefined,
      closedSilently: false,
      uuids: new Set(),
    }
    this.#cards.set(card.cardId, card)
    const [oldest] = this.#cards.keys()
    if (this.#cards.size > cardsKept && oldest !== undefined) this.#cards.delete(oldest)
    return card
  }

  /** The card as it is now: a stream that is older than ten minutes has closed itself. */
  get(cardId: string, now: number): Card | undefined {
    const card = this.#cards.get(cardId)
    if (card?.streamingSince !== undefined && now - card.streamingSince >= streamingLifetime) {
      card.streamingSince = undefined
      card.closedSilently = true
      setStreaming(card.document, false)
    }
    return card
  }

  /** 200740 for a card that is not the app's own or not there, 200750 for one that is too old. */
  open(cardId: string, appId: string, now: number): Card {
    const card = this.get(cardId, now)
    if (!card || card.appId !== appId) throw new Refusal(200740, 'cannot find the card entity by card_id')
    if (now - card.createdAt > cardLifetime) throw new Refusal(200750, 'the card entity has expired')
    return card
  }

  /** The card was switched to streaming or back; reopening starts ten new minutes. */
  setStreaming(card: Card, streaming: boolean, now: number): void {
    card.streamingSince = streaming ? (card.streamingSince ?? now) : undefined
    card.closedSilently = false
    setStreaming(card.document, streaming)
  }
}

export const isStreaming = (card: Card): boolean => card.streamingSince !== undefined

/** Runs a write if its sequence is new (300317); false when the uuid says that it was done before. */
export function admitWrite(card: Card, write: CardWrite): boolean {
  if (write.uuid !== undefined && card.uuids.has(write.uuid)) return false
  if (write.sequence <= card.sequence) {
    throw new Refusal(
      300317,
      `sequence compare failed, current sequence: ${card.sequence}, request sequence: ${write.sequence}`,
    )
  }
  return true
}

export function recordWrite(card: Card, write: CardWrite): void {
  card.sequence = write.sequence
  if (write.uuid === undefined) return
  card.uuids.add(write.uuid)
  const [oldest] = card.uuids
  if (card.uuids.size > uuidsKept && oldest !== undefined) card.uuids.delete(oldest)
}

/** 200850 once after the platform closed the stream itself, 300309 whenever the card does not stream. */
export function requireStreaming(card: Card): void {
  if (isStreaming(card)) return
  if (card.closedSilently) {
    card.closedSilently = false
    throw new Refusal(200850, 'Card streaming timeout')
  }
  throw new Refusal(300309, 'streaming mode is closed')
}

export const wantsStreaming = (document: CardNode): boolean =>
  isNode(document['config']) && document['config']['streaming_mode'] === true

function setStreaming(document: CardNode, streaming: boolean): void {
  const config = isNode(document['config']) ? document['config'] : {}
  document['config'] = { ...config, streaming_mode: streaming }
}
