import { useCallback, useState } from 'react'
import type { AppError } from '../../main/contract/errors.ts'
import type { PersonView } from '../../main/contract/state.ts'
import { useCall } from '../hooks.ts'
import { shortId } from '../ui/short-id.ts'

export type Verb = 'allow' | 'deny'

/** A decision that was taken on this screen, until the next one. */
export type Decided = { readonly person: PersonView; readonly verb: Verb }

/** Allow and deny, the one that is under way, what was last done and what failed. */
export type Decision = {
  readonly decide: (person: PersonView, verb: Verb) => void
  readonly busyId: string | undefined
  readonly last: Decided | undefined
  readonly failed: { readonly person: PersonView; readonly error: AppError } | undefined
}

export function useDecision(onDone: () => void = () => {}): Decision {
  const allow = useCall('people.allow')
  const deny = useCall('people.deny')
  const [asked, setAsked] = useState<Decided>()
  const [last, setLast] = useState<Decided>()
  const decide = useCallback(
    async (person: PersonView, verb: Verb) => {
      setAsked({ person, verb })
      const input = { id: person.openId, account: person.account }
      allow.clear()
      deny.clear()
      const done = verb === 'allow' ? await allow.call(input) : await deny.call(input)
      if (done === undefined) return
      setLast({ person, verb })
      onDone()
    },
    [allow, deny, onDone],
  )
  const error = allow.failure ?? deny.failure
  return {
    decide: (person, verb) => void decide(person, verb),
    busyId: allow.busy || deny.busy ? asked?.person.openId : undefined,
    last,
    failed: error && asked ? { person: asked.person, error } : undefined,
  }
}

/** A person's name, or the short form of their Open ID while nobody knows it. */
export const personName = ({ name, openId }: Pick<PersonView, 'name' | 'openId'>): string => name || shortId(openId)
