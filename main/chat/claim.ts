import { asPairingCode, pairingCode } from '../base/ids.ts'
import type { AccountConfig } from '../contract/config.ts'
import type { Language } from '../contract/words.ts'
import type { IncomingMessage } from './message.ts'
import type { People } from './people.ts'
import type { InboxItem, PersonRow } from './ports.ts'
import { words } from './words.ts'

const HOUR = 60 * 60_000
/** After so many wrong codes in an hour nothing that a sender writes is taken for one: 40 bits are not to be guessed. */
const MOST_WRONG = 5

export type OwnerCode = { readonly code: string; readonly expiresAt: number }

type Wrong = { readonly count: number; readonly since: number }

/**
 * The codes that are shown on this computer: who sends one to its bot in private owns that bot. One at a time for an
 * account, good for an hour and for one person; none outlives the program.
 */
export class OwnerCodes {
  readonly #now: () => number
  readonly #codes = new Map<string, OwnerCode>()
  /** Wrong codes, by account and sender, counted only while that account has a code. */
  readonly #wrong = new Map<string, Map<string, Wrong>>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** A fresh code; the one before is dead. */
  make(account: string): OwnerCode {
    const made = { code: pairingCode(), expiresAt: this.#now() + HOUR }
    this.#codes.set(account, made)
    return made
  }

  current(account: string): OwnerCode | undefined {
    const known = this.#codes.get(account)
    return known && this.#now() < known.expiresAt ? known : undefined
  }

  /** Whether this is the code. */
  matches(account: string, sender: string, text: string): boolean {
    const typed = text.trim().length > 20 ? undefined : asPairingCode(text.trim())
    const current = this.current(account)
    if (typed === undefined || !current) return false
    const wrong = this.#wrongOf(account, sender)
    if (wrong.count >= MOST_WRONG) return false
    if (typed === current.code) return true
    const ofAccount = this.#wrong.get(account) ?? new Map<string, Wrong>()
    this.#wrong.set(account, ofAccount.set(sender, { ...wrong, count: wrong.count + 1 }))
    return false
  }

  /** The code is used up; the returned function takes that back. */
  use(account: string): () => void {
    const used = this.#codes.get(account)
    this.#codes.delete(account)
    return () => void (used && !this.#codes.has(account) && this.#codes.set(account, used))
  }

  #wrongOf(account: string, sender: string): Wrong {
    const known = this.#wrong.get(account)?.get(sender)
    return known && this.#now() - known.since < HOUR ? known : { count: 0, since: this.#now() }
  }
}

export type ClaimPorts = {
  readonly codes: OwnerCodes
  readonly people: Pick<People, 'pairingOver'>
  /** Makes this person an owner of the account, in the configuration. */
  readonly own: (account: string, openId: string) => Promise<void>
}

/**
 * Gives the answer for somebody who sent the code of their bot and owns it from now on; `undefined` for everything else,
 * which is then judged as if there were no codes. Only a person in private counts, never somebody the owner denied, and
 * not where direct messages are switched off: there nobody is answered.
 */
export async function claim(
  { codes, people, own }: ClaimPorts,
  { arrival, stage }: InboxItem,
  message: IncomingMessage,
  person: PersonRow | undefined,
  account: AccountConfig,
): Promise<string | undefined> {
  const { account: id, senderId, chatType } = arrival
  if (chatType !== 'p2p' || stage !== 'new' || !person || person.denied || account.dmPolicy === 'disabled')
    return undefined
  if (!codes.matches(id, senderId, message.text)) return undefined
  const giveBack = codes.use(id) // first, so that of two who send it at once only one owns
  try {
    await own(id, senderId)
  } catch (thrown) {
    giveBack()
    throw thrown
  }
  await people.pairingOver(person)
  return welcome
}

/** A code tells nothing of its sender's language, so both are used. */
const welcome = (['zh', 'en'] satisfies Language[]).map(language => words.owned[language]).join('\n\n')
