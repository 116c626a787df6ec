import type { Network } from '../base/network.ts'
import { AppError, type ErrorCode } from '../contract/errors.ts'
import { asPlatformError } from './failures.ts'
import { createHttp, type HttpInstance } from './http.ts'
import { BeginAnswer, judgePoll, refusalOf, type Brand, type Polled } from './register-answers.ts'
import { registrationLink, type AppWish } from './register-link.ts'
import { pause as realPause } from './waiting.ts'

export type RegisterOptions = AppWish & {
  /** The accounts servers, by brand; where an own platform has one, it stands for both. */
  readonly servers: Readonly<Record<Brand, string>>
  /** Where to begin; the platform says when the person belongs to the other one. */
  readonly brand: Brand
  readonly network: Pick<Network, 'agent'>
  /** Called with everything that must not be shown, before it is used. */
  readonly hide: (secret: string) => void
  /** The code is there; `expiresAt` in milliseconds since 1970. */
  readonly onCode: (code: { readonly url: string; readonly expiresAt: number }) => void
  readonly onBrand: (brand: Brand) => void
  /** The server can't be asked at the moment; `undefined` when it can again. Meanwhile the code stays good. */
  readonly onTrouble: (code: ErrorCode | undefined) => void
  readonly now: () => number
  readonly pause?: typeof realPause
}

/** An app that somebody made or opened by scanning; `ownerId` is that person. */
export type Registered = {
  readonly appId: string
  readonly appSecret: string
  readonly ownerId?: string
  readonly brand: Brand
}

const PATH = '/oauth/v1/app/registration'
const WHAT = `POST ${PATH}`
const ANSWER_MS = 10_000
/** RFC 8628, 3.5: what `slow_down` adds. */
const SLOWER_MS = 5000
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

/**
 * Scanning a code to make a bot: the platform's device flow, spoken directly. The SDK's `registerApp` speaks the same,
 * but one lost poll ends it, it knows no proxy and no agent, and it can't be told another protocol than https (1.74).
 * Rejects with `AppError`: `cancelled`, `scan-expired`, `scan-denied`, and what keeps a first code from being had.
 */
export async function register(options: RegisterOptions, signal: AbortSignal): Promise<Registered> {
  const http = await createHttp(options.network.agent)
  const begun = await begin(http, options, signal)
  options.hide(begun.device_code)
  const url = registrationLink(begun.verification_uri_complete, options)
  if (url === undefined)
    throw new AppError('lark-answer-invalid', {
      en: `${WHAT}: the answer holds no address for a code.`,
      zh: `${WHAT}：回答中没有可用于二维码的地址。`,
    })
  const expiresAt = options.now() + begun.expires_in * 1000
  options.onCode({ url, expiresAt })
  const first = { brand: options.brand, waitMs: begun.interval * 1000, expiresAt, deviceCode: begun.device_code }
  return follow(http, options, first, signal)
}

async function begin(http: HttpInstance, { servers, brand }: RegisterOptions, signal: AbortSignal) {
  const fields = {
    action: 'begin',
    archetype: 'PersonalAgent',
    auth_method: 'client_secret',
    request_user_info: 'open_id',
  }
  const body = await post(http, servers[brand], fields, signal)
  const answer = BeginAnswer.safeParse(body)
  if (answer.success) return answer.data
  const refusal = refusalOf(body)
  if (refusal !== undefined) throw ended('lark-bad-request', refusal)
  throw new AppError('lark-answer-invalid', {
    en: `${WHAT}: no answer of the platform.`,
    zh: `${WHAT}：不是平台的回答。`,
  })
}

type Following = {
  readonly brand: Brand
  readonly waitMs: number
  readonly expiresAt: number
  readonly deviceCode: string
  /** The other server knows already that the person is here: it is asked without a wait, once. */
  readonly atOnce?: boolean
}

