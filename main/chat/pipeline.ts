import { setImmediate as nextLoop } from 'node:timers/promises'
import { BoundedMap } from '../base/bounded-map.ts'
import { Lanes } from '../base/lanes.ts'
import type { AccountConfig } from '../contract/config.ts'
import { asAppError } from '../contract/errors.ts'
import { Admission, type AdmissionPorts, type Slow } from './admission.ts'
import { isBotLoop } from './bot-loop.ts'
import type { Channel, ChannelSink } from './channel.ts'
import { OTHER_BOT } from './fate-book.ts'
import { judge } from './gate.ts'
import type { IncomingMessage } from './message.ts'
import type { BotsPort, InboxItem, InboxPort, PersonRow } from './ports.ts'
import type { Presses } from './presses.ts'
import type { Reactions } from './reactions.ts'
import { Visitors, type VisitorPorts } from './visitors.ts'

export type PipelinePorts = AdmissionPorts &
  VisitorPorts & {
    readonly inbox: InboxPort
    readonly bots: BotsPort
    readonly presses: Presses
    readonly reactions: Reactions
    readonly channel: (account: string) => Channel | undefined
    readonly account: (id: string) => AccountConfig | undefined
    readonly isPaused: () => boolean
    /** The answer for somebody who just became the owner by sending the code; `undefined` for everybody else. */
    readonly claim: (
      item: InboxItem,
      message: IncomingMessage,
      person: PersonRow | undefined,
      account: AccountConfig,
    ) => Promise<string | undefined>
  }

const laneOf = ({ arrival }: InboxItem): string => `${arrival.account}:${arrival.chatId}`

/** The path of a message: committed, then acknowledged, then judged, then answered. */
export class Pipeline {
  readonly #ports: PipelinePorts
  /** Keeps the order of a chat while its messages are read and judged. */
  readonly #intake = new Lanes()
  readonly #life = new AbortController()
  readonly #admission: Admission
  readonly #visitors: Visitors
  #pace: Promise<unknown> = Promise.resolve()
  /** Withdrawn messages, the latest ones: an event that is delivered again may bring a message after its withdrawal. */
  readonly #withdrawn = new BoundedMap<string, true>(1000)
  /** Messages that are being read and judged now. */
  readonly #judging = new Set<number>()

  constructor(ports: PipelinePorts) {
    this.#ports = ports
    this.#admission = new Admission(ports, this.#life.signal)
    this.#visitors = new Visitors(ports, this.#life.signal)
  }

  /** What a channel of this account is given to report to. Acknowledging waits for `message` alone. */
  sink(account: string): Pick<ChannelSink, 'message' | 'noted' | 'recalled' | 'pressed' | 'reacted'> {
    return {
      message: async arrival => {
        const { item, fresh } = await this.#ports.inbox.record(arrival)
        if (fresh) this.#take(item)
        else this.#ports.fateBook.note(arrival, 'duplicate', `Already known as ${item.fate ?? item.stage}.`)
      },
      noted: event => this.#ports.fateBook.report({ account, fate: 'skipped', ...event }),
      recalled: messageId => void this.#recalled(account, messageId),
      pressed: press => this.#ports.presses.answer({ account, ...press }),
      reacted: reaction => this.#ports.reactions.take(account, reaction),
    }
  }

  /** Picks up what is stored without an answer and not under way: left by an earlier run, or while its account was off. */
  async resume(): Promise<void> {
    const left = (await this.#ports.inbox.unfinished()).filter(({ id }) => !this.#isUnderWay(id))
    if (left.length > 0) this.#ports.log.info('stored messages are taken up again', { count: left.length })
    for (const item of left) this.#take(item)
    await this.policyChanged()
  }

  /** The rules changed: whoever waited and is decided now gets their answer, or never will. */
  async policyChanged(): Promise<void> {
    for (const item of await this.#ports.inbox.held()) this.#take(item)
    for (const person of await this.#ports.people.decided()) await this.#ports.people.pairingOver(person)
  }

  async close(): Promise<void> {
    this.#life.abort()
    await this.#intake.idle()
  }

  /** At once for a turn that runs or waits; and once more when the message is judged, which may be under way. */
  async #recalled(account: string, messageId: string): Promise<void> {
    const { inbox, sessions, fateBook, log } = this.#ports
    this.#withdrawn.set(`${account}:${messageId}`, true)
    try {
      await sessions.stops.recalled(account, messageId)
      const item = await inbox.byMessage(account, messageId)
      if (!item || item.stage === 'done') return
      await this.#intake.run(laneOf(item), async () => {
        await sessions.stops.recalled(account, messageId)
        const now = await inbox.byMessage(account, messageId)
        if (now?.stage === 'held') await fateBook.settle(now, 'done', 'skipped', 'The sender withdrew it.')
      })
    } catch (thrown) {
      log.error('a withdrawn message could not be given up', { account, messageId, error: thrown })
    }
  }

