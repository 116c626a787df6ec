import { Lanes } from '../base/lanes.ts'
import type { Logger } from '../base/logger.ts'
import type { Fate } from '../contract/fates.ts'
import type { SteerMessage } from '../agent/turn-types.ts'
import { answer, remember, type AnswerPorts, type Entry, type Outcome } from './answer.ts'
import type { Channel } from './channel.ts'
import { conclude, drop } from './conclusion.ts'
import { leftCards } from './deliver.ts'
import { closeBare } from './finish-cards.ts'
import type { FateBook } from './fate-book.ts'
import type { InboxPort } from './ports.ts'
import { metered, unmetered } from './reply.ts'
import { Stops, type Running } from './stops.ts'
import { TypingSign } from './typing.ts'
import { words } from './words.ts'
import { WaitingLines, type Waiting } from './waiting-lines.ts'

/** After this long without a sign of life, the sender sees the typing sign (milliseconds). */
const TYPING_AFTER = 400

type Ports = AnswerPorts & {
  readonly inbox: InboxPort
  readonly isUnmetered: (account: string) => boolean
  readonly log: Logger
  readonly fateBook: FateBook
}

/** One lane per conversation: its messages are answered in order, different conversations side by side. */
export class Sessions {
  readonly #ports: Ports
  readonly #lanes = new Lanes()
  /** What is left to tidy up behind turns that ended. */
  readonly #tails = new Lanes()
  readonly #waiting = new WaitingLines()
  readonly #running = new Map<string, Running>()
  readonly #stops: Stops
  /** Messages that are waiting, running or being concluded. */
  readonly #open = new Set<number>()
  readonly #life = new AbortController()
  /** Counts `/new`: a turn that began before must not write into the conversation that follows. */
  readonly #generations = new Map<string, number>()

  constructor(ports: Ports) {
    this.#ports = ports
    const drop = (waiting: Waiting, reason: string) => this.#drop(waiting, reason)
    this.#stops = new Stops({ running: this.#running, waiting: this.#waiting, drop })
  }

