import type { Fate } from '../../../main/contract/fates.ts'
import type { FateView, PersonView, Standing, TurnView } from '../../../main/contract/state.ts'

/** The newest message of an account on its way, as far as the service told. */
export type Story = {
  readonly openId: string
  readonly name: string
  readonly standing: Standing
  /** The person behind it, where the service knows them. */
  readonly person: PersonView | undefined
  /** False until it was read who they are, and whether they were decided upon. */
  readonly isKnown: boolean
  readonly messageId: string | undefined
  readonly arrivedAt: number
  readonly fate: Fate | undefined
  readonly fateAt: number
  readonly reason: string
  /** Since when its answer is being written. */
  readonly writingSince: number | undefined
}

export type StoryFacts = {
  readonly account: string
  readonly recent: readonly FateView[]
  readonly pending: readonly PersonView[]
  /** `undefined` until they were read. */
  readonly people: readonly PersonView[] | undefined
  readonly turns: readonly TurnView[]
  /** Somebody got an answer: who waits after that is no question of the way here. */
  readonly isGreeted: boolean
}

/** What nobody in a chat would call a message for the bot. */
const isAside = (fate: Fate): boolean => fate === 'own-message' || fate === 'bot-loop' || fate === 'duplicate'

export function storyOf({ account, recent, pending, people, turns, isGreeted }: StoryFacts): Story | undefined {
  const own = recent.filter(entry => entry.account === account && entry.senderId && !isAside(entry.fate))
  const newest = own.at(-1)
  const isDecided = isGreeted && (newest === undefined || progressOf(newest.fate) === 'held')
  const entry = isDecided ? own.findLast(({ fate }) => progressOf(fate) === 'delivered') : newest
  const waiting = isDecided ? undefined : pending.findLast(person => person.account === account)
  const openId = entry?.senderId ?? waiting?.openId
  if (openId === undefined) return undefined
  const isOf = (person: PersonView) => person.account === account && person.openId === openId
  const person = pending.find(isOf) ?? people?.find(isOf)
  const first = own.find(other => other.messageId === entry?.messageId)
  const turn = turns.find(({ account: of, senderId }) => of === account && senderId === openId)
  return {
    openId,
    name: person?.name ?? '',
    standing: standingOf(pending.some(isOf), person, entry?.fate),
    person,
    isKnown: people !== undefined || person !== undefined,
    messageId: entry?.messageId,
    arrivedAt: first?.at ?? waiting?.lastSeen ?? 0,
    fate: entry?.fate,
    fateAt: entry?.at ?? 0,
    reason: entry?.reason ?? '',
    writingSince: turn?.startedAt,
  }
}

/** The state knows at once who waits; the list of people is read a moment later, so its "pending" may be old. */
function standingOf(isPending: boolean, person: PersonView | undefined, fate: Fate | undefined): Standing {
  if (isPending) return 'pending'
  const known = person?.standing ?? 'unknown'
  if (known !== 'pending' && known !== 'unknown') return known
  return fate !== undefined && progressOf(fate) !== 'held' ? 'allowed' : 'unknown'
}

export type Progress = 'held' | 'under-way' | 'delivered' | 'failed' | 'ended'

/** How far a message with this fate has come; `ended`: it gets no answer, on purpose. */
export function progressOf(fate: Fate): Progress {
  switch (fate) {
    case 'pending-pairing':
    case 'not-allowed':
      return 'held'
    case 'queued':
    case 'running':
    case 'joined':
      return 'under-way'
    case 'answered':
    case 'command':
      return 'delivered'
    case 'failed':
      return 'failed'
    case 'not-mentioned':
    case 'disabled':
    case 'paused':
    case 'duplicate':
    case 'stale':
    case 'skipped':
    case 'expired':
    case 'own-message':
    case 'bot-loop':
    case 'unsupported':
      return 'ended'
    default:
      return fate satisfies never
  }
}
