import { createHash, randomBytes } from 'node:crypto'

/** What a window gets for its token: a cookie, and a value of its tab, since cookies of one host know no ports. */
export type ScreenSession = { readonly cookie: string; readonly tab: string }

/** Tokens that open the screens once, and the windows that they have opened. Kept in memory, as hashes only. */
export type ScreenTokens = {
  issue(): string
  /**
   * Opens a window, or gives `undefined` when the token is unknown, used or older than 10 minutes. A browser that has a
   * window already keeps its cookie, so that the other window stays open.
   */
  redeem(token: string, cookie?: string): ScreenSession | undefined
  /** Whether this window is open; asking keeps it open for another 12 hours. */
  isOpen(session: ScreenSession): boolean
}

const VALID_MS = 10 * 60 * 1000
const IDLE_MS = 12 * 60 * 60 * 1000
const MOST_TOKENS = 32
const MOST_SESSIONS = 64

type Opened = { readonly cookie: string; readonly until: number }

export function createScreenTokens(now: () => number): ScreenTokens {
  /** Hash of the token → when it expires. */
  const tokens = new Map<string, number>()
  /** Hash of cookie and tab → hash of the cookie, and how long it stays open unless it is used. */
  const sessions = new Map<string, Opened>()

  const keep = (session: ScreenSession) => {
    const hash = hashOfSession(session)
    sessions.delete(hash) // to the end: the one that was used longest ago is forgotten first
    sessions.set(hash, { cookie: hashOf(session.cookie), until: now() + IDLE_MS })
    keepNewest(sessions, MOST_SESSIONS)
  }
  const isKnown = (cookie: string): boolean => {
    const hash = hashOf(cookie)
    return [...sessions.values()].some(opened => opened.cookie === hash && now() < opened.until)
  }
  return {
    issue: () => {
      const token = secret()
      tokens.set(hashOf(token), now() + VALID_MS)
      keepNewest(tokens, MOST_TOKENS)
      return token
    },
    redeem: (token, cookie = '') => {
      const hash = hashOf(token)
      const expires = tokens.get(hash) ?? 0
      tokens.delete(hash)
      if (now() >= expires) return undefined
      const session = { cookie: isKnown(cookie) ? cookie : secret(), tab: secret() }
      keep(session)
      return session
    },
    isOpen: session => {
      const isOpen = now() < (sessions.get(hashOfSession(session))?.until ?? 0)
      if (isOpen) keep(session)
      return isOpen
    },
  }
}

/** 256 random bits, in letters that a URL takes. */
const secret = (): string => randomBytes(32).toString('base64url')
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const hashOfSession = ({ cookie, tab }: ScreenSession): string => hashOf(`${cookie} ${tab}`)

/** Maps remember the order in which their keys came. */
function keepNewest(collection: Map<string, unknown>, most: number): void {
  for (const key of collection.keys()) {
    if (collection.size <= most) return
    collection.delete(key)
  }
}
