import { useEffect, useMemo, useRef } from 'react'
import type { FateView, PersonView, Standing } from '../../../main/contract/state.ts'
import type { GroupView } from '../../../main/contract/views.ts'
import { useApp, useRead } from '../../hooks.ts'
import { shortId } from '../../ui/short-id.ts'
import { useThrottled } from '../../ui/use-throttled.ts'

/** Who and what the IDs of the log are. */
export type Names = {
  readonly person: (account: string | undefined, openId: string | undefined) => string | undefined
  /** The name, or the ID cut in the middle. */
  readonly who: (account: string | undefined, openId: string | undefined) => string | undefined
  readonly standing: (account: string, openId: string) => Standing | undefined
  readonly chat: (account: string | undefined, chatId: string | undefined) => string | undefined
  readonly group: (account: string, chatId: string) => GroupView | undefined
  readonly groups: readonly GroupView[]
  readonly people: readonly PersonView[]
}

const NOBODY: readonly PersonView[] = []
const NONE: readonly GroupView[] = []

/** The people and groups that the service knows, read again when somebody new writes or the configuration changes. */
export function useNames(): Names {
  const pending = useApp(state => state.pending)
  const configRevision = useApp(state => state.configRevision)
  const latest = useRef(nobody)
  const newcomer = useApp(({ recent }) => newcomerIn(recent, latest.current))
  const revision = `${configRevision} ${pending.length}`
  const people = useRead('people.list', {}, `${revision} ${useThrottled(newcomer, NEWCOMERS)}`).value ?? NOBODY
  const groups = useRead('groups.list', {}, revision).value ?? NONE
  const names = useMemo(() => namesOf([...people, ...pending], groups), [people, pending, groups])
  useEffect(() => void (latest.current = names), [names])
  return names
}

/** So often at most the people are read again because somebody without a name wrote (milliseconds). */
const NEWCOMERS = 2000

/** When the newest event of somebody came whom the names don't know yet; 0 without one. */
export const newcomerIn = (recent: readonly FateView[], names: Names): number =>
  recent.findLast(({ account, senderId }) => senderId !== undefined && names.person(account, senderId) === undefined)
    ?.at ?? 0

export function namesOf(people: readonly PersonView[], groups: readonly GroupView[]): Names {
  const persons = new Map(people.map(person => [key(person.account, person.openId), person]))
  const chats = new Map(groups.map(group => [key(group.account, group.chatId), group]))
  const person: Names['person'] = (account, openId) => persons.get(key(account, openId ?? ''))?.name || undefined
  return {
    person,
    who: (account, openId) => (openId === undefined ? undefined : (person(account, openId) ?? shortId(openId))),
    standing: (account, openId) => persons.get(key(account, openId))?.standing,
    chat: (account, chatId) => (chatId === undefined ? undefined : chats.get(key(account, chatId))?.name),
    group: (account, chatId) => chats.get(key(account, chatId)),
    groups,
    people: [...persons.values()],
  }
}

const key = (account: string | undefined, id: string): string => `${account ?? ''} ${id}`

const nobody = namesOf(NOBODY, NONE)
