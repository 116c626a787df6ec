import { useEffect, useMemo, useState } from 'react'
import type { FateView, PersonView, StepView } from '../../../main/contract/state.ts'
import { useApp, useCall, useLanguage, useRead, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { IdButton } from '../../ui/id-button.tsx'
import { Line, type LineStep } from '../../ui/line.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { wayWords } from '../../words/log-detail.ts'
import { practiceWords } from '../../words/practice.ts'
import { reasonIn } from '../../words/reasons.ts'
import type { Say } from '../../words/translator.ts'
import { shortTime } from '../conversations/steps.tsx'
import { stationShape } from '../log/stations.ts'
import { stateWords, titleOf } from '../log/way.tsx'
import { afterText, journeyOf, turnOf, type JourneyStation } from './journey.ts'
import type { WorldMessage } from './world.ts'

export type JourneyProps = {
  readonly account: string
  readonly message: WorldMessage | undefined
  readonly chatType: 'p2p' | 'group'
}

/** What Perch did with the chosen message, station by station. */
export function JourneyPanel({ account, message, chatType }: JourneyProps) {
  const say = useWords(practiceWords)
  if (!message) return <p className="secondary">{say('chooseText')}</p>
  return <Journey key={message.messageId} account={account} message={message} chatType={chatType} />
}

function Journey({ account, message, chatType }: JourneyProps & { readonly message: WorldMessage }) {
  const say = useWords(practiceWords)
  const sayWay = useWords(wayWords)
  const language = useLanguage()
  const { messageId, chatId, sender } = message
  const fates = useFates(messageId)
  const fate = fates.at(-1)?.fate
  const event = useRead('event.read', { account, messageId }, fates.at(-1)?.at ?? 0).value
  const steps = useSteps(chatId, fate)
  const pending = useApp(state => state.pending.find(person => person.openId === sender.id))
  const stations = journeyOf({ chatType, sentAt: message.at, fates, event, steps })
  const known = fate ?? event?.fate
  const reason = reasonIn(fates.at(-1)?.reason ?? event?.reason ?? '', language)
  const texts = { say, sayWay, who: sender.name, reason }
  const lines = stations.flatMap((station): LineStep[] => [
    {
      id: station.name,
      shape: stationShape(station.state),
      word: sayWay(stateWords[station.state]),
      title: sayWay(titleOf(station, known)),
      detail:
        station.state === 'waits' && pending ? (
          <Decide account={account} person={pending} text={detailOf(station, texts)} />
        ) : (
          detailOf(station, texts)
        ),
      broken: station.broken,
      ...(station.after !== undefined && { time: timeOf(station, message.at) }),
    },
    ...station.steps.map(step => stepLine(step, sayWay, time => shortTime(time, language))),
  ])
  return (
    <>
      <p className="journey-about secondary">{say('about', { text: message.text.slice(0, 90) })}</p>
      <Line label={say('did')} steps={lines} />
      <p className="journey-log">
        <a href={href('log', messageId)}>{say('inLog')}</a>
      </p>
    </>
  )
}

/** Every fate of one message that the window has seen; the state keeps only the newest few of all. */
function useFates(messageId: string): readonly FateView[] {
  const recent = useApp(state => state.recent)
  const [seen, setSeen] = useState<readonly FateView[]>([])
  const now = useMemo(() => recent.filter(fate => fate.messageId === messageId), [recent, messageId])
  useEffect(() => {
    setSeen(before => [...before.filter(old => now.every(one => one.at !== old.at || one.fate !== old.fate)), ...now])
  }, [now])
  const last = now.at(-1)
  // what was seen before the state moved on stays part of the line
  return useMemo(
    () => (last && !seen.includes(last) ? [...seen, ...now.filter(one => !seen.includes(one))] : seen),
    [seen, now, last],
  )
}

/** The steps of the running turn; they stay after its end, when the state forgets them. */
function useSteps(chatId: string, fate: FateView['fate'] | undefined): readonly StepView[] {
  const running = useApp(state => turnOf(state.turns, chatId, fate)?.steps)
  const [steps, setSteps] = useState<readonly StepView[]>([])
  useEffect(() => {
    if (running) setSteps(running)
  }, [running])
  return running ?? steps
}

type Texts = {
  readonly say: Say<(typeof practiceWords)['entries']>
  readonly sayWay: Say<(typeof wayWords)['entries']>
  readonly who: string
  readonly reason: string
}

function detailOf({ name, state, steps }: JourneyStation, { say, sayWay, who, reason }: Texts): string {
  if (state === 'ended' || state === 'failed') return reason || sayWay('endsHere')
  if (state === 'waits') return say('waitsDetail', { who })
  if (state === 'ahead') return ''
  const details = {
    arrived: say('arrivedDetail'),
    stored: say('storedDetail'),
    addressed: '',
    allowed: say('allowedDetail', { who }),
    agent: state === 'done' && steps.length === 0 ? say('agentNone') : '',
    reply: say('replyDetail'),
  } as const
  return details[name]
}

function stepLine(
  { id, tool, target, startedAt, endedAt, ok }: StepView,
  sayWay: Texts['sayWay'],
  timeOf: (milliseconds: number) => string,
): LineStep {
  const shape = endedAt === undefined ? 'running' : ok ? 'done' : 'failed'
  return {
    id,
    shape,
    word: sayWay(shape),
    title: <code>{tool}</code>,
    ...(target !== '' && target !== '.' && { detail: <code>{target}</code> }),
    ...(endedAt !== undefined && { time: timeOf(endedAt - startedAt) }),
  }
}

function timeOf({ name, after }: JourneyStation, sentAt: number): string {
  if (name !== 'arrived') return afterText(after ?? 0)
  return new Date(sentAt).toLocaleTimeString('en-GB')
}

/** The decision, right where the message waits. */
function Decide({
  account,
  person,
  text,
}: {
  readonly account: string
  readonly person: PersonView
  readonly text: string
}) {
  const say = useWords(practiceWords)
  const allow = useCall('people.allow')
  const deny = useCall('people.deny')
  const id = person.openId
  const failure = allow.failure ?? deny.failure
  return (
    <>
      {text}
      <span className="journey-id">
        {say('openId')} <IdButton id={id} label={say('openId')} />
      </span>
      <span className="journey-buttons">
        <Button busy={deny.busy} onClick={() => void deny.call({ id, account })}>
          {say('deny')}
        </Button>
        <Button busy={allow.busy} onClick={() => void allow.call({ id, account })}>
          {say('allow')}
        </Button>
      </span>
      {failure && <ErrorBlock title={say('refused')} error={failure} />}
    </>
  )
}
