import type { PersonView, Standing } from '../../main/contract/state.ts'
import { useLanguage, useWords } from '../hooks.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { IdButton } from '../ui/id-button.tsx'
import { State, type Shape } from '../ui/state-glyph.tsx'
import { Time } from '../ui/time.tsx'
import { people } from '../words/people.ts'
import type { Say } from '../words/translator.ts'
import { personName, type Decision, type Verb } from './people-decision.ts'

const shapes = {
  owner: 'owner',
  allowed: 'done',
  pending: 'attention',
  denied: 'barred',
  unknown: 'offline',
} as const satisfies Record<Standing, Shape>

/** What can still be decided about somebody. An owner is always allowed. */
const verbs = {
  owner: [],
  allowed: ['deny'],
  pending: ['deny', 'allow'],
  denied: ['allow'],
  unknown: ['deny', 'allow'],
} as const satisfies Record<Standing, readonly Verb[]>

type RowProps = {
  readonly person: PersonView
  readonly index: number
  readonly groupNames: ReadonlyMap<string, string>
  readonly decision: Decision
}

export function PersonRow({ person, index, groupNames, decision }: RowProps) {
  const say = useWords(people)
  const language = useLanguage()
  const name = personName(person)
  return (
    <div className="people-row" role="row" aria-rowindex={index} data-row>
      <span role="cell" className="people-name" title={name}>
        <Avatar id={person.openId} name={person.name} />
        <span className="people-name-text">{name}</span>
      </span>
      <span role="cell" className="people-standing">
        <State shape={shapes[person.standing]}>{say(person.standing)}</State>
      </span>
      <span role="cell" className="people-id">
        <IdButton id={person.openId} label={say('openId')} />
      </span>
      <span role="cell" className="people-chats secondary" title={groupList(person, groupNames)}>
        {chatsOf(person, groupNames, say)}
      </span>
      <span role="cell" className="people-lastSeen secondary">
        <Time at={person.lastSeen} />
      </span>
      <span role="cell" className="people-messages numbers">
        <span className="people-count">{person.messages.toLocaleString(language)}</span>
        {verbs[person.standing].length > 0 && (
          <span className="people-actions">
            {verbs[person.standing].map(verb => (
              <Button
                key={verb}
                busy={decision.busyId === person.openId}
                aria-label={say(verb === 'allow' ? 'allowWho' : 'denyWho', { name })}
                onClick={() => decision.decide(person, verb)}
              >
                {say(verb)}
              </Button>
            ))}
          </span>
        )}
      </span>
    </div>
  )
}

type Names = RowProps['groupNames']

const groupsOf = ({ chats }: PersonView, names: Names): readonly string[] => chats.filter(chat => names.has(chat))

const groupList = (person: PersonView, names: Names): string =>
  groupsOf(person, names)
    .map(chat => names.get(chat) || chat)
    .join('\n')

/** "DM, 2 groups". A chat that is no known group is the private one. */
function chatsOf(person: PersonView, names: Names, say: Say<typeof people.entries>): string {
  const count = groupsOf(person, names).length
  const groups = say('inGroups', { count })
  if (count === 0) return say('direct')
  return person.chats.length > count ? say('directAnd', { groups }) : groups
}
