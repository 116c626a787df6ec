import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import type { ChatInfo, PersonInfo } from '../chat/channel.ts'
import { asAppError } from '../contract/errors.ts'
import { ask, platformCode, type Calling } from './calling.ts'
import { appLimits } from './limits.ts'
import { missing, remembered, type Ask, type Found } from './remembered.ts'

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
