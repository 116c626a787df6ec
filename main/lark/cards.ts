import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import type { CardWrite } from '../chat/channel.ts'
import type { CardView } from '../chat/message.ts'
import { ask, patient, platformCode, repeated, type Calling } from './calling.ts'
import { closedCard, closedConfig, partText, plainClosedCard, streamingCard, type Card } from './card-json.ts'
import { appLimits, cardLimits } from './limits.ts'

const Created = z.object({ data: z.object({ card_id: z.string().min(1) }) })
const Done = z.object({ code: z.literal(0) })

const CARDS = '/open-apis/cardkit/v1/cards'
const LARGEST_SEQUENCE = 2_147_483_647

/** What a code says about a write of a card. */
export type Verdict = CardWrite | 'behind' | 'refused' | 'failed'

const verdicts: Readonly<Record<number, Verdict>> = {
  // the stream ended: by itself after ten minutes, or by us
  200850: 'closed',
  300308: 'closed',
  300309: 'closed',
  // no such card, expired after 14 days, of another app, or without this part
  200740: 'gone',
  200750: 'gone',
  300311: 'gone',
  300313: 'gone',
  // the platform has seen this sequence, or a later one
  300317: 'behind',
  // the content is broken or too big
  11310: 'refused',
  200220: 'refused',
  200860: 'refused',
  230099: 'refused',
  300305: 'refused',
  300307: 'refused',
}

export const verdictOf = (code: number | undefined): Verdict =>
  code === undefined ? 'failed' : (verdicts[code] ?? 'failed')

type Part = 'answer' | 'steps'

export type CardOptions = { readonly unmetered: () => boolean; readonly log: Logger }

/** Streaming cards: one call to make one, one per snapshot of a part, one to close it. */
export function createCards(calling: Calling, { unmetered, log }: CardOptions) {
  const write = (
    method: 'PUT' | 'PATCH',
    cardId: string,
    path: string,
    data: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ) => {
    const url = `${CARDS}/${encodeURIComponent(cardId)}${path}`
    return ask(calling, cardLimits(cardId), { method, url, data, kind: 'card', answer: Done }, signal)
  }

  /** Makes a write count, whatever number the platform has seen last: after a crash nobody knows. */
  async function last(
    sequence: number,
    put: (sequence: number) => Promise<unknown>,
    signal: AbortSignal,
  ): Promise<void> {
    for (const jump of [0, 1000, 1_000_000]) {
      const next = Math.min(LARGEST_SEQUENCE, sequence + jump)
      try {
        return void (await repeated(() => put(next), patient, calling.now, signal))
      } catch (thrown) {
        if (verdictOf(platformCode(thrown)) !== 'behind' || jump === 1_000_000) throw thrown
      }
    }
  }

  const replace = (cardId: string, card: Card, sequence: number, signal: AbortSignal) => {
    const data = JSON.stringify(card)
    return last(
      sequence,
      next => write('PUT', cardId, '', { card: { type: 'card_json', data }, sequence: next }, signal),
      signal,
    )
  }

  /** The best that can be shown of a card whose content the platform refuses: plain text, at least a closed stream. */
  async function closePlain(cardId: string, view: CardView, sequence: number, signal: AbortSignal): Promise<CardWrite> {
    try {
      await replace(cardId, plainClosedCard(view), sequence + 1, signal)
      return 'written'
    } catch (thrown) {
      const verdict = verdictOf(platformCode(thrown))
      if (verdict !== 'refused') return overOr(thrown)
      const settings = JSON.stringify({ config: closedConfig(view) })
      const close = (next: number) => write('PATCH', cardId, '/settings', { settings, sequence: next }, signal)
      await last(sequence + 2, close, signal)
      throw thrown
    }
  }

  return {
    async createCard(view: CardView, signal: AbortSignal): Promise<string> {
      const data = { type: 'card_json', data: JSON.stringify(streamingCard(view, unmetered())) }
      const request = { method: 'POST', url: CARDS, data, kind: 'card', answer: Created } as const
      const attempt = () => ask(calling, appLimits('card'), request, signal)
      return (await repeated(attempt, patient, calling.now, signal)).data.card_id
    },

    /**
     * Tries once: a later snapshot makes up for one that failed, so trouble rejects and the caller goes on. A sequence
     * that the platform has passed means that this snapshot, or a newer one, is already there.
     */
    async writeCard(
      cardId: string,
      part: Part,
      text: string,
      sequence: number,
      signal: AbortSignal,
    ): Promise<CardWrite> {
      const content = partText(part, text)
      try {
        await write('PUT', cardId, `/elements/${part}/content`, { content, sequence }, signal)
        return 'written'
      } catch (thrown) {
        return verdictOf(platformCode(thrown)) === 'behind' ? 'written' : overOr(thrown)
      }
    },

    /** Replaces the card by its closed form, which ends the streaming: one call, also when it is over already. */
    async finishCard(cardId: string, view: CardView, sequence: number, signal: AbortSignal): Promise<CardWrite> {
      try {
        await replace(cardId, closedCard(view), sequence, signal)
        return 'written'
      } catch (thrown) {
        if (verdictOf(platformCode(thrown)) !== 'refused') return overOr(thrown)
        log.warn('card refused, closing it with plain text', { cardId, code: platformCode(thrown) })
        return closePlain(cardId, view, sequence, signal)
      }
    },
  }
}

/** A card that is closed or gone is an outcome; everything else is trouble, and thrown on. */
function overOr(thrown: unknown): 'closed' | 'gone' {
  const verdict = verdictOf(platformCode(thrown))
  if (verdict === 'closed' || verdict === 'gone') return verdict
  throw thrown
}
