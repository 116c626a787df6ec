/** What the session needs of a browser window. */
export type SessionPlace = Pick<Window, 'location' | 'history' | 'sessionStorage' | 'fetch'>

/** This tab's right to talk: a cookie that scripts can't see, and a value that only this tab holds. */
export type Session = {
  /** `open` with the tab's value, `locked` when only a fresh link helps, `unreachable` when nobody answered. */
  check(): Promise<{ state: 'open'; tab: string } | { state: 'locked' | 'unreachable' }>
}

const KEY = 'tab'
const ADDRESS = '/api/v1/session'

/** Takes the token of the address bar, which it clears at once; the first check exchanges it. */
export function openSession({ location, history, sessionStorage, fetch }: SessionPlace): Session {
  let token = new URLSearchParams(location.hash.replace(/^#\/?/, '')).get('token')
  if (token !== null) history.replaceState(null, '', location.pathname)

  const exchange = async (unused: string): Promise<boolean> => {
    const answer = await ask(fetch, { 'content-type': 'application/json' }, JSON.stringify({ token: unused }))
    token = null // it works once, whatever the answer
    const tab = answer.ok ? tabOf(await answer.json()) : undefined
    if (tab !== undefined) sessionStorage.setItem(KEY, tab)
    return tab !== undefined
  }
  const isKnown = async (tab: string): Promise<boolean> => tab !== '' && (await ask(fetch, { 'x-perch-tab': tab })).ok

  return {
    check: async () => {
      try {
        // a token that was used up is no loss for a tab that already has its session
        const isOpen = (token !== null && (await exchange(token))) || (await isKnown(sessionStorage.getItem(KEY) ?? ''))
        return isOpen ? { state: 'open', tab: sessionStorage.getItem(KEY) ?? '' } : { state: 'locked' }
      } catch {
        return { state: 'unreachable' } // nobody listens there now; the port tries again
      }
    },
  }
}

/** A question with a body is a POST. */
const ask = (fetch: Window['fetch'], headers: Record<string, string>, body?: string): Promise<Response> =>
  fetch(ADDRESS, { headers, cache: 'no-store', ...(body !== undefined && { method: 'POST', body }) })

const tabOf = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'tab' in answer && typeof answer.tab === 'string'
    ? answer.tab
    : undefined
