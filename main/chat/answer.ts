import type { Agent } from '../agent/agent.ts'
import type { Role } from '../agent/permit.ts'
import type { TurnEvent } from '../agent/turn.ts'
import type { Logger } from '../base/logger.ts'
import type { Fact } from '../contract/facts.ts'
import type { Language } from '../contract/words.ts'
import type { Channel } from './channel.ts'
import { deliverAnswer, showCard } from './deliver.ts'
import { LiveReply, type OpenCard } from './live-reply.ts'
import type { CardView, IncomingMessage } from './message.ts'
import type { Outbox } from './outbox.ts'
import type { ConversationsPort, InboxItem, TurnRecord, TurnsPort, UsagePort } from './ports.ts'
import { apply, finalText, verdictOf, type Progress } from './progress.ts'
import { startReply, type Budget } from './reply.ts'
import { words } from './words.ts'

/** A message that was admitted, with all that its turn needs to know. */
export type Entry = {
  readonly item: InboxItem
  readonly message: IncomingMessage
  readonly session: string
  readonly role: Role
  readonly senderName: string
  readonly groupPrompt: string
  readonly language: Language
}

/** How a turn ended. `unfinished`: the process stops; the next start goes on with it. */
export type Outcome =
  | { readonly state: 'answered' | 'failed' | 'stopped'; readonly reason: string; readonly joined: readonly number[] }
  | { readonly state: 'unfinished' }

export type AnswerPorts = {
  readonly agent: Agent
  readonly turns: TurnsPort
  readonly conversations: ConversationsPort
  readonly usage: UsagePort
  readonly outbox: Outbox
  readonly publish: (fact: Fact) => void
  readonly now: () => number
  readonly log: Logger
}

/** What a turn is given beside its entry: the ways in and out of its lane. */
export type Scene = {
  readonly channel: Channel
  readonly budget: Budget
  readonly record: TurnRecord
  /** Messages of the same sender that may join before the next model call. */
  readonly steer: () => readonly { id: number; text: string }[]
  /** `true` while the conversation was not started over during this turn. */
  readonly stillCurrent: () => boolean
  /** Aborts when somebody stops this turn. */
  readonly stopped: AbortSignal
  /** Aborts when the process ends. */
  readonly life: AbortSignal
}

/** Runs one turn to its visible end: asks the agent, keeps the sender informed, delivers once. Rejects only when storing fails. */
export async function answer(entry: Entry, scene: Scene, ports: AnswerPorts): Promise<Outcome> {
  const left = scene.record
  if (left.answer !== undefined) return deliver(entry, scene, ports, left, left.answer, [])
  const progress: Progress = { joined: [], messages: [] }
  const reply = openReply(entry, scene, ports)
  for await (const event of runAgent(entry, scene, ports)) apply(event, entry, reply, progress, ports)
  await reply.finish()
  if (scene.life.aborted) return { state: 'unfinished' }
  const text = finalText(reply.state.answer, progress, entry.language, reply.card !== undefined)
  const record = await remember(entry, ports, { answer: text })
  if (scene.stillCurrent()) await ports.conversations.append(entry.session, progress.messages, ports.now())
  const outcome = await deliver(entry, scene, ports, record, text, progress.joined, reply)
  return outcome.state === 'answered' ? { ...outcome, ...verdictOf(progress) } : outcome
}

async function* runAgent(entry: Entry, scene: Scene, ports: AnswerPorts): AsyncIterable<TurnEvent> {
  const { arrival } = entry.item
  const { account, chatId, chatType, senderId } = arrival
  const { session, senderName, role, groupPrompt } = entry
  yield* ports.agent.run({
    session,
    account,
    chatId,
    chatType,
    senderId,
    senderName,
    role,
    groupPrompt,
    text: entry.message.text,
    history: await ports.conversations.read(session),
    steer: scene.steer,
    signal: AbortSignal.any([scene.stopped, scene.life]),
  })
}

function openReply(entry: Entry, scene: Scene, ports: AnswerPorts): LiveReply {
  const { channel, budget, record, life } = scene
  const open = async (view: CardView): Promise<OpenCard> => {
    const cardId = await channel.createCard(view, life)
    const createdAt = ports.now()
    await remember(entry, ports, { cardId, cardCreatedAt: createdAt })
    await showCard(entry.item, cardId, scene, ports)
    return { cardId, createdAt }
  }
  const left =
    record.cardId === undefined
      ? undefined
      : { cardId: record.cardId, createdAt: record.cardCreatedAt ?? record.startedAt }
  const status = words.thinking[entry.language]
  return new LiveReply(
    { channel, budget, now: ports.now, log: ports.log, status, open },
    startReply(ports.now()),
    left,
    life,
  )
}

/** Merges into what is stored: the typing sign and the card are remembered by different hands. */
export async function remember(
  entry: Entry,
  ports: Pick<AnswerPorts, 'turns' | 'now'>,
  change: Partial<TurnRecord>,
): Promise<TurnRecord> {
  const known = (await ports.turns.get(entry.item.id)) ?? { inboxId: entry.item.id, startedAt: ports.now() }
  const record = { ...known, ...change }
  await ports.turns.save(record)
  return record
}

async function deliver(
  entry: Entry,
  scene: Scene,
  ports: AnswerPorts,
  record: TurnRecord,
  text: string,
  joined: readonly number[],
  reply?: LiveReply,
): Promise<Outcome> {
  const known = reply ?? openReply(entry, { ...scene, record }, ports)
  await known.finish()
  const delivered = text === '' ? undefined : await deliverAnswer(entry.item, text, known, scene, ports)
  if (scene.life.aborted) return { state: 'unfinished' }
  if (delivered) return { state: 'failed', reason: delivered.message, joined }
  return { state: 'answered', reason: '', joined }
}
