import { Lanes } from '../base/lanes.ts'
import type { Logger } from '../base/logger.ts'
import type { Fate } from '../contract/fates.ts'
import { answer, type AnswerPorts, type Entry, type Outcome } from './answer.ts'
import { Breaths, isOfSender } from './breaths.ts'
import type { BurstTiming } from './bursts.ts'
import type { Channel } from './channel.ts'
import { conclude, drop, orExpired } from './conclusion.ts'
import { leftCards } from './deliver.ts'
import type { FateBook } from './fate-book.ts'
import { closeLeft } from './left-cards.ts'
import type { OutgoingFiles } from './outgoing-files.ts'
import type { BotsPort, InboxPort } from './ports.ts'
import { metered, unmetered } from './reply.ts'
import { Stops, type Running } from './stops.ts'
import { joining, type Joined } from './steering.ts'
import { words } from './words.ts'
import { lineUp, WaitingLines, type Waiting } from './waiting-lines.ts'

/** After this long without a sign of life, the sender sees the typing sign (milliseconds). */
const TYPING_AFTER = 400

type Ports = AnswerPorts & {
  readonly inbox: InboxPort
  readonly bots: BotsPort
  readonly isUnmetered: (account: string) => boolean
  /** True while only answers are worth a call: no typing sign, no streaming. */
  readonly isSaving: (account: string) => boolean
  readonly files: OutgoingFiles
  readonly bursts?: BurstTiming
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
  readonly #breaths: Breaths
  /** Messages that are waiting, running or being concluded. */
  readonly #open = new Set<number>()
  readonly #life = new AbortController()
  /** Counts `/new`: a turn that began before must not write into the conversation that follows. */
  readonly #generations = new Map<string, number>()

  constructor(ports: Ports) {
    this.#ports = ports
    const drop = (waiting: Waiting, reason: string) => this.#drop(waiting, reason)
    const lines = { running: this.#running, waiting: this.#waiting }
    this.#stops = new Stops({ ...lines, drop })
    this.#breaths = new Breaths({ ...lines, timing: ports.bursts, now: ports.now })
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
    const waiting = lineUp(entry, channel, record, this.#ports)
    if (!this.#ports.isSaving(item.arrival.account))
      waiting.typing.showAfter(this.#breaths.signAfter(entry, TYPING_AFTER), this.#life.signal)
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
      const outcome = await orExpired(entry.item, this.#ports.bots, () => this.#answer(waiting, stopped))
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
    const { account } = entry.item.arrival
    const generation = this.#generation(session)
    await this.#ports.files.resume(entry.item, channel, this.#life.signal)
    const last = await this.#breaths.over(entry, AbortSignal.any([stopped, this.#life.signal]))
    const fresh = (await this.#ports.turns.get(entry.item.id)) ?? record
    const scene = {
      channel,
      record: fresh,
      cards: await leftCards(entry.item, this.#ports),
      budget: this.#ports.isUnmetered(account) ? unmetered : metered,
      isSaving: () => this.#ports.isSaving(account),
      burst: () => this.#join(entry, stopped, receivedAt => receivedAt <= last),
      steer: () => this.#join(entry, stopped, () => true),
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
  #join(entry: Entry, stopped: AbortSignal, wanted: (receivedAt: number) => boolean): Promise<readonly Joined[]> {
    const isTheirs = isOfSender(entry)
    const signal = AbortSignal.any([stopped, this.#life.signal])
    const isWanted = (waiting: Waiting) => isTheirs(waiting) && wanted(waiting.entry.item.receivedAt)
    const taken = this.#waiting.take(entry.session, isWanted)
    for (const waiting of taken) {
      void waiting.typing.remove(this.#life.signal)
      void closeLeft(waiting, '↑', this.#tidying)
    }
    return joining(taken, this.#ports, signal)
  }

  async #drop(waiting: Waiting, reason: string): Promise<void> {
    void closeLeft(waiting, words.stopped[waiting.entry.language], this.#tidying)
    await drop(waiting, reason, this.#concluding)
    this.#open.delete(waiting.entry.item.id)
  }

  get #tidying() {
    return { ...this.#ports, life: this.#life.signal }
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
