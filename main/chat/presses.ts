import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../base/logger.ts'
import type { Press, PressAnswer } from './channel.ts'
import { words } from './words.ts'

/** The action of the button that ends a turn; its ID is the turn's. */
export const STOP = 'stop'

/** A press, and the account whose card it was on. */
export type AccountPress = Press & { readonly account: string }

/** What one kind of button does. It decides at the press whether this person may, whatever the card showed. */
export type PressAction = (press: AccountPress) => PressAnswer | Promise<PressAnswer>

type Ports = { readonly actions: Readonly<Record<string, PressAction>>; readonly log: Logger }

/** The platform waits three seconds for an answer; what takes longer goes on behind it. */
const ANSWER_WITHIN = 2000
const REMEMBERED = 500

/** Answers presses outside of every queue. The same event is answered once; the same button may be pressed again. */
export class Presses {
  readonly #ports: Ports
  readonly #answers = new Map<string, Promise<PressAnswer>>()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Never rejects, and never takes longer than the platform waits. */
  answer(press: AccountPress): Promise<PressAnswer> {
    const key = `${press.account}:${press.eventId}`
    const known = press.eventId === '' ? undefined : this.#answers.get(key)
    if (known) return known
    const answer = this.#inTime(this.#act(press))
    this.#answers.set(key, answer)
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > REMEMBERED && oldest !== undefined) this.#answers.delete(oldest)
    return answer
  }

  async #act(press: AccountPress): Promise<PressAnswer> {
    const { actions, log } = this.#ports
    const action = Object.hasOwn(actions, press.action) ? actions[press.action] : undefined
    if (!action) return { kind: 'info', text: words.oldButton }
    try {
      return await action(press)
    } catch (error) {
      log.error('a press of a button failed', { action: press.action, messageId: press.messageId, error })
      return { kind: 'error', text: words.pressFailed }
    }
  }

  async #inTime(work: Promise<PressAnswer>): Promise<PressAnswer> {
    const done = new AbortController()
    const noted = sleep(ANSWER_WITHIN, { kind: 'info', text: words.pressNoted } as const, { signal: done.signal })
    try {
      return await Promise.race([work, noted.catch(() => work)])
    } finally {
      done.abort()
    }
  }
}

/** Ends the turn of this ID, for its sender and for owners. */
export const stopAction =
  (
    stop: (account: string, turnId: string, mayStop: (senderId: string) => boolean) => 'stopping' | 'over' | 'refused',
    isOwner: (account: string, openId: string) => boolean,
  ): PressAction =>
  ({ account, id, operatorId }) => {
    const outcome = stop(account, id, senderId => senderId === operatorId || isOwner(account, operatorId))
    switch (outcome) {
      case 'stopping':
        return { kind: 'success', text: words.stopping }
      case 'refused':
        return { kind: 'warning', text: words.notYoursToStop }
      case 'over':
        return { kind: 'info', text: words.alreadyOver }
      default:
        return outcome satisfies never
    }
  }
