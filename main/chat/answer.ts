import type { Agent } from '../agent/agent.ts'
import type { Role } from '../agent/permit.ts'
import type { SteerMessage, TurnEvent } from '../agent/turn-types.ts'
import type { Logger } from '../base/logger.ts'
import { AppError } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'
import type { Language } from '../contract/words.ts'
import type { Channel } from './channel.ts'
import { deliverAnswer, sayRefused, showCard } from './deliver.ts'
import type { Directory, Roster } from './directory.ts'
import type { Intake } from './intake.ts'
import { LiveReply } from './live-reply.ts'
import { caller, type Caller } from './mentions.ts'
import type { CardView, IncomingMessage } from './message.ts'
import type { Outbox } from './outbox.ts'
import type { ConversationsPort, InboxItem, InboxPort, TurnRecord, TurnsPort, UsagePort } from './ports.ts'
import { apply, finalText, verdictOf, type Progress } from './progress.ts'
import { STOP } from './presses.ts'
import { startReply, type Budget } from './reply.ts'
import { ShownCard } from './shown-card.ts'
import { inOneBreath, type Joined } from './steering.ts'
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

/** Why a turn ends whose message is no more. */
export const WITHDRAWN = new AppError('cancelled', 'The sender withdrew it.')

/**
 * How a turn ended. `unfinished`: the process stops; the next start goes on with it. `expired`: the account is another
 * bot meanwhile.
 */
export type Outcome =
  | {
      readonly state: 'answered' | 'failed' | 'stopped' | 'expired'
      readonly reason: string
      readonly joined: readonly number[]
    }
  | { readonly state: 'unfinished' }

export type AnswerPorts = {
  readonly agent: Agent
  /** Fetches and reads what came with the message. */
  readonly intake: Intake
  /** Who is in the groups. */
  readonly directory: Directory
  readonly inbox: Pick<InboxPort, 'setStage'>
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
  /** What an earlier run left of this answer. */
  readonly cards: readonly ShownCard[]
  /** What the sender wrote in one breath with it: part of the question. */
  readonly burst: () => Promise<readonly Joined[]>
  /** True while only the answer itself is worth a call. */
  readonly isSaving: () => boolean
  /** Messages of the same sender that may join before the next model call. */
  readonly steer: () => Promise<readonly SteerMessage[]>
  /** `true` while the conversation was not started over during this turn. */
  readonly stillCurrent: () => boolean
  /** Aborts when somebody stops this turn. */
  readonly stopped: AbortSignal
  /** Aborts when the process ends. */
  readonly life: AbortSignal
}

/** The scene of a turn with whom it may name and call. */
type Stage = Scene & { readonly roster: Roster | undefined; readonly call: Caller }

/** Runs one turn to its visible end: asks the agent, keeps the sender informed, delivers once. Rejects only when storing fails. */
export async function answer(entry: Entry, given: Scene, ports: AnswerPorts): Promise<Outcome> {
  const roster = await rosterOf(entry, given, ports)
  const scene: Stage = { ...given, roster, call: caller(roster?.people ?? []) }
  const left = scene.record
  const reply = openReply(entry, scene, ports)
  if (left.answer !== undefined) return deliver(entry, scene, ports, left.answer, [], reply)
  const progress: Progress = { joined: [], messages: [] }
  for await (const event of runAgent(entry, scene, ports)) apply(event, entry, reply, progress, ports)
  await reply.finish()
  if (scene.life.aborted) return { state: 'unfinished' }
  const text = finalText(reply.state.answer, progress, entry.language, reply.cards.length > 0)
  await remember(entry, ports, { answer: text })
  // What joined is answered by this text: after a crash from here on it must not be asked again.
  if (progress.joined.length > 0)
    await ports.inbox.setStage(progress.joined, 'done', 'joined', 'Answered with the message before.')
  if (scene.stillCurrent()) await ports.conversations.append(entry.session, progress.messages, ports.now())
  const outcome = await deliver(entry, scene, ports, text, progress.joined, reply)
  // Done on purpose without a word: the only turn that leaves a sign instead of an answer.
  if (text === '' && progress.ended === 'done' && !scene.isSaving())
    await scene.channel.markDone(entry.item.arrival.messageId, scene.life)
  return outcome.state === 'answered' ? { ...outcome, ...verdictOf(progress), ...withdrawal(progress, scene) } : outcome
}

