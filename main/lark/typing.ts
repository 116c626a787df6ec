import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import { asAppError, type AppError, type ErrorCode } from '../contract/errors.ts'
import { BoundedMap } from '../base/bounded-map.ts'
import { ask, brief, patient, platformCode, repeated, type Calling, type Patience } from './calling.ts'
import { appLimits } from './limits.ts'
import type { PlatformRequest } from './platform.ts'

/** The platform's names of the two signs; an unknown name is refused with 231001. */
const TYPING = 'Typing'
const DONE = 'DONE'
/** After "not permitted" nothing is asked for so long: nobody grants a permission every minute. */
const REST_MS = 30 * 60_000
const MOST_PAGES = 5
/** After these nobody knows what the platform did, or it will do it later. */
const UNSETTLED: ReadonlySet<ErrorCode> = new Set([
  'lark-unreachable',
  'lark-busy',
  'lark-rate-limited',
  'lark-answer-invalid',
])

/** After these the platform may have taken the call, and a second one may have left a second sign. */
const PERHAPS_TAKEN: ReadonlySet<ErrorCode> = new Set(['lark-unreachable', 'lark-busy', 'lark-answer-invalid'])
const MOST_DOUBTFUL = 500

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

type Asked<T> = Omit<PlatformRequest<T>, 'kind'>

/** The signs on a person's message. What is not permitted is not repeated; what stays uncertain rejects. */
export class TypingSigns {
  readonly #calling: Calling
  readonly #appId: string
  readonly #log: Logger
  /** Adding and reading are permissions of their own: one may be missing without the other. */
  readonly #restUntil = { add: 0, read: 0 }
  /** Messages that may bear more signs than the one whose ID is known. */
  readonly #doubtful = new BoundedMap<string, true>(MOST_DOUBTFUL)

  constructor(calling: Calling, appId: string, log: Logger) {
    this.#calling = calling
    this.#appId = appId
    this.#log = log
  }

  async start(messageId: string, signal: AbortSignal): Promise<string | undefined> {
    return (await this.#add(messageId, TYPING, signal))?.data.reaction_id
  }

  async stop(messageId: string, reactionId: string | undefined, signal: AbortSignal): Promise<void> {
    const known = reactionId === undefined ? [] : [reactionId]
    const isSure = reactionId !== undefined && !this.#doubtful.get(messageId)
    const found = isSure ? [] : await this.#findOwn(messageId, signal)
    for (const id of new Set([...known, ...found])) {
      const url = `${reactions(messageId)}/${encodeURIComponent(id)}`
      await this.#tried({ method: 'DELETE', url, answer: Removed }, patient, signal)
    }
  }

  /** Never rejects: nothing depends on it. */
  async done(messageId: string, signal: AbortSignal): Promise<void> {
    await this.#add(messageId, DONE, signal).catch((error: unknown) =>
      this.#log.debug('no sign of being done', { error }),
    )
  }

  #add(messageId: string, emoji: string, signal: AbortSignal) {
    const data = { reaction_type: { emoji_type: emoji } }
    const doubt = () => this.#doubtful.set(messageId, true)
    return this.#tried({ method: 'POST', url: reactions(messageId), data, answer: Added }, brief, signal, doubt)
  }

  /** Our own signs among those of others; a repeated call may have left two. */
  async #findOwn(messageId: string, signal: AbortSignal): Promise<readonly string[]> {
    const params = { reaction_type: TYPING, page_size: 50 }
    const own: string[] = []
    let page: z.output<typeof Listed>['data'] | undefined
    for (let count = 0; count < MOST_PAGES; count++) {
      const next = page ? { ...params, page_token: page.page_token } : params
      const request = { method: 'GET', url: reactions(messageId), params: next, answer: Listed } as const
      page = (await this.#tried(request, patient, signal))?.data
      const mine = (page?.items ?? []).filter(
        ({ operator: by }) => by.operator_type === 'app' && by.operator_id === this.#appId,
      )
      own.push(...mine.map(({ reaction_id: id }) => id))
      if (!page?.has_more || !page.page_token) break
    }
    return own
  }

  /** The answer, or `undefined` when the platform refused for good; rejects when another try may do. */
  async #tried<T>(
    request: Asked<T>,
    patience: Patience,
    signal: AbortSignal,
    doubt: () => void = () => {},
  ): Promise<T | undefined> {
    const right = request.method === 'GET' ? 'read' : 'add'
    // A sign that stands is taken away all the same: it would stay for ever.
    const mayRest = request.method !== 'DELETE'
    if (mayRest && this.#calling.now() < this.#restUntil[right]) return undefined
    const attempt = async () => {
      try {
        return await ask(this.#calling, appLimits('reaction'), { ...request, kind: 'reaction' }, signal)
      } catch (thrown) {
        if (PERHAPS_TAKEN.has(asAppError(thrown).code)) doubt()
        throw thrown
      }
    }
    try {
      return await repeated(attempt, patience, this.#calling, signal)
    } catch (thrown) {
      const error = asAppError(thrown)
      if (!signal.aborted) this.#note(error, platformCode(thrown), right)
      if (signal.aborted || UNSETTLED.has(error.code)) throw error
      return undefined
    }
  }

  #note(error: AppError, code: number | undefined, right: 'add' | 'read'): void {
    const forbidden = error.code === 'lark-scope-missing' || error.code === 'lark-quota-used-up' || code === 231001
    if (forbidden) this.#restUntil[right] = this.#calling.now() + REST_MS
    if (error.code === 'internal') this.#log.warn('no sign on the message', { error })
    else this.#log.debug('no sign on the message', { code: error.code, platformCode: code, forbidden })
  }
}

const reactions = (messageId: string): string => `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/reactions`
