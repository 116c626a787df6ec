import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import type { ChatMembers } from '../chat/channel.ts'
import { asAppError } from '../contract/errors.ts'
import { ask, platformCode, type Calling } from './calling.ts'
import { appLimits } from './limits.ts'
import { missing, remembered, type Ask, type Found } from './remembered.ts'

/** Bots are never among them; the counts of other calls are strings, this list has none. */
const Page = z.object({
  data: z.object({
    items: z.array(z.object({ member_id: z.string(), name: z.string().default('') })).default([]),
    has_more: z.boolean().default(false),
    page_token: z.string().default(''),
  }),
})

const PER_PAGE = 100
/** A list that nobody reads to its end is not worth more calls of the month. */
const MOST_PAGES = 5

/** Who is in a group, remembered so that it is asked for at most twice an hour. */
export function createMembers(calling: Calling, log: Logger): Ask<ChatMembers> {
  const page = (chatId: string, token: string) => {
    const url = `/open-apis/im/v1/chats/${encodeURIComponent(chatId)}/members`
    const params = { member_id_type: 'open_id', page_size: PER_PAGE, ...(token === '' ? {} : { page_token: token }) }
    const request = { method: 'GET', url, params, kind: 'read', answer: Page } as const
    // Shared by everyone who wants this list, so nobody's signal ends it; the call has a time limit of its own.
    return ask(calling, appLimits('read'), request, new AbortController().signal)
  }
  const read = async (chatId: string): Promise<Found<ChatMembers>> => {
    try {
      return { info: await allPages(token => page(chatId, token)) }
    } catch (thrown) {
      const { code } = asAppError(thrown)
      log.debug('no members', { chatId, code, platformCode: platformCode(thrown) })
      return missing(code)
    }
  }
  return remembered(read, calling.now, { most: 50, knownMs: 30 * 60_000 })
}

async function allPages(read: (token: string) => Promise<z.output<typeof Page>>): Promise<ChatMembers> {
  const people: { openId: string; name: string }[] = []
  let token = ''
  for (let number = 1; number <= MOST_PAGES; number++) {
    const { data } = await read(token)
    people.push(...data.items.map(({ member_id: openId, name }) => ({ openId, name })))
    if (!data.has_more || data.page_token === '') return { people, complete: true }
    token = data.page_token
  }
  return { people, complete: false }
}
