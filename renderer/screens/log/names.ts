import { useMemo } from 'react'
import type { PersonView, Standing } from '../../../main/contract/state.ts'
import type { GroupView } from '../../../main/contract/views.ts'
import { useApp, useRead } from '../../hooks.ts'
import { shortId } from '../../ui/short-id.ts'

/** Who and what the IDs of the log are. */
export type Names = {
  readonly person: (account: string | undefined, openId: string | undefined) => string | undefined
  /** The name, or the ID cut in the middle. */
  readonly who: (account: string | undefined, openId: string | undefined) => string | undefined
  readonly standing: (account: string, openId: string) => Standing | undefined
  readonly chat: (account: string | undefined, chatId: string | undefined) => string | undefined
  readonly group: (account: string, chatId: string) => GroupView | undefined
  readonly groups: readonly GroupView[]
}

const NOBODY: readonly PersonView[] = []
const NONE: readonly GroupView[] = []

/** The people and groups that the service knows, read again when somebody new waits or the configuration changes. */
export function useNames(): Names {
  const pending = useApp(state => state.pending)
  const configRevision = useApp(state => state.configRevision)
  const revision = `${configRevision} ${pending.length}`
  const people = useRead('people.list', {}, revision).value ?? NOBODY
  const groups = useRead('groups.list', {}, revision).value ?? NONE
  return useMemo(() => namesOf([...people, ...pending], groups), [people, pending, groups])
}

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
  }
}

const key = (account: string | undefined, id: string): string => `${account ?? ''} ${id}`
