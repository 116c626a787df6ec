import { useState } from 'react'

const keyOf = (session: string): string => `draft ${session}`

/** What was typed into a conversation; it waits in this window while another one is open. */
export function useDraft(session: string): [string, (text: string) => void] {
  const [draft, setDraft] = useState(() => sessionStorage.getItem(keyOf(session)) ?? '')
  const change = (text: string) => {
    setDraft(text)
    if (text === '') sessionStorage.removeItem(keyOf(session))
    else sessionStorage.setItem(keyOf(session), text)
  }
  return [draft, change]
}