  get counts(): { waiting: number; running: number } {
    return { waiting: this.#waiting.count, running: this.#running.size }
  }

  /** True while this message is on its way to an answer in this process. */
  has(inboxId: number): boolean {
    return this.#open.has(inboxId)
  }

  /** Takes the message into its lane; the typing sign runs from now on, also while it waits. */
  async enqueue(entry: Entry, channel: Channel): Promise<void> {
    const { item } = entry
    this.#open.add(item.id)
    const record = (await this.#ports.turns.get(item.id)) ?? { inboxId: item.id, startedAt: this.#ports.now() }
    const keep = async (typing: string) => void (await remember(entry, this.#ports, { typing }))
    const typing = new TypingSign(
      { channel, messageId: item.arrival.messageId, log: this.#ports.log, remember: keep },
      record.typing,
    )
    typing.showAfter(TYPING_AFTER, this.#life.signal)
    const waiting: Waiting = { entry, channel, typing, record, controller: new AbortController() }
    this.#waiting.add(waiting)
    await this.#settle(entry, 'waiting', 'queued', 'In line for its turn.')
    void this.#lanes.run(entry.session, () => this.#runNext(waiting))
  }

  /** Every way to end a turn from outside. */
  get stops(): Stops {
    return this.#stops
  }

  /** See `Stops`. */
  readonly stop = (...asked: Parameters<Stops['stop']>) => this.#stops.stop(...asked)
  readonly stopTurn = (turnId: string) => this.#stops.stopTurn(turnId)

  /** What follows no longer belongs to the conversation before. */
  renew(session: string): void {
    this.#generations.set(session, this.#generation(session) + 1)
  }

  /** Lets running turns end for `grace` milliseconds, then cuts them; what is not done is taken up at the next start. */
  async close(grace: number): Promise<void> {
    const timer = setTimeout(() => this.#life.abort(), grace)
    for (const { typing } of this.#waiting.all) typing.abandon()
    this.#waiting.clear()
    await this.#lanes.idle()
    await this.#tails.idle()
    clearTimeout(timer)
    this.#life.abort()
  }

  #generation(session: string): number {
    return this.#generations.get(session) ?? 0
  }

  /** Its place in the lane; the message itself may have joined another turn or been dropped meanwhile. */
  async #runNext(waiting: Waiting): Promise<void> {
    const taken = this.#waiting.take(waiting.entry.session, other => other === waiting)
    if (taken.length === 0 || this.#life.signal.aborted) return
    const { controller } = waiting
    const run = this.#run(waiting, controller.signal)
    this.#running.set(waiting.entry.session, { entry: waiting.entry, controller, ended: run })
    this.#publishQueue()
    await run
  }

  async #run(waiting: Waiting, stopped: AbortSignal): Promise<void> {
    const { entry } = waiting
    const { account, chatId, senderId } = entry.item.arrival
    const turnId = String(entry.item.id)
    const startedAt = this.#ports.now()
    this.#ports.publish({ type: 'turn-started', turn: { id: turnId, account, chatId, senderId, startedAt, steps: [] } })
    try {
      await this.#settle(entry, 'running', 'running', '')
      const outcome = await this.#answer(waiting, stopped)
      // The answer is out: the next message need not wait for the sign to go.
      void this.#tails.run(turnId, () => this.#conclude(waiting, outcome))
    } catch (thrown) {
      // Only storing can fail here. The message stays unfinished and is taken up at the next start.
      this.#ports.log.error('a turn could not be stored', { inboxId: entry.item.id, error: thrown })
      waiting.typing.abandon()
    } finally {
      this.#running.delete(entry.session)
      this.#ports.publish({ type: 'turn-ended', turnId })
      this.#publishQueue()
    }
  }

  async #answer({ entry, channel, record }: Waiting, stopped: AbortSignal): Promise<Outcome> {
    const { session } = entry
    const generation = this.#generation(session)
    const fresh = (await this.#ports.turns.get(entry.item.id)) ?? record
    const scene = {
      channel,
      record: fresh,
      cards: await leftCards(entry.item, this.#ports),
      budget: this.#ports.isUnmetered(entry.item.arrival.account) ? unmetered : metered,
      steer: () => this.#steer(entry, stopped),
      stillCurrent: () => this.#generation(session) === generation,
      stopped,
      life: this.#life.signal,
    }
    return answer(entry, scene, this.#ports)
  }

  async #conclude(waiting: Waiting, outcome: Outcome): Promise<void> {
    for (const id of await conclude(waiting, outcome, this.#concluding)) this.#open.delete(id)
  }

  /** What the same sender wrote meanwhile joins the turn instead of waiting for its own. */
  #steer(entry: Entry, stopped: AbortSignal): Promise<readonly SteerMessage[]> {
    const mine = (waiting: Waiting) => waiting.entry.item.arrival.senderId === entry.item.arrival.senderId
    const signal = AbortSignal.any([stopped, this.#life.signal])
    const joining = this.#waiting.take(entry.session, mine).map(async waiting => {
      void waiting.typing.remove(this.#life.signal)
      void this.#closeLeft(waiting, '↑')
      this.#ports.fateBook.note(waiting.entry.item.arrival, 'joined', 'Joined the running turn of the same sender.')
      return { id: waiting.entry.item.id, ...(await this.#ports.intake.prepare(waiting.entry, waiting.channel, signal)) }
    })
    return Promise.all(joining)
  }

  async #drop(waiting: Waiting, reason: string): Promise<void> {
    void this.#closeLeft(waiting, words.stopped[waiting.entry.language])
    await drop(waiting, reason, this.#concluding)
    this.#open.delete(waiting.entry.item.id)
  }

  /** A message that gets no turn may have cards of an earlier run, which must not look as if they were at work. */
  async #closeLeft({ entry, channel }: Waiting, text: string): Promise<void> {
    const { log } = this.#ports
    try {
      const cards = await leftCards(entry.item, this.#ports)
      for (const card of cards) void closeBare(card, text, { channel, life: this.#life.signal, log })
    } catch (error) {
      log.error('the cards of a message could not be looked up', { inboxId: entry.item.id, error })
    }
  }

  get #concluding() {
    const { inbox, turns } = this.#ports
    return { inbox, turns, life: this.#life.signal, settle: this.#settle }
  }

  readonly #settle = async (entry: Entry, stage: 'waiting' | 'running' | 'done', fate: Fate, reason: string) => {
    await this.#ports.fateBook.settle(entry.item, stage, fate, reason)
    this.#publishQueue()
  }

  #publishQueue(): void {
    this.#ports.publish({ type: 'queue-changed', ...this.counts })
  }
}
