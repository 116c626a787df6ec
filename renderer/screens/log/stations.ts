import type { Fate } from '../../../main/contract/fates.ts'
import type { Shape } from '../../ui/state-glyph.tsx'

/** The stations of a message, in the order in which Perch passes them. */
export const stationNames = ['arrived', 'stored', 'addressed', 'allowed', 'agent', 'reply'] as const
export type StationName = (typeof stationNames)[number]

/** `done` passed, `waits` for a person, `failed`, `running`, `ended` on purpose, `ahead` not reached (yet or any more). */
export type StationState = 'done' | 'waits' | 'failed' | 'running' | 'queued' | 'ended' | 'ahead'

export type Station = {
  readonly name: StationName
  readonly state: StationState
  /** True when what would come after it did not happen. */
  readonly broken: boolean
}

type End = { readonly at: StationName; readonly as: StationState }

/** Where a message with this fate stands, and how it looks there; every station before is done. */
const ends = {
  answered: { at: 'reply', as: 'done' },
  joined: { at: 'reply', as: 'done' },
  command: { at: 'reply', as: 'done' },
  queued: { at: 'agent', as: 'queued' },
  running: { at: 'agent', as: 'running' },
  failed: { at: 'agent', as: 'failed' },
  'pending-pairing': { at: 'allowed', as: 'waits' },
  'not-allowed': { at: 'allowed', as: 'ended' },
  paused: { at: 'allowed', as: 'ended' },
  disabled: { at: 'allowed', as: 'ended' },
  'bot-loop': { at: 'allowed', as: 'ended' },
  'not-mentioned': { at: 'addressed', as: 'ended' },
  'own-message': { at: 'addressed', as: 'ended' },
  duplicate: { at: 'stored', as: 'ended' },
  stale: { at: 'stored', as: 'ended' },
  expired: { at: 'allowed', as: 'ended' },
  skipped: { at: 'agent', as: 'ended' },
  unsupported: { at: 'agent', as: 'ended' },
} as const satisfies Record<Fate, End>

/** The line of one message. In a direct chat nobody needs to mention the bot, so that station is left out. */
export function stationsOf(fate: Fate | undefined, chatType: 'p2p' | 'group'): readonly Station[] {
  const names = stationNames.filter(name => name !== 'addressed' || chatType === 'group' || isHere(fate, 'addressed'))
  const end: End = fate === undefined ? { at: 'stored', as: 'done' } : ends[fate]
  const last = names.indexOf(end.at)
  return names.map((name, index) => {
    const state = index < last ? 'done' : index === last ? end.as : 'ahead'
    return { name, state, broken: index >= last && (end.as === 'ended' || end.as === 'failed') }
  })
}

const isHere = (fate: Fate | undefined, name: StationName): boolean => fate !== undefined && ends[fate].at === name

const shapes = {
  done: 'done',
  waits: 'attention',
  failed: 'failed',
  running: 'running',
  queued: 'here',
  ended: 'end',
  ahead: 'offline',
} as const satisfies Record<StationState, Shape>

export const stationShape = (state: StationState): Shape => shapes[state]

/** Fates after which the sender has, or will have, the answer they asked for. */
export const isAnswered = (fate: Fate | undefined): boolean =>
  fate === 'answered' || fate === 'joined' || fate === 'command' || fate === 'running' || fate === 'queued'
