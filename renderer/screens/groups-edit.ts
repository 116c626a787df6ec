import { useCallback, useState } from 'react'
import type { Input } from '../../main/contract/calls.ts'
import type { AppError } from '../../main/contract/errors.ts'
import type { GroupView } from '../../main/contract/views.ts'
import { useCall } from '../hooks.ts'

/** What can be changed of a group's rules. */
export type Rules = Omit<Input<'groups.save'>, 'account' | 'chatId'>
export type Rule = keyof Rules

/** The last change and what stood there before. */
export type Change = { readonly rule: Rule | 'admitted' | 'allowFrom'; readonly undo: () => void }

export type GroupEdit = {
  readonly save: (rule: Rule, value: boolean | string) => void
  readonly admit: (isAdmitted: boolean) => void
  /** Who is admitted in this group whatever its rule. Answers whether it was taken. */
  readonly saveAllowed: (allowFrom: readonly string[]) => Promise<boolean>
  readonly busy: boolean
  readonly last: Change | undefined
  readonly failure: AppError | undefined
}

/** Saves each change at once, and keeps the way back to what stood there before. */
export function useGroupEdit(group: GroupView, onDone: () => void): GroupEdit {
  const saving = useCall('groups.save')
  const allowing = useCall('people.allow')
  const denying = useCall('people.deny')
  const setting = useCall('config.set')
  const [last, setLast] = useState<Change>()
  const { account, chatId } = group

  const put = useCallback(
    async (rule: Rule, value: boolean | string, before: boolean | string) => {
      const rules: Rules = { [rule]: value }
      const done = await saving.call({ account, chatId, ...rules }).then(answer => answer !== undefined)
      if (done) setLast({ rule, undo: () => void put(rule, before, value) })
      onDone()
    },
    [saving, account, chatId, onDone],
  )
  const admit = useCallback(
    async (isAdmitted: boolean) => {
      const input = { id: chatId, account }
      const answer = isAdmitted ? await allowing.call(input) : await denying.call(input)
      if (answer !== undefined) setLast({ rule: 'admitted', undo: () => void admit(!isAdmitted) })
      onDone()
    },
    [allowing, denying, account, chatId, onDone],
  )
  const allowed = useCallback(
    async (wanted: readonly string[], before: readonly string[]) => {
      const path = `${accountPath(account)}.groups.${chatId}.allowFrom`
      const isTaken = (await setting.call({ path, value: wanted })) !== undefined
      if (isTaken) setLast({ rule: 'allowFrom', undo: () => void allowed(before, wanted) })
      onDone()
      return isTaken
    },
    [setting, account, chatId, onDone],
  )
  return {
    saveAllowed: wanted => allowed(wanted, group.allowFrom),
    save: (rule, value) => {
      if (group[rule] !== value) void put(rule, value, group[rule])
    },
    admit: isAdmitted => void admit(isAdmitted),
    busy: saving.busy || allowing.busy || denying.busy || setting.busy,
    last,
    failure: saving.failure ?? allowing.failure ?? denying.failure ?? setting.failure,
  }
}

/** Where an account stands in the configuration; "default" is the top level. */
const accountPath = (id: string): string => (id === 'default' ? 'channels.lark' : `channels.lark.accounts.${id}`)
