import { useMemo } from 'react'
import type { AnswerMargin, ConversationMargin, ConversationView } from '../../../main/contract/views.ts'
import { useApp, useRead } from '../../hooks.ts'

export type Margin = {
  readonly known: ConversationMargin | undefined
  /** By the moment that the items of an answer share. */
  readonly answers: ReadonlyMap<number, AnswerMargin>
  readonly again: () => void
}

/** Costs, reactions and what was sent by hand; read again after each event here, and whenever the account has sent something. */
export function useMargin({ session, account, chatId }: ConversationView): Margin {
  const changed = useApp(
    state =>
      state.recent.findLast(({ chatId: place, kind }) => place === chatId || kind.startsWith('im.message.reaction'))
        ?.at ?? 0,
  )
  const calls = useApp(state => state.accounts[account]?.quota.calls ?? 0)
  const { value: known, again } = useRead('conversations.margin', { session }, `${changed} ${calls}`)
  const answers = useMemo(() => new Map(known?.answers.map(answer => [answer.at, answer])), [known])
  return { known, answers, again }
}
