import { pairingCode } from '../base/ids.ts'
import type { AccountConfig } from '../contract/config.ts'
import type { Fact } from '../contract/facts.ts'
import type { PersonView } from '../contract/state.ts'
import type { Channel } from './channel.ts'
import type { PeoplePort, PersonRow } from './ports.ts'
import { personView, standingOf } from './standing.ts'

const HOUR = 60 * 60_000
/** More strangers than this at once get no code until an older one expires. */
const MOST_CODES = 3
/** A name is asked for again after this long. */
const NAME_AGE = 24 * HOUR

type Ports = {
  readonly store: PeoplePort
  readonly account: (id: string) => AccountConfig | undefined
  readonly publish: (fact: Fact) => void
  readonly now: () => number
}

/** What a stranger is told: a code, or nothing because they were told lately or too many wait. */
export type Pairing = { readonly tell: true; readonly code: string } | { readonly tell: false; readonly reason: string }

/** Everyone who ever wrote, and what the owner decided about them. */
export class People {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  async seen(account: string, openId: string, chatId: string, at: number): Promise<PersonRow> {
    const row = await this.#ports.store.seen(account, openId, chatId, at)
    this.#tell(row)
    return row
  }

  get(account: string, openId: string): Promise<PersonRow | undefined> {
    return this.#ports.store.get(account, openId)
  }

  async list(account?: string): Promise<readonly PersonView[]> {
    const now = this.#ports.now()
    const rows = await this.#ports.store.list(account)
    return rows.map(row => personView(row, this.#ports.account(row.account), now))
  }

  /** Everybody of this account with a code, valid or not. */
  async pairings(account: string): Promise<readonly PersonRow[]> {
    return (await this.#ports.store.list(account)).filter(({ pairingCode }) => pairingCode !== undefined)
  }

  /** Those who wait although the lists now allow them, or whom the owner denied meanwhile. */
  async decided(): Promise<readonly PersonRow[]> {
    const rows = await this.#ports.store.list()
    return rows.filter(
      row => row.pairingCode !== undefined && standingOf(row, this.#ports.account(row.account)) !== 'pending',
    )
  }

  /** A code for a stranger: the one they have while it is valid, told at most once an hour. */
  async pair(person: PersonRow): Promise<Pairing> {
    const now = this.#ports.now()
    if (person.toldAt !== undefined && now - person.toldAt < HOUR)
      return { tell: false, reason: 'They were told their code less than an hour ago.' }
    const valid = (person.pairingExpires ?? 0) > now ? person.pairingCode : undefined
    if (valid !== undefined) return { tell: true, code: valid }
    const others = (await this.#ports.store.withCode(now)).filter(row => row.account === person.account)
    if (others.length >= MOST_CODES)
      return { tell: false, reason: 'Three people already wait with a code; allow or deny one.' }
    const code = pairingCode()
    await this.#change(person, { pairingCode: code, pairingExpires: now + HOUR })
    return { tell: true, code }
  }

  async told(person: PersonRow): Promise<void> {
    await this.#change(person, { toldAt: this.#ports.now() })
  }

  /** The person behind a code that is still valid. */
  async byCode(code: string): Promise<PersonRow | undefined> {
    return (await this.#ports.store.withCode(this.#ports.now())).find(row => row.pairingCode === code)
  }

  /** Keeps the owner's decision; the pairing is over either way. */
  async decide(account: string, openId: string, denied: boolean): Promise<void> {
    const known = await this.#ports.store.get(account, openId)
    // The owner may decide about somebody who never wrote.
    if (!known && denied) await this.#ports.store.seen(account, openId, '', this.#ports.now())
    await this.#change({ account, openId }, { denied })
  }

  /** Their code is used up: they were allowed or denied. */
  async pairingOver(person: PersonRow): Promise<void> {
    await this.#change(person, { pairingCode: undefined, pairingExpires: undefined, toldAt: undefined })
  }

  /** The name to speak of them; asked from the platform at most once a day, and never waited for by an answer. */
  async name(person: PersonRow, channel: Channel, signal: AbortSignal): Promise<string> {
    const now = this.#ports.now()
    if (now - person.namedAt < NAME_AGE) return person.name
    const info = await channel.person(person.openId, signal)
    const change = {
      namedAt: now,
      ...(info && { name: info.name, ...(info.avatarUrl && { avatarUrl: info.avatarUrl }) }),
    }
    await this.#change(person, change)
    return info?.name ?? person.name
  }

  async #change(
    person: Pick<PersonRow, 'account' | 'openId'>,
    change: Parameters<PeoplePort['update']>[2],
  ): Promise<void> {
    const row = await this.#ports.store.update(person.account, person.openId, change)
    if (row) this.#tell(row)
  }

  #tell(row: PersonRow): void {
    this.#ports.publish({
      type: 'person-changed',
      person: personView(row, this.#ports.account(row.account), this.#ports.now()),
    })
  }
}
