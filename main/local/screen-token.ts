import { createHash, randomBytes } from 'node:crypto'

/** What a window gets for its token: a cookie, and a value of its tab, since cookies of one host know no ports. */
type Session = { readonly cookie: string; readonly tab: string }

/** Tokens that open the screens once, and the windows that they have opened. Kept in memory, as hashes only. */
export type ScreenTokens = {
  issue(): string
  /** Opens a window, or gives `undefined` when the token is unknown, used or older than 10 minutes. */
  redeem(token: string): Session | undefined
  isOpen(session: Session): boolean
}

const VALID_MS = 10 * 60 * 1000
const MOST_TOKENS = 32
const MOST_SESSIONS = 64

export function createScreenTokens(now: () => number): ScreenTokens {
  /** Hash of the token → when it expires. */
  const tokens = new Map<string, number>()
  const sessions = new Set<string>()
  return {
    issue: () => {
      const token = secret()
      tokens.set(hashOf(token), now() + VALID_MS)
      keepNewest(tokens, MOST_TOKENS)
      return token
    },
    redeem: token => {
      const hash = hashOf(token)
      const expires = tokens.get(hash) ?? 0
      tokens.delete(hash)
      if (now() >= expires) return undefined
      const session = { cookie: secret(), tab: secret() }
      sessions.add(hashOfSession(session))
      keepNewest(sessions, MOST_SESSIONS)
      return session
    },
    isOpen: session => sessions.has(hashOfSession(session)),
  }
}

/** 256 random bits, in letters that a URL takes. */
const secret = (): string => randomBytes(32).toString('base64url')
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const hashOfSession = ({ cookie, tab }: Session): string => hashOf(`${cookie} ${tab}`)

/** Maps and sets remember the order in which their keys came. */
function keepNewest(
  collection: { readonly size: number; keys(): Iterable<string>; delete(key: string): boolean },
  most: number,
) {
  for (const key of collection.keys()) {
    if (collection.size <= most) return
    collection.delete(key)
  }
}
