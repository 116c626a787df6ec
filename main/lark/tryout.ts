import type { Logger } from '../base/logger.ts'
import type { Network } from '../base/network.ts'
import { APP_ID } from '../contract/app-id.ts'
import { AppError, type ErrorCode } from '../contract/errors.ts'
import type { TriedView } from '../contract/setup.ts'
import type { BotView } from '../contract/state.ts'
import type { Words } from '../contract/words.ts'
import { createAsking, type BotAnswer, type Said } from './checkup/asking.ts'
import { saysNoSuchApp } from './checkup/refusals.ts'
import type { EndpointRefusal } from './endpoint.ts'
import { PlatformError } from './failures.ts'
import { saysOf, saysOfBot, saysOfEndpoint } from './tryout-words.ts'

export type TryOutOptions = {
  readonly appId: string
  readonly appSecret: string
  /** Where to try, in this order; `domain` is what the configuration would say. */
  readonly places: readonly { readonly domain: string; readonly baseUrl: string }[]
  readonly network: Pick<Network, 'agent'>
  /** The proxy on the way to an address, '' for none. */
  readonly proxyOf: (address: string) => string
  readonly log: Logger
  readonly now: () => number
}

type Failure = { readonly ok: false; readonly code: ErrorCode; readonly message: string }
type Success = { readonly ok: true; readonly bot?: BotView; readonly says?: Words }
/** What came of it on one platform. */
export type Attempt = (Success | Failure) & { readonly domain: string }

/**
 * Asks each platform in turn whether it takes these credentials, until one does: the token API, then the address of a
 * long connection (it alone knows an app of the other brand), then who the bot is. Nothing is kept, and each attempt has
 * a token of its own. Rejects with `cancelled` only.
 */
export async function tryOut(options: TryOutOptions, signal: AbortSignal): Promise<TriedView> {
  if (!APP_ID.test(options.appId)) return failed({ ok: false, code: 'lark-app-id-invalid', message: '', domain: '' })
  const attempts: Attempt[] = []
  for (const place of options.places) {
    const attempt = { ...(await tryOne(options, place.baseUrl, signal)), domain: place.domain }
    if (attempt.ok) return attempt
    attempts.push(attempt)
  }
  return failed(truest(attempts), options.places.length === 1)
}

/** `isOnly`: nobody asked the other brand, so it may be there. */
const failed = ({ code, message, domain }: Failure & { readonly domain: string }, isOnly = false): TriedView => ({
  ok: false,
  code,
  message,
  says: saysOf(code, domain, isOnly),
})

/** What each reason tells: the more a platform knew of the app, the truer; a silent one may still be the right one. */
const WEIGHT: Partial<Record<ErrorCode, number>> = {
  'lark-wrong-domain': 4,
  'lark-bad-secret': 3,
  'lark-app-unknown': 1,
}
const SILENT = 2

/** Of several refusals the one to show, all of them in its message. */
export function truest(attempts: readonly Attempt[]): Failure & { readonly domain: string } {
  const failures = attempts.filter(attempt => !attempt.ok)
  const weigh = ({ code }: Failure) => WEIGHT[code] ?? SILENT
  const [first] = failures.toSorted((a, b) => weigh(b) - weigh(a))
  const none: Failure = { ok: false, code: 'bad-request', message: 'There is no platform to ask.' }
  const message = failures.map(failure => failure.message).join(' ')
  return { ...none, domain: '', ...first, ...(message === '' ? {} : { message }) }
}

async function tryOne(options: TryOutOptions, baseUrl: string, signal: AbortSignal): Promise<Success | Failure> {
  const asking = createAsking({ ...options, account: 'setup', baseUrl, countCall: () => undefined })
  try {
    const token = await asking.token(signal)
    if ('error' in token) return refused(token.error, baseUrl, options)
    const endpoint = await asking.endpoint(signal)
    if (endpoint !== 'given' && endpoint.code === 'lark-wrong-domain')
      return { ok: false, code: endpoint.code, message: `${baseUrl}: ${endpoint.reason.en}` }
    return { ok: true, ...whoIsBot(await asking.bot(signal), endpoint) }
  } catch (thrown) {
    if (signal.aborted) throw new AppError('cancelled', 'Trying the credentials was called off.', { cause: thrown })
    throw thrown
  } finally {
    asking.close()
  }
}

function refused(error: AppError, baseUrl: string, { proxyOf }: TryOutOptions): Failure {
  const code = codeOf(error, proxyOf(baseUrl) !== '')
  return { ok: false, code, message: `${baseUrl}: ${error.message}` }
}

/** Comes for an App ID that the platform does not know. */
const UNKNOWN_APP = 10003

function codeOf(error: AppError, throughProxy: boolean): ErrorCode {
  if (error instanceof PlatformError && error.platformCode === UNKNOWN_APP) return 'lark-app-unknown'
  if (saysNoSuchApp(error)) return 'lark-app-unknown'
  return throughProxy ? codeByProxy(error) : error.code
}

/** What a call through a proxy failed with: without an answer, or with a 407, it is the proxy to look at. */
export function codeByProxy({ code, message }: AppError): ErrorCode {
  const refusedByProxy = code === 'lark-answer-invalid' && message.includes('HTTP 407')
  return code === 'lark-unreachable' || refusedByProxy ? 'lark-proxy' : code
}

/** A bot that can't be named, or can't connect yet, is no reason to refuse credentials that are right: it is said. */
function whoIsBot(bot: Said<BotAnswer>, endpoint: 'given' | EndpointRefusal): Omit<Success, 'ok'> {
  if ('error' in bot) return { says: saysOfBot(bot.error.code) }
  const { open_id: openId, app_name: name } = bot.value
  return { bot: { openId, name }, ...(endpoint === 'given' ? {} : { says: saysOfEndpoint(endpoint.code) }) }
}
