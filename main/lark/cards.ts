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
/** How far a last write jumps ahead when the platform has seen more than we remember. */
const JUMPS = [0, 1000, 1_000_000]

/** What a code says about a write of a card. */
type Verdict = Exclude<CardWrite, 'written'> | 'behind' | 'refused' | 'failed'

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
  200621: 'refused',
  200860: 'refused',
  200861: 'refused',
  230099: 'refused',
  300301: 'refused',
  300305: 'refused',
  300307: 'refused',
}

const verdictOn = (thrown: unknown): Verdict => verdictOf(platformCode(thrown))
export const verdictOf = (code: number | undefined): Verdict =>
  code === undefined ? 'failed' : (verdicts[code] ?? 'failed')

type Method = 'PUT' | 'PATCH'
type Put = (sequence: number) => Promise<unknown>
type CardOptions = { readonly unmetered: () => boolean; readonly log: Logger }

/** Streaming cards: one call to make one, one per snapshot of a part, one to close it. */
export class Cards {
  readonly #calling: Calling
  readonly #options: CardOptions

  constructor(calling: Calling, options: CardOptions) {
    this.#calling = calling
    this.#options = options
  }

  async create(view: CardView, signal: AbortSignal): Promise<string> {
    const data = { type: 'card_json', data: JSON.stringify(streamingCard(view, this.#options.unmetered())) }
    const request = { method: 'POST', url: CARDS, data, kind: 'card', answer: Created } as const
    const attempt = () => ask(this.#calling, appLimits('card'), request, signal)
    return (await repeated(attempt, patient, this.#calling, signal)).data.card_id
  }

  /**
   * Tries once: a later snapshot makes up for one that failed, so trouble rejects and the caller goes on. A sequence
   * that the platform has passed means that this snapshot, or a newer one, is already there.
   */
  async write(
    cardId: string,
    part: 'answer' | 'steps',
    text: string,
    sequence: number,
    signal: AbortSignal,
  ): Promise<CardWrite> {
    const data = { content: partText(part, text), sequence }
    try {
      await this.#call('PUT', cardId, `/elements/${part}/content`, data, signal)
      return 'written'
    } catch (thrown) {
      const verdict = verdictOn(thrown)
      if (verdict === 'behind') return 'written'
      if (verdict === 'closed' || verdict === 'gone') return verdict
      throw thrown
    }
  }

  /** Draws the card anew and lets it stream again, after the platform ended that; it does so every ten minutes. */
  async reopen(cardId: string, view: CardView, sequence: number, signal: AbortSignal): Promise<CardWrite> {
    try {
      await this.#replace(cardId, streamingCard(view, this.#options.unmetered()), sequence, signal)
      return 'written'
    } catch (thrown) {
      return goneOr(thrown)
    }
  }

  /**
   * Replaces the card by its closed form, which ends the streaming: one call, also when the platform has ended it
   * already. `gone` means that the card can't show this answer, whatever the reason: it needs a message.
   */
  async finish(cardId: string, view: CardView, sequence: number, signal: AbortSignal): Promise<CardWrite> {
    try {
      await this.#replace(cardId, closedCard(view), sequence, signal)
      return 'written'
    } catch (thrown) {
      if (verdictOn(thrown) !== 'refused') return goneOr(thrown)
      this.#options.log.warn('card refused, closing it with plain text', { cardId, code: platformCode(thrown) })
      return this.#finishPlain(cardId, view, sequence, signal)
    }
  }

  /** The best that can be shown of a card whose content the platform refuses: plain text, at least a closed stream. */
  async #finishPlain(cardId: string, view: CardView, sequence: number, signal: AbortSignal): Promise<CardWrite> {
    try {
      await this.#replace(cardId, plainClosedCard(view), sequence + 1, signal)
      return 'written'
    } catch (thrown) {
      if (verdictOn(thrown) !== 'refused') return goneOr(thrown)
      const settings = JSON.stringify({ config: closedConfig(view) })
      const close: Put = next => this.#call('PATCH', cardId, '/settings', { settings, sequence: next }, signal)
      await this.#overtaking(sequence + 2, close, signal)
      throw thrown
    }
  }

  #replace(cardId: string, document: Card, sequence: number, signal: AbortSignal): Promise<void> {
    const card = { type: 'card_json', data: JSON.stringify(document) }
    const put: Put = next => this.#call('PUT', cardId, '', { card, sequence: next }, signal)
    return this.#overtaking(sequence, put, signal)
  }

  /** Makes a write count, whatever number the platform has seen last: after a crash nobody knows. */
  async #overtaking(sequence: number, put: Put, signal: AbortSignal): Promise<void> {
    for (const jump of JUMPS) {
      const next = Math.min(LARGEST_SEQUENCE, sequence + jump)
      try {
        return void (await repeated(() => put(next), patient, this.#calling, signal))
      } catch (thrown) {
        if (verdictOn(thrown) !== 'behind' || jump === JUMPS.at(-1)) throw thrown
      }
    }
  }

  #call(method: Method, cardId: string, path: string, data: Readonly<Record<string, unknown>>, signal: AbortSignal) {
    const url = `${CARDS}/${encodeURIComponent(cardId)}${path}`
    return ask(this.#calling, cardLimits(cardId), { method, url, data, kind: 'card', answer: Done }, signal)
  }
}

/** A card that can't be replaced any more is an outcome; everything else is trouble, and thrown on. */
function goneOr(thrown: unknown): 'gone' {
  const verdict = verdictOn(thrown)
  if (verdict === 'closed' || verdict === 'gone') return 'gone'
  throw thrown
}
