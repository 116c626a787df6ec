import { gzipSync } from 'node:zlib'
import { askedCallbacks, askedEvents, askedScopes } from './wanted.ts'

/** What the page behind the code is asked to make. */
export type AppWish = {
  /** How the bot is called unless the person types another name. */
  readonly name: string
  readonly description: string
  /** An app that is there, to which what is missing is added; a new one without it. */
  readonly appId?: string
}

/** Exactly what Perch has a use for, without the platform's own template of permissions. */
const addons = {
  preset: false,
  scopes: { tenant: askedScopes },
  events: { items: { tenant: askedEvents } },
  callbacks: { items: askedCallbacks },
}

/**
 * The link that the code holds: the platform's own address, with what to make in its query, in the form that the
 * official SDK's `registerApp` writes (1.74). `undefined` when the platform gave no address that may be opened.
 */
export function registrationLink(given: string, { name, description, appId }: AppWish): string | undefined {
  const link = URL.parse(given)
  if (!link || !mayOpen(link)) return undefined
  const query = link.searchParams
  query.set('from', 'sdk')
  query.set('source', 'node-sdk/perch')
  query.set('tp', 'sdk')
  query.set('name', name)
  query.set('desc', description)
  query.set('addons', gzipSync(JSON.stringify(addons)).toString('base64url'))
  if (appId === undefined) query.set('createOnly', 'true')
  else query.set('clientID', appId)
  return link.toString()
}

/** A phone opens it, so it must be the web; plain only on this computer. */
const mayOpen = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname))
