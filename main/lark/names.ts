import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import type { ChatInfo, PersonInfo } from '../chat/channel.ts'
import { asAppError, type ErrorCode } from '../contract/errors.ts'
import { BoundedMap } from './bounded-map.ts'
import { ask, platformCode, waited, type Calling } from './calling.ts'
import { appLimits } from './limits.ts'

const MINUTE = 60_000
/** How long a name is believed; people and groups are seldom renamed. */
const KNOWN_MS = 12 * 60 * MINUTE
const UNKNOWN_MS = 30 * MINUTE
/** Without the permission, all questions of the kind rest: each would count against the tenant's quota. */
const NOT_PERMITTED_MS = 6 * 60 * MINUTE
const UNREACHABLE_MS = MINUTE
const MOST_NAMES = 500

const User = z.object({
  data: z.object({
    user: z.object({ name: z.string().optional(), avatar: z.object({ avatar_72: z.string().optional() }).optional() }),
  }),
})
const Chat = z.object({
  data: z.object({
    name: z.string().default(''),
    owner_id: z.string().optional(),
    external: z.boolean().optional(),
    chat_mode: z.string().optional(),
  }),
})

/** What came of one question; `not-permitted` speaks for all questions of its kind. */
type Found<T> = { readonly info: T } | 'unknown' | 'not-permitted' | 'unreachable'

type Ask<T> = (id: string, signal: AbortSignal) => Promise<T | undefined>

/** Names of people and chats, remembered so that one is asked for once in half a day. */
export function createNames(
  calling: Calling,
  log: Logger,
): { readonly person: Ask<PersonInfo>; readonly chat: Ask<ChatInfo> } {
  async function found<A, T>(path: string, answer: z.ZodType<A>, read: (answer: A) => Found<T>): Promise<Found<T>> {
    const params = { user_id_type: 'open_id' }
    const request = { method: 'GET', url: `/open-apis${path}`, params, kind: 'read', answer } as const
    try {
      // Shared by everyone who wants this name, so nobody's signal ends it; the call has a time limit of its own.
      return read(await ask(calling, appLimits('read'), request, new AbortController().signal))
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error.code === 'internal') log.warn('no name', { error })
      else log.debug('no name', { code: error.code, platformCode: platformCode(thrown) })
      return missing(error.code)
    }
  }
  const person = (id: string) => found(`/contact/v3/users/${encodeURIComponent(id)}`, User, readPerson)
  const chat = (id: string) => found(`/im/v1/chats/${encodeURIComponent(id)}`, Chat, readChat)
  return { person: remembered(person, calling.now), chat: remembered(chat, calling.now) }
}

const PASSING: readonly ErrorCode[] = [
  'lark-unreachable',
  'lark-busy',
  'lark-rate-limited',
  'lark-certificate',
  'lark-answer-invalid',
  'cancelled',
]

function missing(code: ErrorCode): 'unknown' | 'not-permitted' | 'unreachable' {
  if (code === 'lark-scope-missing' || code === 'lark-quota-used-up') return 'not-permitted'
  return PASSING.includes(code) ? 'unreachable' : 'unknown'
}

/** Without `contact:user.base:readonly` the platform answers with success and leaves the name out. */
function readPerson({ data: { user } }: z.output<typeof User>): Found<PersonInfo> {
  if (!user.name) return 'not-permitted'
  const avatarUrl = user.avatar?.avatar_72
  return { info: { name: user.name, ...(avatarUrl ? { avatarUrl } : {}) } }
}

const readChat = ({ data }: z.output<typeof Chat>): Found<ChatInfo> => ({
  info: {
    name: data.name,
    ...(data.owner_id === undefined ? {} : { ownerId: data.owner_id }),
    ...(data.external === undefined ? {} : { external: data.external }),
    ...(data.chat_mode === undefined ? {} : { mode: data.chat_mode }),
  },
})

const lifetime = (found: Found<unknown>): number => {
  if (found === 'unknown') return UNKNOWN_MS
  return found === 'unreachable' ? UNREACHABLE_MS : KNOWN_MS
}

/** Asks once for all who want the same, and again when the answer is old. */
function remembered<T>(fetch: (id: string) => Promise<Found<T>>, now: () => number): Ask<T> {
  const known = new BoundedMap<string, { readonly info: T | undefined; readonly until: number }>(MOST_NAMES)
  const underWay = new Map<string, Promise<T | undefined>>()
  let restUntil = 0

  async function renew(id: string): Promise<T | undefined> {
    const found = await fetch(id)
    if (found === 'not-permitted') {
      restUntil = now() + NOT_PERMITTED_MS
      return undefined
    }
    const info = typeof found === 'string' ? undefined : found.info
    known.set(id, { info, until: now() + lifetime(found) })
    return info
  }

  return async (id: string, signal: AbortSignal): Promise<T | undefined> => {
    const entry = known.get(id)
    if (entry && now() < entry.until) return entry.info
    if (now() < restUntil) return entry?.info
    const running = underWay.get(id) ?? renew(id).finally(() => underWay.delete(id))
    underWay.set(id, running)
    return waited(running, signal)
  }
}
