import { setTimeout as sleep } from 'node:timers/promises'
import { backoff } from '../base/backoff.ts'
import type { Logger } from '../base/logger.ts'
import { asAppError, type ErrorCode } from '../contract/errors.ts'
import type { Language } from '../contract/words.ts'
import type { Channel } from './channel.ts'
import { calledView, type Caller } from './mentions.ts'
import type { ShownCard } from './shown-card.ts'

/** The answer exists; only the way to the platform is missing. These pass by themselves. */
export const passing: ReadonlySet<ErrorCode> = new Set([
  'lark-unreachable',
  'lark-busy',
  'lark-rate-limited',
  'lark-token-expired',
  'lark-answer-invalid',
])
/**
 * A card that the platform refuses to finish so often (each time over many seconds) gives way to a message. Not where no
 * answer comes at all: then the card may be finished already, and a message would say everything twice.
 */
const CARD_ATTEMPTS = 2
/** The platform itself ends a card's streaming after ten minutes. */
const CLOSE_ATTEMPTS = 8

type Ports = {
  readonly channel: Channel
  /** Sends the card's message, or finds out that an earlier run did. */
  readonly show: (card: ShownCard) => Promise<void>
  readonly life: AbortSignal
  readonly log: Logger
  readonly language: Language
  /** Whom the answer calls. */
  readonly call: Caller
}

/**
 * Finishes the cards of a turn with the parts of its answer, in order, and tells how many parts stand in them: the rest
 * needs messages. Rejects when it is worth another attempt.
 */
export async function finishCards(
  cards: readonly ShownCard[],
  texts: readonly string[],
  stepsOf: (card: ShownCard) => string,
  attempt: number,
  ports: Ports,
): Promise<number> {
  let standing = 0
  for (const card of cards) {
    const text = texts[card.page]
    const isNext = card.page === standing && text !== undefined
    if (isNext && (await finishCard(card, text, stepsOf(card), attempt, ports))) standing++
    else giveUp(card, isNext || text !== undefined ? '↓' : '↑', ports)
  }
  return standing
}

/** True when the card now holds this part of the answer. */
async function finishCard(card: ShownCard, answer: string, steps: string, attempt: number, ports: Ports) {
  if (card.finishedWith === answer) return true
  if (card.isGivenUp) return false
  const { channel, life, log, language, call } = ports
  try {
    await ports.show(card)
    const view = { ...calledView(answer, call), steps, status: '', language }
    const outcome = await channel.finishCard(card.cardId, view, card.nextSequence(), life)
    if (outcome !== 'gone') card.finishedWith = answer
    return outcome !== 'gone'
  } catch (thrown) {
    const error = asAppError(thrown)
    const isWorthWaiting = passing.has(error.code) && (attempt < CARD_ATTEMPTS || error.code === 'lark-unreachable')
    if (isWorthWaiting || life.aborted) throw error
    log.warn('a card could not be finished; the answer follows as a message', { code: error.code, error })
    return false
  }
}

/** The text goes another way, or there is none for this card: it must not look as if it were still at work. */
function giveUp(card: ShownCard, sign: '↓' | '↑', ports: Ports): void {
  if (card.isGivenUp) return
  card.isGivenUp = true
  void closeBare(card, sign, ports)
}

/** Never rejects. */
export async function closeBare(
  card: ShownCard,
  answer: string,
  { channel, life, log }: Pick<Ports, 'channel' | 'life' | 'log'>,
): Promise<void> {
  const view = { answer, steps: '', status: '' }
  for (let attempt = 1; attempt <= CLOSE_ATTEMPTS && !life.aborted; attempt++) {
    try {
      await channel.finishCard(card.cardId, view, card.nextSequence(), life)
      return
    } catch (thrown) {
      log.warn('a card is still open', { attempt, error: asAppError(thrown) })
      await sleep(backoff(attempt, { first: 5000, most: 120_000 }), undefined, { signal: life }).catch(() => undefined)
    }
  }
}
