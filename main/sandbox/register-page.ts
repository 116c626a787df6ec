import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { parseJson } from './json.ts'
import { defaultScopes, receiveScopes, scopesFor } from './scopes.ts'

/** What the page behind a code shows to the person who scanned it. */
export type ScannedPage = {
  readonly userCode: string
  readonly name: string
  readonly description: string
  /** True: only a new app can be made; the page offers no existing one. */
  readonly createOnly: boolean
  /** The app that is to be changed. */
  readonly clientId: string | undefined
  /** False: the platform's own template is added to what is listed. */
  readonly minimal: boolean
  readonly scopes: readonly string[]
  readonly events: readonly string[]
  readonly callbacks: readonly string[]
  /** Names that the platform does not know: it leaves them out and says nothing. */
  readonly ignored: readonly string[]
}

const names = z.array(z.string().min(1)).default([])
const Addons = z.strictObject({
  preset: z.boolean().default(true),
  scopes: z.strictObject({ tenant: names, user: names }).prefault({}),
  events: z.strictObject({ items: z.strictObject({ tenant: names, user: names }).prefault({}) }).prefault({}),
  callbacks: z.strictObject({ items: names }).prefault({}),
})

const knownScopes: ReadonlySet<string> = new Set([
  ...defaultScopes,
  ...Object.values(scopesFor).flat(),
  ...Object.values(receiveScopes).flat(),
])
const knownEvents: ReadonlySet<string> = new Set([
  'im.message.receive_v1',
  'im.message.recalled_v1',
  'im.message.message_read_v1',
  'im.message.reaction.created_v1',
  'im.message.reaction.deleted_v1',
  'im.chat.member.bot.added_v1',
  'im.chat.member.bot.deleted_v1',
  'im.chat.updated_v1',
  'im.chat.disbanded_v1',
  'im.chat.access_event.bot_p2p_chat_entered_v1',
  'application.bot.menu_v6',
])
const knownCallbacks: ReadonlySet<string> = new Set(['card.action.trigger', 'url.preview.get'])

/** Reads a scanned link as the platform's page does. Throws with the reason where the page would show an error. */
export function scannedPage(link: string): ScannedPage {
  const { searchParams: query } = new URL(link)
  for (const [name, value] of [
    ['from', 'sdk'],
    ['tp', 'sdk'],
  ] as const)
    if (query.get(name) !== value) throw new Error(`The link lacks ${name}=${value}.`)
  const userCode = query.get('user_code')
  if (!userCode) throw new Error('The link lacks user_code.')
  const addons = decodeAddons(query.get('addons'))
  const [scopes, events, callbacks] = [addons.scopes.tenant, addons.events.items.tenant, addons.callbacks.items]
  const createOnly = query.get('createOnly') === 'true'
  return {
    userCode,
    name: query.get('name') ?? '',
    description: query.get('desc') ?? '',
    createOnly,
    clientId: createOnly ? undefined : (query.get('clientID') ?? undefined),
    minimal: !addons.preset,
    scopes: scopes.filter(name => knownScopes.has(name)),
    events: events.filter(name => knownEvents.has(name)),
    callbacks: callbacks.filter(name => knownCallbacks.has(name)),
    ignored: [
      ...scopes.filter(name => !knownScopes.has(name)),
      ...events.filter(name => !knownEvents.has(name)),
      ...callbacks.filter(name => !knownCallbacks.has(name)),
    ],
  }
}

/** JSON, gzip, base64 in its form for URLs without padding. */
function decodeAddons(encoded: string | null): z.output<typeof Addons> {
  if (encoded === null) return Addons.parse({})
  if (!/^[\w-]+$/.test(encoded)) throw new Error('addons is not base64 for URLs.')
  return Addons.parse(parseJson(gunzipSync(Buffer.from(encoded, 'base64url')).toString('utf8')))
}