  #isUnderWay(id: number): boolean {
    return this.#judging.has(id) || this.#ports.sessions.has(id)
  }

  #take(item: InboxItem): void {
    if (this.#isUnderWay(item.id)) return
    this.#judging.add(item.id)
    // Acknowledgements of a burst go out between the items, not behind all of them.
    const turn = (this.#pace = this.#pace.then(() => nextLoop()))
    void this.#intake.run(laneOf(item), async () => {
      await turn
      const rest = this.#life.signal.aborted ? undefined : await this.#safely(item, () => this.#judge(item))
      if (rest === undefined) this.#judging.delete(item.id)
      else this.#takeLater(item, rest)
    })
  }

  /** What takes long has a lane of its own, so that a "stop" in the same chat does not wait behind it. */
  #takeLater(item: InboxItem, rest: Slow): void {
    void this.#intake.run(`slow:${item.id}`, async () => {
      await this.#safely(item, rest)
      this.#judging.delete(item.id)
    })
  }

  /** The border of one message: what breaks here is told in the log, and its fate says so. */
  async #safely<T>(item: InboxItem, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (thrown) {
      // A stop is no failure: the message stays unfinished and is taken up at the next start.
      if (this.#life.signal.aborted) return undefined
      const error = asAppError(thrown)
      this.#ports.log.error('a message could not be handled', { inboxId: item.id, code: error.code, error })
      await this.#ports.fateBook
        .settle(item, 'done', 'failed', error.message)
        .catch((failure: unknown) =>
          this.#ports.log.error('the fate of a message could not be stored', { inboxId: item.id, error: failure }),
        )
      return undefined
    }
  }

  /** Looked up only where another bot speaks; what is stored counts, so a restart changes nothing. */
  async #isBotLoop(item: InboxItem): Promise<boolean> {
    if (item.arrival.senderType === 'user') return false
    return isBotLoop(await this.#ports.inbox.before(item), item.receivedAt)
  }

  async #judge(item: InboxItem): Promise<Slow | undefined> {
    const { arrival } = item
    const channel = this.#ports.channel(arrival.account)
    const account = this.#ports.account(arrival.account)
    if (!channel || !account) return undefined // its account is switched off: it waits for its return
    if (await this.#ports.bots.isOfEarlier(arrival.account, item.id)) {
      await this.#ports.fateBook.settle(item, 'done', 'expired', OTHER_BOT)
      return undefined
    }
    if (this.#withdrawn.get(`${arrival.account}:${arrival.messageId}`)) {
      await this.#ports.fateBook.settle(item, 'done', 'skipped', 'The sender withdrew it.')
      return undefined
    }
    const message = await channel.read(arrival, this.#life.signal)
    const person = await this.#visitors.personOf(item, message)
    const welcome = await this.#ports.claim(item, message, person, account)
    if (welcome !== undefined) {
      await this.#admission.say(item, welcome, channel)
      await this.#ports.fateBook.settle(item, 'done', 'command', 'The owner code: the sender is an owner now.')
      return undefined
    }
    const verdict = judge(
      { ...arrival, mentionsBot: message.mentionsBot, fromSelf: message.fromSelf },
      {
        account,
        denied: person?.denied ?? false,
        paused: this.#ports.isPaused(),
        botLoop: !message.fromSelf && (await this.#isBotLoop(item)),
      },
    )
    if (!verdict.admit) {
      await this.#visitors.refuse(item, message, verdict, person, channel)
      return undefined
    }
    if (person?.pairingCode !== undefined) await this.#ports.people.pairingOver(person)
    const rest = await this.#admission.admit(this.#visitors.entry(item, message, verdict, person, account), channel)
    if (person) void this.#visitors.learnName(person, channel)
    return rest
  }
}
