import { Lanes } from '../base/lanes.ts'
import type { Logger } from '../base/logger.ts'
import { asAppError } from '../contract/errors.ts'
import type { Language } from '../contract/words.ts'
import type { Channel } from './channel.ts'
import { say } from './deliver.ts'
import type { Outbox } from './outbox.ts'
import type { People } from './people.ts'
import type { InboxItem, PersonRow } from './ports.ts'
import { pairingText } from './words.ts'

type Ports = { readonly people: People; readonly outbox: Outbox; readonly now: () => number; readonly log: Logger }

/** A stranger at the door: one reply with a code and their own Open ID. */
export class Doorbell {
  readonly #ports: Ports
  /** One stranger at a time for an account, or the limit of waiting codes would not hold. */
  readonly #lanes = new Lanes()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Tells the stranger their code; gives the reason when they are not told. Rejects only when `life` ends. */
  async ring(
    item: InboxItem,
    language: Language,
    person: PersonRow,
    channel: Channel,
    life: AbortSignal,
  ): Promise<string | undefined> {
    const pairing = await this.#lanes.run(person.account, () => this.#ports.people.pair(person))
    if (!pairing.tell) return pairing.reason
    try {
      await say(item, pairingText(language, pairing.code, person.openId), { channel, life }, this.#ports)
      await this.#ports.people.told(person)
      return undefined
    } catch (thrown) {
      if (life.aborted) throw thrown
      this.#ports.log.warn('a stranger could not be told their code', { openId: person.openId, error: thrown })
      return `They could not be told their code: ${asAppError(thrown).message}`
    }
  }
}
