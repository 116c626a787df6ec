import { setTimeout as sleep } from 'node:timers/promises'
import { backoff } from '../base/backoff.ts'
import { Lanes } from '../base/lanes.ts'
import type { Logger } from '../base/logger.ts'
import type { Fate } from '../contract/fates.ts'
import { answer, remember, type AnswerPorts, type Entry, type Outcome } from './answer.ts'
import type { Channel } from './channel.ts'
import type { FateBook } from './fate-book.ts'
import type { InboxPort, TurnRecord } from './ports.ts'
import { metered, unmetered } from './reply.ts'
import { TypingSign } from './typing.ts'

/** After this long without a sign of life, the sender sees the typing sign (milliseconds). */
const TYPING_AFTER = 400

/** About ten minutes. */
const SIGN_ATTEMPTS = 9

type Ports = AnswerPorts & {
  readonly inbox: InboxPort
  readonly isUnmetered: (account: string) => boolean
  readonly log: Logger
  readonly fateBook: FateBook
}

type Waiting = { readonly entry: Entry; readonly channel: Channel; readonly typing: TypingSign; record: TurnRecord }
type Running = { readonly entry: Entry; readonly controller: AbortController; readonly ended: Promise<void> }

/** One lane per conversation: its messages are answered in order, different conversations side by side. */
export class Sessions {
  readonly #ports: Ports
  readonly #lanes = new Lanes()
  /** What is left to tidy up behind turns that ended. */
  readonly #tails = new Lanes()
  readonly #waiting = new Map<string, Waiting[]>()
  readonly #running = new Map<string, Running>()
  /** Messages that are waiting, running or being concluded. */
  readonly #open = new Set<number>()
  readonly #life = new AbortController()
  /** Counts `/new`: a turn that began before must not write into the conversation that follows. */
  readonly #generations = new Map<string, number>()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  get counts(): { waiting: number; running: number } {
    const waiting = [...this.#waiting.values()].reduce((sum, list) => sum + list.length, 0)
    return { waiting, running: this.#running.size }
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
    const waiting: Waiting = { entry, channel, typing, record }
    this.#waiting.set(entry.session, [...(this.#waiting.get(entry.session) ?? []), waiting])
    await this.#settle(entry, 'waiting', 'queued', 'In line for its turn.')
    void this.#lanes.run(entry.session, () => this.#runNext(waiting))
  }

  /** Ends the running turn of this session, and drops what the same sender still has in line. Resolves when it has ended. */
  async stop(session: string, mayStop: (entry: Entry) => boolean): Promise<'stopped' | 'nothing' | 'refused'> {
    const running = this.#running.get(session)
    if (!running) return 'nothing'
    if (!mayStop(running.entry)) return 'refused'
    const sender = running.entry.item.arrival.senderId
    for (const waiting of this.#take(session, waiting => waiting.entry.item.arrival.senderId === sender)) {
      await this.#drop(waiting, 'Stopped on request before its turn.')
    }
    running.controller.abort()
    await running.ended
    return 'stopped'
  }

  /** Ends this turn wherever it runs, as its own sender would. */
  async stopTurn(turnId: string): Promise<boolean> {
    const isIt = ({ item }: Entry) => String(item.id) === turnId
    const running = [...this.#running.values()].find(({ entry }) => isIt(entry))
    return running !== undefined && (await this.stop(running.entry.session, isIt)) === 'stopped'
  }

  /** The sender took the message back: nothing more is done for it. */
  async recalled(account: string, messageId: string): Promise<void> {
    const isIt = (entry: Entry) => entry.item.arrival.account === account && entry.item.arrival.messageId === messageId
    for (const running of this.#running.values()) if (isIt(running.entry)) running.controller.abort()
    for (const session of Array.from(this.#waiting.keys())) {
      for (const waiting of this.#take(session, waiting => isIt(waiting.entry)))
        await this.#drop(waiting, 'The sender withdrew it.')
    }
  }

  /** What follows no longer belongs to the conversation before. */
  renew(session: string): void {
    this.#generations.set(session, this.#generation(session) + 1)
  }

  /** Lets running turns end for `grace` milliseconds, then cuts them; what is not done is taken up at the next start. */
  async close(grace: number): Promise<void> {
    const timer = setTimeout(() => this.#life.abort(), grace)
    for (const list of this.#waiting.values()) for (const waiting of list) waiting.typing.abandon()
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
    if (this.#take(waiting.entry.session, other => other === waiting).length === 0 || this.#life.signal.aborted) return
    const controller = new AbortController()
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
      budget: this.#ports.isUnmetered(entry.item.arrival.account) ? unmetered : metered,
      steer: () => this.#steer(entry),
      stillCurrent: () => this.#generation(session) === generation,
      stopped,
      life: this.#life.signal,
    }
    return answer(entry, scene, this.#ports)
  }

  async #conclude({ entry, typing }: Waiting, outcome: Outcome): Promise<void> {
    if (outcome.state === 'unfinished') return typing.abandon()
    const fate: Fate = outcome.state === 'stopped' ? 'skipped' : outcome.state
    await this.#tidy(entry, typing, fate, outcome.reason)
    if (this.#life.signal.aborted) return
    if (outcome.joined.length > 0)
      await this.#ports.inbox.setStage(outcome.joined, 'done', 'joined', 'Answered with the message before.')
    await this.#settle(entry, 'done', fate, outcome.reason)
    await this.#ports.turns.remove(entry.item.id)
    for (const id of [entry.item.id, ...outcome.joined]) this.#open.delete(id)
  }

  /**
   * Takes the sign away before the message counts as done: a crash in between repeats only the harmless half. A sign
   * that does not go at once is tried for some minutes, while the fate is already told.
   */
  async #tidy(entry: Entry, typing: TypingSign, fate: Fate, reason: string): Promise<void> {
    for (let attempt = 1; !(await typing.remove(this.#life.signal)); attempt++) {
      if (attempt === 1) await this.#settle(entry, 'running', fate, reason)
      if (attempt === SIGN_ATTEMPTS || this.#life.signal.aborted) return
      const pause = backoff(attempt, { first: 5000, most: 120_000 })
      await sleep(pause, undefined, { signal: this.#life.signal }).catch(() => undefined)
    }
  }

  /** What the same sender wrote meanwhile joins the turn instead of waiting for its own. */
  #steer(entry: Entry): readonly { id: number; text: string }[] {
    const mine = (waiting: Waiting) => waiting.entry.item.arrival.senderId === entry.item.arrival.senderId
    return this.#take(entry.session, mine).map(waiting => {
      void waiting.typing.remove(this.#life.signal)
      this.#ports.fateBook.note(waiting.entry.item.arrival, 'joined', 'Joined the running turn of the same sender.')
      return { id: waiting.entry.item.id, text: waiting.entry.message.text }
    })
  }

  async #drop({ entry, typing }: Waiting, reason: string): Promise<void> {
    await typing.remove(this.#life.signal)
    await this.#settle(entry, 'done', 'skipped', reason)
    await this.#ports.turns.remove(entry.item.id)
    this.#open.delete(entry.item.id)
  }

  #take(session: string, wanted: (waiting: Waiting) => boolean): readonly Waiting[] {
    const list = this.#waiting.get(session) ?? []
    const rest = list.filter(waiting => !wanted(waiting))
    if (rest.length === 0) this.#waiting.delete(session)
    else this.#waiting.set(session, rest)
    return list.filter(wanted)
  }

  async #settle(entry: Entry, stage: 'waiting' | 'running' | 'done', fate: Fate, reason: string): Promise<void> {
    await this.#ports.fateBook.settle(entry.item, stage, fate, reason)
    this.#publishQueue()
  }

  #publishQueue(): void {
    this.#ports.publish({ type: 'queue-changed', ...this.counts })
  }
}
