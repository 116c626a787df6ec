import { z } from 'zod'
import type { AppError, ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'
import { endpointMeaning } from './codes.ts'
import { asPlatformError } from './failures.ts'
import type { HttpInstance } from './http.ts'

/** Why no address for a connection could be had. The SDK keeps this to itself. */
export type EndpointRefusal = { readonly code: ErrorCode; readonly reason: Words; readonly endpointCode?: number }

const Address = z.object({ URL: z.string(), ClientConfig: z.record(z.string(), z.unknown()).catch({}) })
const Answer = z.object({ code: z.number(), msg: z.string().catch(''), data: Address.optional().catch(undefined) })

/** In seconds; what the platform itself sends. */
const USUAL = { PingInterval: 120, ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30 }
const PING_SECONDS = { least: 1, most: 600 }

const WHAT = 'POST /callback/ws/endpoint'

/** The body that the SDK may have: a missing number would become NaN there, and a ping every 2 ms. */
export type SafeEndpoint = {
  readonly code: 0
  readonly msg: ''
  readonly data: { readonly URL: string; readonly ClientConfig: typeof USUAL }
}

/** Judges what `/callback/ws/endpoint` answered; `plain` allows `ws:` (a platform on this computer). */
export function judgeEndpoint(body: unknown, plain: boolean): SafeEndpoint | EndpointRefusal {
  const answer = Answer.safeParse(body)
  if (!answer.success) return { code: 'lark-answer-invalid', reason: noAnswer }
  const { code, msg, data } = answer.data
  if (code !== 0) return refusal(code, msg)
  if (!data || !isSocketAddress(data.URL, plain)) {
    return { code: 'lark-answer-invalid', reason: noAddress }
  }
  const { PingInterval } = data.ClientConfig
  const ping = typeof PingInterval === 'number' && PingInterval > 0 ? PingInterval : USUAL.PingInterval
  const clamped = Math.min(Math.max(ping, PING_SECONDS.least), PING_SECONDS.most)
  return { code: 0, msg: '', data: { URL: data.URL, ClientConfig: { ...USUAL, PingInterval: clamped } } }
}

const noAnswer: Words = { en: `${WHAT}: no answer of the platform.`, zh: `${WHAT}：对方的回答不是平台的回答。` }
const noAddress: Words = {
  en: `${WHAT}: the answer holds no address to connect to.`,
  zh: `${WHAT}：回答中没有可连接的地址。`,
}

function refusal(code: number, message: string): EndpointRefusal {
  const said = message.slice(0, 200)
  const reason = {
    en: `${WHAT} was refused with code ${code}${said && `: ${said}`}.`,
    zh: `${WHAT} 被拒绝，代码 ${code}${said && `：${said}`}。`,
  }
  return { code: endpointMeaning(code), reason, endpointCode: code }
}

function isSocketAddress(address: string, plain: boolean): boolean {
  if (!URL.canParse(address)) return false
  const { protocol } = new URL(address)
  return protocol === 'wss:' || (plain && protocol === 'ws:')
}

/**
 * The HTTP client that one connection of the SDK gets: it ends with `signal`, hands on only answers that the SDK
 * can't stumble over, and tells why there is none.
 */
export function endpointHttp(
  http: HttpInstance,
  { plain, signal, onRefused }: { plain: boolean; signal: AbortSignal; onRefused: (refusal: EndpointRefusal) => void },
): HttpInstance {
  const request = async (options: Parameters<HttpInstance['request']>[0]): Promise<SafeEndpoint> => {
    const withSignal = { ...options, signal }
    const judged = await http.request<unknown>(withSignal).then(
      body => judgeEndpoint(body, plain),
      (thrown: unknown) => refusedBy(asPlatformError(WHAT, thrown, signal)),
    )
    if ('data' in judged) return judged
    onRefused(judged)
    throw new Error(judged.reason.en)
  }
  // The SDK types its HTTP client as generic in the answer; the connection asks for this one answer only.
  return { ...http, request: request as HttpInstance['request'] }
}

const refusedBy = (error: AppError): EndpointRefusal => ({ code: error.code, reason: reasonOf(error) })

/** Why, in both languages; where its maker gave one only, in that. */
export const reasonOf = ({ says, message }: Pick<AppError, 'says' | 'message'>): Words =>
  says ?? { en: message, zh: message }
