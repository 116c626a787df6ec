import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import { isAppError } from '../contract/errors.ts'
import { ask, brief, patient, platformCode, repeated, type Calling, type Patience } from './calling.ts'
import { appLimits } from './limits.ts'
import type { PlatformRequest } from './platform.ts'

/** The platform's names of the two signs; an unknown name is refused with 231001. */
const TYPING = 'Typing'
const DONE = 'DONE'
/** After "not permitted" nothing is asked for so long: nobody grants a permission every minute. */
const REST_MS = 30 * 60_000
const MOST_PAGES = 5

const Added = z.object({ data: z.object({ reaction_id: z.string() }) })
const Removed = z.object({ code: z.literal(0) })
const Listed = z.object({
  data: z.object({
    items: z
      .array(
        z.object({
          reaction_id: z.string(),
          operator: z.object({ operator_id: z.string(), operator_type: z.string() }),
        }),
      )
      .default([]),
    has_more: z.boolean().default(false),
    page_token: z.string().default(''),
  }),
})

/** The signs on a person's message. They matter little: no method rejects, and what is not permitted is not repeated. */
export function createTyping(calling: Calling, appId: string, log: Logger) {
  let restUntil = 0

  /** The answer, or `undefined` when the platform refused or could not be reached. */
  async function tried<T>(
    request: Omit<PlatformRequest<T>, 'kind'>,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    if (calling.now() < restUntil) return undefined
    const attempt = () => ask(calling, appLimits('reaction'), { ...request, kind: 'reaction' }, signal)
    try {
      return await repeated(attempt, patience, calling.now, signal)
    } catch (thrown) {
      const code = isAppError(thrown) ? thrown.code : 'internal'
      const rests = code === 'lark-scope-missing' || code === 'lark-quota-used-up' || platformCode(thrown) === 231001
      if (rests) restUntil = calling.now() + REST_MS
      if (code !== 'cancelled') log.debug('no sign on the message', { code, platformCode: platformCode(thrown), rests })
      return undefined
    }
  }

  const add = (messageId: string, emoji: string, signal: AbortSignal) => {
    const data = { reaction_type: { emoji_type: emoji } }
    return tried({ method: 'POST', url: reactions(messageId), data, answer: Added }, brief, signal)
  }

  const remove = (messageId: string, reactionId: string, signal: AbortSignal) => {
    const url = `${reactions(messageId)}/${encodeURIComponent(reactionId)}`
    return tried({ method: 'DELETE', url, answer: Removed }, patient, signal)
  }

  /** Our own sign among those of others, who may have put the same one on the message. */
  async function findOwn(messageId: string, signal: AbortSignal): Promise<string | undefined> {
    let token = ''
    for (let page = 0; page < MOST_PAGES; page++) {
      const params = { reaction_type: TYPING, page_size: 50, ...(token ? { page_token: token } : {}) }
      const found = await tried({ method: 'GET', url: reactions(messageId), params, answer: Listed }, patient, signal)
      const own = found?.data.items.find(
        item => item.operator.operator_type === 'app' && item.operator.operator_id === appId,
      )
      if (own) return own.reaction_id
      if (!found?.data.has_more || !found.data.page_token) return undefined
      token = found.data.page_token
    }
    return undefined
  }

  return {
    startTyping: async (messageId: string, signal: AbortSignal): Promise<string | undefined> =>
      (await add(messageId, TYPING, signal))?.data.reaction_id,

    async stopTyping(messageId: string, reactionId: string | undefined, signal: AbortSignal): Promise<void> {
      const own = reactionId ?? (await findOwn(messageId, signal))
      if (own !== undefined) await remove(messageId, own, signal)
    },

    async markDone(messageId: string, signal: AbortSignal): Promise<void> {
      await add(messageId, DONE, signal)
    },
  }
}

const reactions = (messageId: string): string => `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/reactions`
