import { z } from 'zod'
import type { Logger } from '../../base/logger.ts'
import type { Network } from '../../base/network.ts'
import { asAppError, type AppError } from '../../contract/errors.ts'
import { judgeEndpoint, reasonOf, type EndpointRefusal } from '../endpoint.ts'
import { asPlatformError, unreachable } from '../failures.ts'
import { createHttp } from '../http.ts'
import { createPlatform, type CallKind, type Platform } from '../platform.ts'
import { waitFor } from '../waiting.ts'

/** What the platform answered: its value, or why there is none. */
export type Said<T> = { readonly value: T } | { readonly error: AppError }

const Bot = z.object({
  bot: z.object({ activate_status: z.number().optional(), app_name: z.string().catch(''), open_id: z.string() }),
})
const Scopes = z.object({
  data: z.object({
    scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number(), scope_type: z.string().optional() })),
  }),
})
const Subscribed = z
  .object({
    subscription_type: z.string().optional(),
    callback_type: z.string().optional(),
    subscribed_events: z.array(z.string()).optional(),
    subscribed_callbacks: z.array(z.string()).optional(),
  })
  .optional()
  .catch(undefined)
const Application = z.object({
  data: z.object({
    app: z.object({
      status: z.number().optional(),
      /** An app without one says so with '' or null; absent is no answer. */
      online_version_id: z
        .string()
        .nullable()
        .transform(id => id ?? '')
        .optional(),
      unaudit_version_id: z.string().nullish(),
      event: Subscribed,
      callback: Subscribed,
      callback_info: Subscribed,
    }),
  }),
})
const History = z.object({
  data: z.object({
    items: z
      .array(
        z.object({
          message_id: z.string(),
          create_time: z.coerce.number(),
          deleted: z.boolean().default(false),
          sender: z.object({ id: z.string(), sender_type: z.string().catch('') }),
        }),
      )
      .default([]),
  }),
})

export type BotAnswer = z.output<typeof Bot>['bot']
export type GrantedScope = z.output<typeof Scopes>['data']['scopes'][number]
export type ApplicationAnswer = z.output<typeof Application>['data']['app']
export type HistoryItem = z.output<typeof History>['data']['items'][number]

/** What the checks ask the platform; each question goes out once a run, whoever asks it. Never rejects but on an abort. */
export interface Asking {
  /** Whether the token API takes App ID and Secret. */
  token(signal: AbortSignal): Promise<Said<true>>
  /** Whether the platform would give out an address for a long connection. None is opened. */
  endpoint(signal: AbortSignal): Promise<'given' | EndpointRefusal>
  bot(signal: AbortSignal): Promise<Said<BotAnswer>>
  scopes(signal: AbortSignal): Promise<Said<readonly GrantedScope[]>>
  application(signal: AbortSignal): Promise<Said<ApplicationAnswer>>
  /** The newest messages of a chat, newest first. */
  history(chatId: string, signal: AbortSignal): Promise<Said<readonly HistoryItem[]>>
  close(): void
}

export type AskingOptions = {
  readonly account: string
  readonly appId: string
  readonly appSecret: string
  readonly baseUrl: string
  readonly network: Pick<Network, 'agent'>
  readonly countCall: (kind: CallKind) => void
  readonly log: Logger
  readonly now: () => number
}

/** Shorter than a check may take, so that silence is told as silence. */
const ANSWER_MS = 8000

export function createAsking(options: AskingOptions): Asking {
  const { appId } = options
  const closing = new AbortController()
  const here = createPlatform(options)
  const asked = new Map<string, Promise<unknown>>()

  const once = <T>(name: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> => {
    // The name decides the type: each is used in one place below.
    const running = (asked.get(name) as Promise<T> | undefined) ?? ask()
    asked.set(name, running)
    return waitFor(running, signal)
  }
  const read = <T, V>(name: string, signal: AbortSignal, request: Read<T>, pick: (answer: T) => V): Promise<Said<V>> =>
    once(name, signal, () => said(async () => pick(await call(here, request, closing.signal))))

  return {
    token: signal => once('token', signal, () => said(() => taken(here, closing.signal))),
    endpoint: signal => once('endpoint', signal, () => askEndpoint(options, closing.signal)),
    bot: signal => read('bot', signal, { url: '/open-apis/bot/v3/info', answer: Bot }, ({ bot }) => bot),
    scopes: signal =>
      read('scopes', signal, { url: '/open-apis/application/v6/scopes', answer: Scopes }, ({ data }) => data.scopes),
    application: signal => {
      const url = `/open-apis/application/v6/applications/${appId}`
      return read('app', signal, { url, params: { lang: 'zh_cn' }, answer: Application }, ({ data }) => data.app)
    },
    history: (chatId, signal) => {
      const params = { container_id_type: 'chat', container_id: chatId, sort_type: 'ByCreateTimeDesc', page_size: 20 }
      const url = '/open-apis/im/v1/messages'
      return read(`history ${chatId}`, signal, { url, params, answer: History }, ({ data }) => data.items)
    },
    close: () => {
      closing.abort()
      here.close()
    },
  }
}

type Read<T> = {
  readonly url: string
  readonly params?: Readonly<Record<string, string | number>>
  readonly answer: z.ZodType<T>
}

const call = <T>(platform: Platform, request: Read<T>, signal: AbortSignal): Promise<T> =>
  platform.call({ method: 'GET', kind: 'read', timeoutMs: ANSWER_MS, ...request }, signal)

/** Silence is told as silence, not as something that we stopped. */
async function taken(platform: Platform, stopping: AbortSignal): Promise<true> {
  const limit = AbortSignal.timeout(ANSWER_MS)
  try {
    await platform.checkSecret(AbortSignal.any([stopping, limit]))
    return true
  } catch (thrown) {
    throw limit.aborted && !stopping.aborted ? unreachable('The request for a token', 'ETIMEDOUT') : thrown
  }
}

async function said<T>(ask: () => Promise<T>): Promise<Said<T>> {
  try {
    return { value: await ask() }
  } catch (thrown) {
    return { error: asAppError(thrown) }
  }
}

async function askEndpoint(
  { appId, appSecret, baseUrl, network }: AskingOptions,
  signal: AbortSignal,
): Promise<'given' | EndpointRefusal> {
  const what = 'POST /callback/ws/endpoint'
  try {
    const http = await createHttp(network.agent)
    const request = {
      method: 'POST' as const,
      url: `${baseUrl}/callback/ws/endpoint`,
      data: { AppID: appId, AppSecret: appSecret },
      headers: { locale: 'zh' },
      timeout: ANSWER_MS,
      signal, // the SDK's types do not know it, axios does
      $return_headers: true, // for the log id; it makes the answer these two fields
    }
    const { data, headers } = await http.request<unknown, { data: unknown; headers: unknown }>(request)
    const judged = judgeEndpoint(data, baseUrl.startsWith('http:'))
    return 'data' in judged ? 'given' : withLogId(judged, headers)
  } catch (thrown) {
    const error = asPlatformError(what, thrown, signal)
    return { code: error.code, reason: reasonOf(error) }
  }
}

/** The refusal with the platform's own number for it, where the answer's headers hold one. */
function withLogId(refusal: EndpointRefusal, headers: unknown): EndpointRefusal {
  const id = z.object({ 'x-tt-logid': z.string().min(1) }).safeParse(headers).data?.['x-tt-logid']
  if (id === undefined) return refusal
  const { en, zh } = refusal.reason
  return { ...refusal, reason: { en: `${en} (log id ${id})`, zh: `${zh}（log id ${id}）` } }
}
