import { backoff } from '../base/backoff.ts'
import type { Logger } from '../base/logger.ts'
import { asAppError, type AppError, type ErrorCode } from '../contract/errors.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Channel } from './channel.ts'
import type { LiveReply } from './live-reply.ts'
import type { Body, Target } from './message.ts'
import type { Outbox } from './outbox.ts'
import type { InboxItem } from './ports.ts'
import { stepsText } from './reply.ts'

type Scene = { readonly channel: Channel; readonly life: AbortSignal }
type Ports = { readonly outbox: Outbox; readonly now: () => number; readonly log: Logger }

/** The answer exists; only the way to the platform is missing. These pass by themselves. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'lark-unreachable',
  'lark-busy',
  'lark-rate-limited',
  'lark-token-expired',
  'lark-answer-invalid',
])
/** As long as the platform still recognises a repeated send. */
const PATIENCE_MS = 50 * 60_000
/**
 * A card that the platform refuses to finish so often (each time over many seconds) gives way to a message. Not where no
 * answer comes at all: then the card may be finished already, and a message would say everything twice.
 */
const CARD_ATTEMPTS = 2
/** The platform itself ends a card's streaming after ten minutes. */
const CLOSE_ATTEMPTS = 8

/** Quotes its question and stays in its thread. */
export const replyTo = ({ arrival }: InboxItem): Target => ({
  kind: 'reply',
  messageId: arrival.messageId,
  chatId: arrival.chatId,
  inThread: arrival.threadId !== undefined,
})

/** Sends the card's message, or finds out that an earlier run did. */
export async function showCard(item: InboxItem, cardId: string, scene: Scene, ports: Ports): Promise<void> {
  const part = {
    inboxId: item.id,
    part: 'card',
    seed: item.arrival.messageId,
    to: replyTo(item),
    body: { kind: 'card', cardId } as const,
  }
  await ports.outbox.deliver(scene.channel, part, scene.life)
}

/** Perch's own short answers: stored and sent once like any other. */
export async function say(item: InboxItem, text: string, scene: Scene, ports: Omit<Ports, 'now'>): Promise<void> {
  for (const [index, body] of scene.channel.bodies(text).entries()) {
    const part = { inboxId: item.id, part: `say-${index}`, seed: item.arrival.messageId, to: replyTo(item), body }
    await ports.outbox.deliver(scene.channel, part, scene.life)
  }
}

/** Brings the answer to the chat, in its card or as messages. Gives the failure when nothing helped; an abort gives none. */
export async function deliverAnswer(
  item: InboxItem,
  text: string,
  reply: LiveReply,
  scene: Scene,
  ports: Ports,
): Promise<AppError | undefined> {
  const deadline = ports.now() + PATIENCE_MS
  for (let attempt = 1; !scene.life.aborted; attempt++) {
    const failure = await tryOnce(item, text, reply, attempt, scene, ports)
    if (!failure || scene.life.aborted) return undefined
    if (!passing.has(failure.code) || ports.now() > deadline) return failure
    ports.log.warn('an answer waits for the platform', { inboxId: item.id, code: failure.code, attempt })
    await sleep(backoff(attempt, { first: 1000, most: 30_000 }), undefined, { signal: scene.life }).catch(
      () => undefined,
    )
  }
  return undefined
}

async function tryOnce(
  item: InboxItem,
  text: string,
  reply: LiveReply,
  attempt: number,
  scene: Scene,
  ports: Ports,
): Promise<AppError | undefined> {
  try {
    const bodies = scene.channel.bodies(text)
    const inCard = await finishCard(item, bodies[0], reply, attempt, scene, ports)
    await sendAll(item, inCard ? bodies.slice(1) : bodies, inCard ? 1 : 0, scene, ports)
    return undefined
  } catch (thrown) {
    return asAppError(thrown)
  }
}

/** True when the card now holds the first part of the answer. */
async function finishCard(
  item: InboxItem,
  first: Body | undefined,
  reply: LiveReply,
  attempt: number,
  scene: Scene,
  ports: Ports,
): Promise<boolean> {
  const { channel, life } = scene
  if (!reply.card || !first || (first.kind !== 'text' && first.kind !== 'markdown')) return false
  const view = { answer: first.text, steps: stepsText(reply.state.steps), status: '' }
  try {
    await showCard(item, reply.card.cardId, scene, ports)
    return (await channel.finishCard(reply.card.cardId, view, reply.nextSequence(), life)) !== 'gone'
  } catch (thrown) {
    const error = asAppError(thrown)
    const isWorthWaiting = passing.has(error.code) && (attempt < CARD_ATTEMPTS || error.code === 'lark-unreachable')
    if (isWorthWaiting || life.aborted) throw error
    ports.log.warn('a card could not be finished; the answer follows as a message', { code: error.code, error })
    void closeBare(reply, channel, life, ports.log)
    return false
  }
}

/** The answer goes another way: the card must not look as if it were still at work. Never rejects. */
async function closeBare(reply: LiveReply, channel: Channel, life: AbortSignal, log: Logger): Promise<void> {
  const view = { answer: '↓', steps: '', status: '' }
  for (let attempt = 1; reply.card && attempt <= CLOSE_ATTEMPTS && !life.aborted; attempt++) {
    try {
      await channel.finishCard(reply.card.cardId, view, reply.nextSequence(), life)
      return
    } catch (thrown) {
      log.warn('a card is still open', { attempt, error: asAppError(thrown) })
      await sleep(backoff(attempt, { first: 5000, most: 120_000 }), undefined, { signal: life }).catch(() => undefined)
    }
  }
}

async function sendAll(
  item: InboxItem,
  bodies: readonly Body[],
  offset: number,
  scene: Scene,
  ports: Ports,
): Promise<void> {
  for (const [index, body] of bodies.entries()) {
    const part = {
      inboxId: item.id,
      part: `answer-${index + offset}`,
      seed: item.arrival.messageId,
      to: replyTo(item),
      body,
    }
    await ports.outbox.deliver(scene.channel, part, scene.life)
  }
}
