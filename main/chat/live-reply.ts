import type { Logger } from '../base/logger.ts'
import { asAppError } from '../contract/errors.ts'
import type { Channel } from './channel.ts'
import { afterWrite, cardView, nextMove, type Budget, type Head, type Move, type ReplyState } from './reply.ts'

/** Known cards of a turn: made by this run or left by one before a crash. */
export type OpenCard = { readonly cardId: string; readonly createdAt: number }

type Write = Extract<Move, { do: 'write' }>

type Ports = {
  readonly channel: Channel
  readonly budget: Budget
  readonly now: () => number
  readonly log: Logger
  readonly status: string
  /** Makes the card, stores it and sends it; rejects when the platform refuses cards. */
  readonly open: (view: ReturnType<typeof cardView>) => Promise<OpenCard>
}

/**
 * Keeps the sender's view up with a running turn: one write at a time, always the newest text.
 * A failed write costs nothing but that write; `finish` leaves no timer behind.
 */
export class LiveReply {
  readonly #ports: Ports
  #state: ReplyState
  #card: OpenCard | undefined
  #sequence = 0
  #ended = false
  #wake: () => void = () => undefined
  readonly #loop: Promise<void>
  readonly #signal: AbortSignal

  constructor(ports: Ports, state: ReplyState, card: OpenCard | undefined, signal: AbortSignal) {
    this.#ports = ports
    this.#card = card
    this.#state = card ? { ...state, card: 'open' } : state
    this.#signal = signal
    this.#loop = this.#run()
  }

  change(change: (state: ReplyState) => ReplyState): void {
    this.#state = change(this.#state)
    this.#wake()
  }

  get state(): ReplyState {
    return this.#state
  }

  get card(): OpenCard | undefined {
    return this.#card
  }

  /** Ends the loop; resolves when no write is under way any more. */
  async finish(): Promise<void> {
    this.#ended = true
    this.#wake()
    await this.#loop
  }

  /**
   * Grows with every write, and with time: after a crash nobody knows the last number, but it was smaller
   * than what the age of the card gives (20 a second, twice the rate that the platform allows).
   */
  nextSequence(): number {
    const age = this.#ports.now() - (this.#card?.createdAt ?? this.#ports.now())
    this.#sequence = Math.max(this.#sequence + 1, Math.floor(age / 50) + 1)
    return this.#sequence
  }

  async #run(): Promise<void> {
    while (!this.#ended && !this.#signal.aborted) {
      const move = nextMove(this.#state, this.#ports.now(), this.#ports.budget, this.#head)
      if (move.do === 'wait') await this.#pause(move.until)
      else await this.#perform(move)
    }
  }

  #pause(until: number | undefined): Promise<void> {
    return new Promise(resolve => {
      const timer = until === undefined ? undefined : setTimeout(resolve, Math.max(1, until - this.#ports.now()))
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async #perform(move: Exclude<Move, { do: 'wait' }>): Promise<void> {
    try {
      await (move.do === 'open-card' ? this.#open() : this.#write(move))
    } catch (thrown) {
      const error = asAppError(thrown)
      this.#ports.log.debug(`could not ${move.do}`, { code: error.code, error })
      // Without a card the answer comes as a message; a missed write is made up for by the next one.
      this.#state =
        move.do === 'open-card'
          ? { ...this.#state, card: this.#card ? 'open' : 'closed' }
          : { ...this.#state, writes: this.#state.writes + 1, lastWriteAt: this.#ports.now() }
    }
  }

  async #open(): Promise<void> {
    const view = cardView(this.#state, this.#ports.status, this.#head)
    this.#card = await this.#ports.open(view)
    const { length } = this.#state.answer
    this.#state = {
      ...this.#state,
      card: 'open',
      written: length,
      shownSteps: view.steps,
      lastWriteAt: this.#ports.now(),
    }
  }

  async #write(move: Write): Promise<void> {
    const card = this.#card
    if (!card) return
    const { part, text } = move
    const outcome = await this.#ports.channel.writeCard(card.cardId, part, text, this.nextSequence(), this.#signal)
    this.#state =
      outcome === 'written' ? afterWrite(this.#state, move, this.#ports.now()) : { ...this.#state, card: 'closed' }
  }

  /** As the channel cuts it, so that the card shows while it streams what it will hold at the end. */
  readonly #head: Head = answer => {
    const [first, ...rest] = this.#ports.channel.bodies(answer)
    const text = first?.kind === 'markdown' || first?.kind === 'text' ? first.text : ''
    return { text, whole: rest.length === 0 }
  }
}
