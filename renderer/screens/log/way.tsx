import type { Fate } from '../../../main/contract/fates.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { duration } from '../../ui/duration.ts'
import { hanSpaced } from '../../ui/han-space.ts'
import { Line, type LineStep } from '../../ui/line.tsx'
import { wayWords } from '../../words/log-detail.ts'
import type { Say, ScreenLanguage } from '../../words/translator.ts'
import { stationShape, stationsOf, type Station, type StationState } from './stations.ts'

export type WayProps = {
  readonly fate: Fate | undefined
  readonly chatType: 'p2p' | 'group'
  /** The group's name. */
  readonly chat: string | undefined
  /** When the person sent it, and when Perch had stored it; milliseconds, 0 when unknown. */
  readonly createdAt: number
  readonly receivedAt: number
}

/** The way of one message on the one line. */
export function Way(props: WayProps) {
  const say = useWords(wayWords)
  const language = useLanguage()
  const steps = stationsOf(props.fate, props.chatType).map((station): LineStep => ({
    id: station.name,
    shape: stationShape(station.state),
    word: say(stateWords[station.state]),
    title: say(titleOf(station, props.fate)),
    detail: detailOf(station, props, say, language),
    broken: station.broken,
  }))
  return <Line label={say('way')} steps={steps} direction="across" />
}

type WaySay = Say<(typeof wayWords)['entries']>
type Key = Exclude<keyof (typeof wayWords)['entries'], 'after'>

export const stateWords = {
  done: 'done',
  waits: 'waits',
  failed: 'failed',
  running: 'running',
  queued: 'queued',
  ended: 'ended',
  ahead: 'ahead',
} as const satisfies Record<StationState, Key>

const endedTitles: Partial<Record<Fate, Key>> = {
  duplicate: 'repeat',
  stale: 'old',
  'own-message': 'own',
  'not-mentioned': 'addressedNo',
  'not-allowed': 'allowedNo',
  'bot-loop': 'allowedNo',
  expired: 'allowedNo',
  disabled: 'allowedOff',
  paused: 'allowedPaused',
  skipped: 'agentEnded',
  unsupported: 'agentUnread',
}

/** What a station is called by what happened there. */
export function titleOf({ name, state }: Station, fate: Fate | undefined): Key {
  if (state === 'ended') return (fate && endedTitles[fate]) ?? 'endsHere'
  if (state === 'waits') return 'allowedWaits'
  if (state === 'failed') return 'agentFailed'
  if (state === 'running') return 'agentRunning'
  if (state === 'queued') return 'agentQueued'
  if (name === 'reply' && state === 'done') return 'replySent'
  return name
}

const two = (amount: number) => String(amount).padStart(2, '0')
const timeOf = (at: number): string => {
  const date = new Date(at)
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function detailOf({ name, state }: Station, props: WayProps, say: WaySay, language: ScreenLanguage): string {
  if (state === 'ended') return say('endsHere')
  if (state === 'ahead')
    return { agent: say('notStarted'), reply: say('noneSent') }[name as string] ?? say('notReached')
  if (name === 'arrived') return props.createdAt > 0 ? timeOf(props.createdAt) : ''
  if (name === 'stored') return storedDetail(props, say, language)
  if (name === 'addressed' || name === 'allowed') return props.chat ?? (props.chatType === 'p2p' ? say('inDirect') : '')
  return ''
}

/** Shorter than a second in milliseconds; a clock that differs from the platform's says nothing. */
function storedDetail({ createdAt, receivedAt }: WayProps, say: WaySay, language: ScreenLanguage): string {
  const took = receivedAt - createdAt
  if (createdAt === 0 || took < 0) return ''
  return hanSpaced(say('after', { time: took < 1000 ? `${took} ms` : duration(took, language) }))
}