/** In a group only: in private there is nobody else to name. */
async function rosterOf({ item: { arrival } }: Entry, scene: Scene, { directory }: AnswerPorts) {
  if (arrival.chatType !== 'group') return undefined
  return directory.of(arrival.account, arrival.chatId, AbortSignal.any([scene.stopped, scene.life]))
}

/** A turn that nobody stopped, or that ended with this reason, ended because its message was taken back. */
function withdrawal({ ended }: Progress, { stopped }: Scene): { reason?: string } {
  const isWithdrawn = ended === 'stopped' && (!stopped.aborted || stopped.reason === WITHDRAWN)
  return isWithdrawn ? { reason: WITHDRAWN.message } : {}
}

async function* runAgent(entry: Entry, scene: Stage, ports: AnswerPorts): AsyncIterable<TurnEvent> {
  const { arrival } = entry.item
  const { account, chatId, chatType, senderId } = arrival
  const { session, role, groupPrompt } = entry
  const signal = AbortSignal.any([scene.stopped, scene.life])
  const first = await ports.intake.prepare(entry, scene.channel, signal)
  const burst = await scene.burst()
  if (burst.length > 0) yield { type: 'steered', ids: burst.map(({ id }) => id) }
  const question = inOneBreath(first, burst)
  if (question.withdrawn || signal.aborted) {
    yield { type: 'turn-ended', reason: 'stopped' }
    return
  }
  yield* ports.agent.run({
    session,
    account,
    chatId,
    chatType,
    senderId,
    message: {
      inboxId: entry.item.id,
      messageId: arrival.messageId,
      chatType,
      inThread: arrival.threadId !== undefined,
    },
    ...(scene.roster && { members: scene.roster }),
    senderName: await ports.directory.speaker(arrival, entry.senderName, scene.roster, signal),
    role,
    groupPrompt,
    text: question.text,
    pictures: question.pictures,
    tainted: question.tainted,
    history: await ports.conversations.read(session),
    steer: scene.steer,
    signal,
  })
}

function openReply(entry: Entry, scene: Stage, ports: AnswerPorts): LiveReply {
  const { channel, budget, life, cards, call, isSaving } = scene
  const { item, language } = entry
  const create = async (view: CardView, page: number): Promise<ShownCard> => {
    const cardId = await channel.createCard(view, life)
    const createdAt = ports.now()
    if (page === 0) await remember(entry, ports, { cardId, cardCreatedAt: createdAt })
    return new ShownCard({ cardId, page, createdAt }, ports.now)
  }
  const button = { label: words.stop[language], action: STOP, id: String(item.id) }
  const frame = { status: words.thinking[language], language, button }
  const show = (card: ShownCard) => showCard(item, card, scene, ports)
  const view = { channel, budget, now: ports.now, log: ports.log, frame, create, show, call, isSaving }
  return new LiveReply(view, startReply(ports.now()), cards, life)
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
  scene: Stage,
  ports: AnswerPorts,
  text: string,
  joined: readonly number[],
  reply: LiveReply,
): Promise<Outcome> {
  await reply.finish()
  const where = { ...scene, language: entry.language }
  const failure = text === '' ? undefined : await deliverAnswer(entry.item, text, reply, where, ports)
  if (scene.life.aborted) return { state: 'unfinished' }
  if (!failure) return { state: 'answered', reason: '', joined }
  await sayRefused(entry.item, failure, where, ports)
  return { state: 'failed', reason: failure.message, joined }
}
