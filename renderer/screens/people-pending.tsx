import type { PersonView } from '../../main/contract/state.ts'
import { useApp, useRead, useWords } from '../hooks.ts'
import { accountName } from '../ui/account-state.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { IdButton } from '../ui/id-button.tsx'
import { Foot } from '../ui/layout.tsx'
import { ErrorBlock } from '../ui/messages.tsx'
import { Rich } from '../ui/rich.tsx'
import { State } from '../ui/state-glyph.tsx'
import { Time } from '../ui/time.tsx'
import { kit } from '../words/kit.ts'
import { people } from '../words/people.ts'
import { personName, type Decision } from './people-decision.ts'
import './people-pending.css'

type PendingProps = {
  readonly person: PersonView
  readonly decision: Decision
  /** One screen has one primary button: the first Allow. */
  readonly isFirst: boolean
  /** Two lines, for Home; the whole stands in People. */
  readonly isShort?: boolean
}

/** Somebody new: who, what they wrote, and the two answers. */
export function PendingPerson({ person, decision, isFirst, isShort = false }: PendingProps) {
  const say = useWords(people)
  const bot = useApp(state => state.accounts[person.account])
  const name = personName(person)
  return (
    <li className="pending">
      <Avatar id={person.openId} name={person.name} size="large" />
      <div className="pending-text">
        <p>
          <Rich
            say={say}
            text="wantsIn"
            fill={{ name: <strong>{name}</strong>, bot: bot ? accountName(bot) : person.account }}
          />
        </p>
        {!isShort && <Facts person={person} />}
        <Written person={person} isShort={isShort} />
      </div>
      <Answers person={person} decision={decision} kind={isFirst ? 'primary' : 'secondary'} />
    </li>
  )
}

function Facts({ person }: { readonly person: PersonView }) {
  const say = useWords(people)
  return (
    <p className="pending-facts shown-copy">
      <State shape="attention">{say('waitsForYou')}</State>
      <span className="secondary">
        <Time at={person.lastSeen} />
      </span>
      <IdButton id={person.openId} label={say('openId')} />
      {person.pairingCode && <span className="secondary numbers">{say('code', { code: person.pairingCode })}</span>}
    </p>
  )
}

/** Deny and Allow, in this order, at the right. */
export function Answers(props: {
  readonly person: PersonView
  readonly decision: Decision
  readonly kind: 'primary' | 'secondary'
}) {
  const say = useWords(people)
  const { person, decision } = props
  const name = personName(person)
  const busy = decision.busyId === person.openId
  return (
    <div className="pending-answers">
      <Button busy={busy} aria-label={say('denyWho', { name })} onClick={() => decision.decide(person, 'deny')}>
        {say('deny')}
      </Button>
      <Button
        kind={props.kind}
        busy={busy}
        aria-label={say('allowWho', { name })}
        onClick={() => decision.decide(person, 'allow')}
      >
        {say('allow')}
      </Button>
    </div>
  )
}

function Written({ person, isShort }: { readonly person: PersonView; readonly isShort: boolean }) {
  const say = useWords(people)
  const { account, openId } = person
  const written = useRead('person.waiting', { account, openId }, person.messages)
  if (written.failure) return <p className="pending-note">{say('textFailed', { reason: written.failure.message })}</p>
  if (!written.value) return <p className="pending-note">{say('reading')}</p>
  if (written.value.length === 0) return <p className="pending-note">{say('noText')}</p>
  if (isShort) return <p className="pending-short">“{written.value.map(message => message.text).join(' ')}”</p>
  return (
    <>
      {written.value.map(message => (
        <blockquote key={message.messageId} className="pending-quote">
          {message.text}
        </blockquote>
      ))}
      <p className="pending-note">{say('afterwards')}</p>
    </>
  )
}

/** What was decided last, and the way back; or why it was not done. */
export function DecisionFoot({ decision }: { readonly decision: Decision }) {
  const say = useWords(people)
  const sayKit = useWords(kit)
  const { last } = decision
  if (!last) return null
  const { person, verb } = last
  const back = verb === 'allow' ? 'deny' : 'allow'
  const isExact = person.standing === (back === 'allow' ? 'allowed' : 'denied')
  const label = isExact ? sayKit('undo') : say(back === 'allow' ? 'allowInstead' : 'denyInstead')
  return (
    <Foot
      action={
        <Button
          kind="quiet"
          busy={decision.busyId === person.openId}
          onClick={() => decision.decide(decidedNow(last), back)}
        >
          {label}
        </Button>
      }
    >
      {say(verb === 'allow' ? 'wasAllowed' : 'wasDenied', { name: personName(person) })}
    </Foot>
  )
}

/** The person as the decision left them, so that taking it back is itself taken back exactly. */
const decidedNow = ({ person, verb }: NonNullable<Decision['last']>): PersonView => ({
  ...person,
  standing: verb === 'allow' ? 'allowed' : 'denied',
})

export function DecisionFailure({ decision }: { readonly decision: Decision }) {
  const say = useWords(people)
  if (!decision.failed) return null
  const { person, error } = decision.failed
  return <ErrorBlock title={say('changeFailed', { name: personName(person) })} error={error} />
}
