import { useState } from 'react'

const keyOf = (session: string): string => `draft ${session}`
const nameOf = (session: string): string => `sending ${session}`

/** What was typed into a conversation; it waits in this window while another one is open. */
export function useDraft(session: string): [string, (text: string) => void] {
  const [draft, setDraft] = useState(() => sessionStorage.getItem(keyOf(session)) ?? '')
  const change = (text: string) => {
    setDraft(text)
    if (text === '') {
      sessionStorage.removeItem(keyOf(session))
      sessionStorage.removeItem(nameOf(session)) // what is typed from here on is another message
    } else sessionStorage.setItem(keyOf(session), text)
  }
  return [draft, change]
}

/**
 * The key under which a draft is sent. It stays until the draft is gone, also over a reload: what got no answer the first
 * time arrives once.
 */
export function sendKey(session: string): string {
  const key = sessionStorage.getItem(nameOf(session)) ?? crypto.randomUUID()
  sessionStorage.setItem(nameOf(session), key)
  return key
}
