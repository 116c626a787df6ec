import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../base/logger.ts'
import type { Channel } from './channel.ts'
import { unmarked } from './frame.ts'
import type { Member } from './mentions.ts'
import type { PeoplePort, PersonRow } from './ports.ts'

/** Who is in a group, those who wrote last first. */
export type Roster = {
  readonly people: readonly Member[]
  /** How many there are, as far as is known. */
  readonly count: number
  /** False where only those are known who wrote, or the list was too long to read to its end. */
  readonly complete: boolean
}

type Ports = {
  readonly people: Pick<PeoplePort, 'list'>
  readonly channel: (account: string) => Channel | undefined
  /** True while a list of members is not worth a call. */
  readonly isSaving: (account: string) => boolean
  readonly log: Logger
}

type Speaker = { readonly account: string; readonly chatId: string; readonly senderId: string }

/** A turn waits so long for the list (milliseconds); what comes later serves the next one. */
const WITHIN = 1500

/** Who can be named and called in a group. Nothing fails without it: then it knows those who wrote. */
export class Directory {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  async of(account: string, chatId: string, signal: AbortSignal): Promise<Roster> {
    const [known, told] = await Promise.all([this.#ports.people.list(account), this.#told(account, chatId, signal)])
    return rosterOf(known, chatId, told)
  }

  /** By what a model tells the sender of a message from the others; a name that was learnt meanwhile counts. */
  async speaker(of: Speaker, known: string, roster: Roster | undefined, signal: AbortSignal): Promise<string> {
    if (!roster) return plain(known)
    const isKnown = known !== '' || roster.people.some(({ openId }) => openId === of.senderId)
    const { people } = isKnown ? roster : await this.of(of.account, of.chatId, signal)
    return speakerName(of.senderId, known, people)
  }

  async #told(account: string, chatId: string, signal: AbortSignal) {
    const channel = this.#ports.channel(account)
    if (!channel || this.#ports.isSaving(account)) return undefined
    const timer = new AbortController()
    const late = sleep(WITHIN, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => undefined)
    const asked = channel.members(chatId, signal).catch((error: unknown) => {
      this.#ports.log.debug('the members of a group could not be read', { chatId, error })
      return undefined
    })
    return await Promise.race([asked, late]).finally(() => timer.abort())
  }
}

type Told = { readonly people: readonly Member[]; readonly complete: boolean } | undefined

/** The platform's list where there is one, else those who wrote in this chat. Pure. */
export function rosterOf(rows: readonly PersonRow[], chatId: string, told: Told): Roster {
  const wrote = rows
    .filter(({ chats }) => chats.includes(chatId))
    .toSorted((one, other) => other.lastSeen - one.lastSeen)
  if (!told) {
    const people = wrote.map(({ openId, name }) => ({ openId, name })).filter(hasName)
    return { people, count: wrote.length, complete: false }
  }
  const named = new Map(rows.map(({ openId, name }) => [openId, name]))
  const rank = new Map(wrote.map(({ openId }, index) => [openId, index]))
  const rankOf = ({ openId }: Member) => rank.get(openId) ?? wrote.length
  const ids = new Set(told.people.map(({ openId }) => openId))
  // A list that breaks off leaves out people who write here, the sender of this turn among them.
  const beyond = told.complete ? [] : wrote.filter(({ openId }) => !ids.has(openId))
  const people = [...told.people, ...beyond]
    .map(({ openId, name }) => ({ openId, name: name || (named.get(openId) ?? '') }))
    .filter(hasName)
    .toSorted((one, other) => rankOf(one) - rankOf(other))
  return { people, count: told.people.length + beyond.length, complete: told.complete }
}

/** Beside the end of an ID a name is cut to so many characters: both together stay short. */
const NAME_BESIDE_ID = 30

/** The name; with the end of their Open ID where somebody else has the same one, and the whole ID where nobody knows any. Pure. */
export function speakerName(senderId: string, known: string, people: readonly Member[]): string {
  const name = plain(known || (people.find(({ openId }) => openId === senderId)?.name ?? ''))
  if (name === '') return senderId
  const isShared = people.some(other => other.openId !== senderId && plain(other.name) === name)
  return isShared ? `${Array.from(name).slice(0, NAME_BESIDE_ID).join('')} (${senderId.slice(-4)})` : name
}

const plain = (name: string): string =>
  unmarked(name)
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
const hasName = ({ name }: Member): boolean => name.trim() !== ''
