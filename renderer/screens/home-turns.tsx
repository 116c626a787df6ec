import { Square } from 'lucide-react'
import type { PersonView, TurnView } from '../../main/contract/state.ts'
import type { GroupView } from '../../main/contract/views.ts'
import { useApp, useCall, useLanguage, useNow, useRead, useWords } from '../hooks.ts'
import { Button } from '../ui/button.tsx'
import { duration } from '../ui/duration.ts'
import { Row, Rows, Section } from '../ui/layout.tsx'
import { ErrorBlock } from '../ui/messages.tsx'
import { StateGlyph } from '../ui/state-glyph.tsx'
import { shortId } from '../ui/short-id.ts'
import { home } from '../words/home.ts'

/** What runs now: for whom, which step, since when; and Stop. */
export function Turns() {
  const say = useWords(home)
  const turns = Object.values(useApp(state => state.turns))
  const stop = useCall('turn.stop')
  if (turns.length === 0 && !stop.failure) return null
  return (
    <Section title={say('running')} aside={turns.length}>
      {stop.failure && <ErrorBlock title={say('stopFailed')} error={stop.failure} />}
      <TurnRows turns={turns} busy={stop.busy} stop={turnId => void stop.call({ turnId })} />
    </Section>
  )
}

type TurnRowsProps = {
  readonly turns: readonly TurnView[]
  readonly busy: boolean
  readonly stop: (turnId: string) => void
}

function TurnRows({ turns, busy, stop }: TurnRowsProps) {
  const say = useWords(home)
  const ids = turns.map(turn => turn.id).join()
  const people = useRead('people.list', {}, ids)
  const groups = useRead('groups.list', {}, ids)
  return (
    <Rows label={say('running')}>
      {turns.map(turn => {
        const name = nameOf(turn, people.value)
        return (
          <Row
            key={turn.id}
            lead={<StateGlyph shape="running" />}
            title={
              <>
                <strong>{name}</strong>{' '}
                <span className="secondary">{groupOf(turn, groups.value) ?? say('direct')}</span>
              </>
            }
            detail={<Progress turn={turn} />}
            end={
              <Button icon={Square} busy={busy} aria-label={say('stopWho', { name })} onClick={() => stop(turn.id)}>
                {say('stop')}
              </Button>
            }
          />
        )
      })}
    </Rows>
  )
}

function Progress({ turn }: { readonly turn: TurnView }) {
  const say = useWords(home)
  const language = useLanguage()
  const now = useNow()
  const step = turn.steps.findLast(({ endedAt }) => endedAt === undefined)
  if (!step) return say('thinking', { time: duration(now - turn.startedAt, language) })
  const { tool, target } = step
  const time = duration(now - step.startedAt, language)
  return say('onStep', { step: turn.steps.indexOf(step) + 1, tool, target, time })
}

const nameOf = ({ account, senderId }: TurnView, people: readonly PersonView[] = []): string =>
  people.find(person => person.account === account && person.openId === senderId)?.name || shortId(senderId)

const groupOf = ({ account, chatId }: TurnView, groups: readonly GroupView[] = []): string | undefined => {
  const group = groups.find(known => known.account === account && known.chatId === chatId)
  return group && (group.name || shortId(chatId))
}
