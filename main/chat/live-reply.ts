import type { Logger } from '../base/logger.ts'
import { asAppError } from '../contract/errors.ts'
import type { Channel } from './channel.ts'
import { calledView, type Caller } from './mentions.ts'
import type { CardView } from './message.ts'
import { afterWrite, currentSteps, nextMove, type Budget, type Move, type Pages, type ReplyState } from './reply.ts'
import type { ShownCard } from './shown-card.ts'

type Write = Extract<Move, { do: 'write' }>
type Turn = Extract<Move, { do: 'turn-page' }>

type Ports = {
  readonly channel: Channel
  readonly budget: Budget
  readonly now: () => number
  readonly log: Logger
  /** What every card at work has: a status, a way to stop. */
  readonly frame: Pick<CardView, 'status' | 'button' | 'language'>
  /** Makes a card and stores it; rejects when the platform refuses cards. */
  readonly create: (view: CardView, page: number) => Promise<ShownCard>
  /** Whom the answer calls; cards that are at work call nobody yet. */
  readonly call: Caller
  /** True while only the answer itself is worth a call: nothing is shown before its end. */
  readonly isSaving: () => boolean
  /** Sends its message, once. */
  readonly show: (card: ShownCard) => Promise<void>
}

/** The platform ends a card's stream after ten minutes; this is for a day. */
const MOST_REOPENED = 144

/**
 * Keeps the sender's view up with a running turn: one write at a time, always the newest text, in as many cards as it
 * takes. A failed write costs nothing but that write; `finish` leaves no timer behind.
 */
export class LiveReply {
  readonly #ports: Ports
  readonly #cards: ShownCard[]
  readonly #loop: Promise<void>
  readonly #signal: AbortSignal
  #state: ReplyState
  #ended = false
  #reopened = 0
  #wake: () => void = () => undefined

  constructor(ports: Ports, state: ReplyState, cards: readonly ShownCard[], signal: AbortSignal) {
    this.#ports = ports
    this.#cards = [...cards]
    this.#state = cards.length > 0 ? { ...state, card: 'open' } : state
    this.#signal = signal
    this.#loop = this.#run()
  }

  change(change: (state: ReplyState) => ReplyState): void {
    const changed = change(this.#state)
    const isFirst = changed.answer !== '' && changed.begunAt === undefined
    this.#state = isFirst ? { ...changed, begunAt: this.#ports.now() } : changed
    this.#wake()
  }

  get state(): ReplyState {
    return this.#state
  }

  /** In the order of the answer. */
  get cards(): readonly ShownCard[] {
    return this.#cards
  }

  /** Ends the loop; resolves when no write is under way any more. */
  async finish(): Promise<void> {
    this.#ended = true
    this.#wake()
    await this.#loop
  }

  async #run(): Promise<void> {
    while (!this.#ended && !this.#signal.aborted) {
      const move = this.#next()
      if (move.do === 'wait') await this.#pause(move.until)
      else await this.#perform(move)
    }
  }

  /** Never throws: what can't be cut into pages is no reason to end the process, which others talk to as well. */
  #next(): Move {
    if (this.#ports.isSaving()) return { do: 'wait' }
    try {
      return nextMove(this.#state, this.#ports.now(), this.#ports.budget, this.#pages)
    } catch (error) {
      this.#ports.log.error('an answer can only be shown at its end', { error })
      this.#state = { ...this.#state, card: 'closed' }
      return { do: 'wait' }
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
      if (move.do === 'open-card') await this.#open()
      else if (move.do === 'write') await this.#write(move)
      else await this.#turnPage(move)
    } catch (thrown) {
      const error = asAppError(thrown)
      this.#ports.log.debug(`could not ${move.do}`, { code: error.code, error })
      // A missed write is made up for by the next one; without a card the answer comes as a message.
      const missed = { ...this.#state, writes: this.#state.writes + 1, lastWriteAt: this.#ports.now() }
      this.#state = move.do === 'write' ? missed : { ...missed, card: 'closed' }
    }
  }

  async #open(): Promise<void> {
    const { answer, page } = this.#state
    const [pages, steps] = [this.#pages(answer), currentSteps(this.#state)]
    await this.#openPage(page, { answer: pages[page] ?? '', steps, ...this.#ports.frame })
    const written = shownOf(answer, pages, page)
    this.#state = { ...this.#state, card: 'open', written, shownSteps: steps, lastWriteAt: this.#ports.now() }
  }

  async #openPage(page: number, view: CardView): Promise<void> {
    const card = await this.#ports.create(view, page)
    this.#cards.push(card)
    await this.#ports.show(card)
  }

  async #write(move: Write): Promise<void> {
    const card = this.#cards[this.#state.page]
    if (!card) return
    const { part, text } = move
    const { channel, now } = this.#ports
    let outcome = await channel.writeCard(card.cardId, part, text, card.nextSequence(), this.#signal)
    if (outcome === 'closed' && this.#reopened++ < MOST_REOPENED) outcome = await this.#reopen(card)
    this.#state = outcome === 'written' ? afterWrite(this.#state, move, now()) : { ...this.#state, card: 'closed' }
  }

  /** The platform ended the stream, or a run before a crash did: the whole card is drawn anew. */
  #reopen(card: ShownCard) {
    const { answer, page } = this.#state
    const view = { answer: this.#pages(answer)[page] ?? '', steps: currentSteps(this.#state), ...this.#ports.frame }
    return this.#ports.channel.reopenCard(card.cardId, view, card.nextSequence(), this.#signal)
  }

  async #turnPage(move: Turn): Promise<void> {
    const card = this.#cards[this.#state.page]
    if (!card) return
    const { channel, frame, now, call } = this.#ports
    const steps = currentSteps(this.#state)
    const language = frame.language ? { language: frame.language } : {}
    const view = { ...calledView(move.text, call), steps, status: '', ...language }
    const outcome = await channel.finishCard(card.cardId, view, card.nextSequence(), this.#signal)
    if (outcome === 'gone') return void (this.#state = { ...this.#state, card: 'closed' })
    card.finishedWith = move.text
    card.steps = steps
    const { answer, page } = this.#state
    const written = shownOf(answer, this.#pages(answer), page + 1)
    this.#state = { ...afterWrite(this.#state, move, now()), written: Math.min(written, move.length) }
    const known = this.#cards[page + 1]
    if (known) await this.#write({ do: 'write', part: 'answer', text: move.next, length: move.length })
    else await this.#openPage(page + 1, { answer: move.next, steps: '', ...frame })
  }

  /** As the channel cuts it, so that cards show while they stream what they will hold at the end. */
  readonly #pages: Pages = answer =>
    this.#ports.channel.bodies(answer).map(body => (body.kind === 'markdown' || body.kind === 'text' ? body.text : ''))
}

/** How much of an answer counts as shown once a page is: not all of it when there is another page. */
const shownOf = (answer: string, pages: readonly string[], page: number): number =>
  pages[page + 1] === undefined ? answer.length : answer.length - 1
