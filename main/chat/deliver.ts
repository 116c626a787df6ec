import { setTimeout as sleep } from 'node:timers/promises'
import { backoff } from '../base/backoff.ts'
import type { Logger } from '../base/logger.ts'
import { asAppError, type AppError, type ErrorCode } from '../contract/errors.ts'
import type { Language } from '../contract/words.ts'
import type { Channel } from './channel.ts'
import { finishCards, passing } from './finish-cards.ts'
import type { LiveReply } from './live-reply.ts'
import { calledBody, type Caller } from './mentions.ts'
import type { Body, Target } from './message.ts'
import type { Outbox } from './outbox.ts'
import type { InboxItem } from './ports.ts'
import { currentSteps } from './reply.ts'
import { cardPart, pageOf, ShownCard } from './shown-card.ts'
import { failureText } from './words.ts'

type Scene = { readonly channel: Channel; readonly life: AbortSignal }
type AnswerScene = Scene & { readonly language: Language; readonly call: Caller }
type Ports = { readonly outbox: Outbox; readonly now: () => number; readonly log: Logger }

/** As long as the platform still recognises a repeated send. */
const PATIENCE_MS = 50 * 60_000

/** Quotes its question and stays in its thread. */
export const replyTo = ({ arrival }: InboxItem): Target => ({
  kind: 'reply',
  messageId: arrival.messageId,
  chatId: arrival.chatId,
  inThread: arrival.threadId !== undefined,
})

/** Sends a card's message, or finds out that an earlier run did. */
export const showCard = (item: InboxItem, card: ShownCard, scene: Scene, ports: Ports): Promise<void> =>
  send(item, cardPart(card.page), { kind: 'card', cardId: card.cardId }, scene, ports)

/** What an earlier run left of this answer: its cards, those given up whose text went as a message. */
export async function leftCards(item: InboxItem, { outbox, now }: Ports): Promise<readonly ShownCard[]> {
  const stored = await outbox.partsOf(item.id)
  const cards = stored.flatMap(({ part, outgoing: { body }, createdAt }) => {
    const page = pageOf(part)
    if (page === undefined || body.kind !== 'card') return []
    const card = new ShownCard({ cardId: body.cardId, page, createdAt }, now)
    card.isGivenUp = stored.some(other => other.part === answerPart(page))
    return [card]
  })
  return cards.toSorted((one, other) => one.page - other.page)
}

/** Perch's own short answers: stored and sent once like any other. */
export async function say(item: InboxItem, text: string, scene: Scene, ports: Omit<Ports, 'now'>): Promise<void> {
  for (const [index, body] of scene.channel.bodies(text).entries()) await send(item, `say-${index}`, body, scene, ports)
}

/** What the platform refuses for what it says or how; a sentence of ours it takes. */
const REFUSED: ReadonlySet<ErrorCode> = new Set(['lark-content-refused', 'lark-bad-request'])

/** Nobody waits for ever for an answer that the platform does not carry. */
export async function sayRefused(item: InboxItem, failure: AppError, scene: AnswerScene, ports: Ports): Promise<void> {
  if (!REFUSED.has(failure.code)) return
  try {
    await say(item, failureText(failure, scene.language), scene, ports)
  } catch (thrown) {
    ports.log.warn('an answer was refused, and so was the sentence about it', { inboxId: item.id, error: thrown })
  }
}

/** Brings the answer to the chat, in its cards or as messages. Gives the failure when nothing helped; an abort gives none. */
export async function deliverAnswer(
  item: InboxItem,
  text: string,
  reply: LiveReply,
  scene: AnswerScene,
  ports: Ports,
): Promise<AppError | undefined> {
  const deadline = ports.now() + PATIENCE_MS
  for (let attempt = 1; !scene.life.aborted; attempt++) {
    const failure = await tryOnce(item, text, reply, attempt, scene, ports)
    if (!failure || scene.life.aborted) return undefined
    if (!passing.has(failure.code) || ports.now() > deadline) return failure
    ports.log.warn('an answer waits for the platform', { inboxId: item.id, code: failure.code, attempt })
    const pause = backoff(attempt, { first: 1000, most: 30_000 })
    await sleep(pause, undefined, { signal: scene.life }).catch(() => undefined)
  }
  return undefined
}

async function tryOnce(
  item: InboxItem,
  text: string,
  reply: LiveReply,
  attempt: number,
  scene: AnswerScene,
  ports: Ports,
): Promise<AppError | undefined> {
  try {
    const bodies = scene.channel.bodies(text)
    const texts = bodies.map(body => ('text' in body ? body.text : ''))
    const show = (card: ShownCard) => showCard(item, card, scene, ports)
    const stepsOf = (card: ShownCard) => (card.page === reply.state.page ? currentSteps(reply.state) : card.steps)
    const standing = await finishCards(reply.cards, texts, stepsOf, attempt, { ...scene, show, log: ports.log })
    for (const [index, body] of bodies.entries())
      if (index >= standing) await send(item, answerPart(index), calledBody(body, scene.call), scene, ports)
    return undefined
  } catch (thrown) {
    return asAppError(thrown)
  }
}

const answerPart = (index: number): string => `answer-${index}`

async function send(
  item: InboxItem,
  part: string,
  body: Body,
  scene: Scene,
  ports: Pick<Ports, 'outbox'>,
): Promise<void> {
  const { messageId: seed } = item.arrival
  await ports.outbox.deliver(scene.channel, { inboxId: item.id, part, seed, to: replyTo(item), body }, scene.life)
}