/** Asks again and again, until the person decided, the code ran out, or `signal` aborts. A lost answer is no end. */
async function follow(
  http: HttpInstance,
  options: RegisterOptions,
  first: Following,
  signal: AbortSignal,
): Promise<Registered> {
  const { now, pause = realPause, onBrand } = options
  let state = first
  for (;;) {
    if (!state.atOnce) await pause(Math.min(state.waitMs, Math.max(state.expiresAt - now(), 0)), signal)
    if (signal.aborted) throw cancelled()
    if (now() >= state.expiresAt) throw ended('scan-expired', '')
    const polled = await poll(http, options, state, signal)
    if (polled?.kind === 'made') return made(polled, state.brand, options)
    if (polled?.kind === 'over') throw ended(polled.code, polled.error)
    if (polled?.kind === 'other-brand') onBrand(polled.brand)
    state = next(state, polled, first)
  }
}

/** Both servers pointing at each other must not become a storm, so only the first switch is without a wait. */
function next(state: Following, polled: Polled | undefined, first: Following): Following {
  const { atOnce: _once, ...rest } = state
  if (polled?.kind === 'slow-down') return { ...rest, waitMs: rest.waitMs + SLOWER_MS }
  if (polled?.kind !== 'other-brand') return rest
  return { ...rest, brand: polled.brand, ...(state.brand === first.brand ? { atOnce: true } : {}) }
}

function made(polled: Extract<Polled, { kind: 'made' }>, brand: Brand, { hide }: RegisterOptions): Registered {
  const { appId, appSecret, ownerId } = polled
  hide(appSecret)
  return { appId, appSecret, brand, ...(ownerId === undefined ? {} : { ownerId }) }
}

/** `undefined` when nothing could be learnt this time. Rejects only when `signal` aborts, and for a certificate. */
async function poll(
  http: HttpInstance,
  { servers, onTrouble }: RegisterOptions,
  { brand, deviceCode }: Following,
  signal: AbortSignal,
): Promise<Polled | undefined> {
  try {
    const body = await post(http, servers[brand], { action: 'poll', device_code: deviceCode }, signal)
    const polled = judgePoll(body, brand)
    onTrouble(polled.kind === 'nonsense' ? 'lark-busy' : undefined)
    return polled
  } catch (thrown) {
    const error = asPlatformError(WHAT, thrown, signal)
    if (error.code === 'cancelled' || error.code === 'lark-certificate') throw error
    onTrouble(error.code)
    return undefined
  }
}

/** The answer's body, also of a refusal: the flow says "not yet" by HTTP 400. */
async function post(
  http: HttpInstance,
  server: string,
  fields: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<unknown> {
  const request = {
    method: 'POST',
    url: `${server}${PATH}`,
    data: new URLSearchParams(fields).toString(),
    headers: FORM,
    timeout: ANSWER_MS,
    signal, // the SDK's types do not know it, axios does
  }
  try {
    return await http.request<unknown>(request)
  } catch (thrown) {
    const body = refusalIn(thrown)
    if (body !== undefined) return body
    throw asPlatformError(WHAT, thrown, signal)
  }
}

/** The body of a refusal that speaks the flow's language: `{"error": …}`. */
function refusalIn(thrown: unknown): unknown {
  if (typeof thrown !== 'object' || thrown === null || !('response' in thrown)) return undefined
  const { response } = thrown
  const body = typeof response === 'object' && response !== null && 'data' in response ? response.data : undefined
  return typeof body === 'object' && body !== null && 'error' in body ? body : undefined
}

const cancelled = (): AppError => new AppError('cancelled', { en: 'Scanning was called off.', zh: '已取消扫码。' })

function ended(code: ErrorCode, error: string): AppError {
  if (code === 'scan-expired')
    return new AppError(code, { en: 'The code ran out before it was scanned.', zh: '二维码已过期。' })
  if (code === 'scan-denied')
    return new AppError(code, { en: 'The request was declined on the phone.', zh: '手机上拒绝了请求。' })
  return new AppError(code, { en: `${WHAT} was refused: ${error}.`, zh: `${WHAT} 被拒绝：${error}。` })
}
