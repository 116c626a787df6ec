import { guard, isLoopback, type Bound } from './guard.ts'
import type { ScreenSession } from './screen-token.ts'

/** What a browser sends when a page opens a WebSocket. */
export type LinkRequest = {
  readonly path: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly cookie: string | undefined
  /** The sub-protocols that the page offers, as they stand in the header. */
  readonly protocols: string | undefined
}

export type LinkVerdict =
  | { readonly admit: true; readonly session: ScreenSession }
  | { readonly admit: false; readonly status: 401 | 403 | 404; readonly reason: string }

export const LINK_PATH = '/api/v1/link'
/** What both ends speak. */
export const LINK_PROTOCOL = 'perch.v1'
const TAB_PROTOCOL = 'perch.tab.'

/** Cookies are shared by all ports of a host, so each server has its own name. */
export const cookieName = ({ port }: Bound): string => `perch-${port}`

/**
 * Who may open the link: a page of this very server (Host and Origin, which no page can set), in a browser that has the
 * cookie, in the tab that knows its value. Another user of this computer has neither of the last two.
 */
export function judgeLink(
  request: LinkRequest,
  bound: Bound,
  isOpen: (session: ScreenSession) => boolean,
): LinkVerdict {
  const passage = guard(request, bound)
  if (passage !== 'pass') return refuse(403, passage)
  if (request.path !== LINK_PATH || !isLoopback(bound.host)) return refuse(404, 'not-found')
  if (request.origin === undefined) return refuse(403, 'no-origin')
  const protocols = (request.protocols ?? '').split(',').map(name => name.trim())
  if (!protocols.includes(LINK_PROTOCOL)) return refuse(403, 'other-protocol')
  const tab = protocols.find(name => name.startsWith(TAB_PROTOCOL))?.slice(TAB_PROTOCOL.length) ?? ''
  const sessions = cookiesOf(request.cookie ?? '', cookieName(bound)).map(cookie => ({ cookie, tab }))
  const session = sessions.find(isOpen)
  return session ? { admit: true, session } : refuse(401, 'expired')
}

/** Another program on this host may have set a cookie of the same name, so there may be several. */
const cookiesOf = (header: string, name: string): readonly string[] =>
  header
    .split(';')
    .map(pair => pair.trim())
    .filter(pair => pair.startsWith(`${name}=`))
    .map(pair => pair.slice(name.length + 1))

const refuse = (status: 401 | 403 | 404, reason: string): LinkVerdict => ({ admit: false, status, reason })
