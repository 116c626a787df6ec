import type { Readable } from 'node:stream'
import type { Client } from '@larksuiteoapi/node-sdk'
import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import type { Network } from '../base/network.ts'
import { AppError } from '../contract/errors.ts'
import { asPlatformError, failureIn, PlatformError } from './failures.ts'
import { createHttp, loadLark } from './http.ts'
import { openFile } from './open-file.ts'
import { sdkLogger } from './sdk-logger.ts'
import { TokenAnswer, TokenKeeper } from './token.ts'

/** What the monthly meter tells apart. */
export type CallKind = 'message' | 'card' | 'reaction' | 'media' | 'read'

export type PlatformRequest<T> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The path under the base URL, IDs already in it: `/open-apis/im/v1/messages/om_1/reply`. */
  readonly url: string
  readonly params?: Readonly<Record<string, string | number | boolean>>
  /** An object; sent as JSON, or as a form with `multipart` (then with buffers or streams in it). */
  readonly data?: Readonly<Record<string, unknown>>
  readonly multipart?: boolean
  readonly kind: CallKind
  /** Over the whole call; 15 s unless said. */
  readonly timeoutMs?: number
  /** The form of the whole answer, `code` and `msg` aside: `z.object({ data: z.object({ … }) })`. */
  readonly answer: z.ZodType<T>
}

/** The answer to a request for a file: its content as it comes, and the headers that tell name and size. */
export type OpenedFile = { readonly content: Readable; readonly headers: unknown }

export interface Platform {
  readonly account: string
  /**
   * One call of the Open API through the official client, with a token, counted; a token that the platform no longer
   * takes is renewed once. Rejects with `PlatformError` (never with the HTTP client's own), or `AppError('cancelled')`.
   */
  call<T>(request: PlatformRequest<T>, signal: AbortSignal): Promise<T>
  /** Like `call`, for a file: resolves when it begins to come. The signal and `timeoutMs` end the content too. */
  open(request: Omit<PlatformRequest<unknown>, 'answer'>, signal: AbortSignal): Promise<OpenedFile>
  /** Asks the token API whether it takes App ID and Secret. Resolves when it does, rejects as `call` does. */
  checkSecret(signal: AbortSignal): Promise<void>
  /** Ends every call under way. */
  close(): void
}

export type PlatformOptions = {
  readonly account: string
  readonly appId: string
  readonly appSecret: string
  /** Without a slash at the end: `https://open.feishu.cn`. */
  readonly baseUrl: string
  readonly network: Pick<Network, 'agent'>
  /** Called once per request that the tenant's quota counts; token requests are free. */
  readonly countCall: (kind: CallKind) => void
  /** The platform refused a call because the tenant's calls of the month are used up. */
  readonly quotaUsedUp?: () => void
  readonly log: Logger
  readonly now: () => number
}

const TOKEN_URL = '/open-apis/auth/v3/tenant_access_token/internal'

/** A request without what only the meter needs. */
type Plain<T> = Omit<PlatformRequest<T>, 'kind'>
type FileRequest = Omit<PlatformRequest<unknown>, 'answer'>
type Authorized<T> = (headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<T>

export const createPlatform = (options: PlatformOptions): Platform => new OpenApi(options)

class OpenApi implements Platform {
  readonly account: string
  readonly #options: PlatformOptions
  readonly #closing = new AbortController()
  readonly #tokens: TokenKeeper
  #client: Promise<Client> | undefined

  constructor(options: PlatformOptions) {
    this.account = options.account
    this.#options = options
    this.#tokens = new TokenKeeper(() => this.#fetchToken(this.#closing.signal), options.now)
  }

  call<T>(request: PlatformRequest<T>, signal: AbortSignal): Promise<T> {
    return this.#authorized(request, signal, (headers, either) => this.#request(request, headers, either))
  }

  open(request: FileRequest, signal: AbortSignal): Promise<OpenedFile> {
    return this.#authorized(request, signal, async (headers, either) => {
      this.#client ??= createClient(this.#options)
      return openFile(await this.#client, { ...asAxiosRequest(request, headers, either), responseType: 'stream' })
    })
  }

  /** With a token, counted; once more when the platform no longer takes the token. */
  async #authorized<T>(request: FileRequest, signal: AbortSignal, work: Authorized<T>): Promise<T> {
    const either = AbortSignal.any([signal, this.#closing.signal])
    try {
      return await this.#once(request, either, work).catch((thrown: unknown) => {
        if (thrown instanceof PlatformError && thrown.retry === 'token') return this.#once(request, either, work)
        throw thrown
      })
    } catch (thrown) {
      throw either.aborted ? new AppError('cancelled', `${request.method} ${request.url} was cancelled.`) : thrown
    }
  }

  async checkSecret(signal: AbortSignal): Promise<void> {
    await this.#fetchToken(AbortSignal.any([signal, this.#closing.signal]))
  }

  close(): void {
    this.#closing.abort()
  }

  async #once<T>(request: FileRequest, signal: AbortSignal, work: Authorized<T>): Promise<T> {
    const token = await this.#tokens.get(signal)
    signal.throwIfAborted()
    this.#options.countCall(request.kind)
    try {
      return await work({ Authorization: `Bearer ${token}` }, signal)
    } catch (thrown) {
      if (thrown instanceof PlatformError && thrown.retry === 'token') this.#tokens.drop(token)
      if (thrown instanceof PlatformError && thrown.code === 'lark-quota-used-up') this.#options.quotaUsedUp?.()
      throw thrown
    }
  }

  #fetchToken(signal: AbortSignal): Promise<TokenAnswer> {
    const data = { app_id: this.#options.appId, app_secret: this.#options.appSecret }
    return this.#request({ method: 'POST', url: TOKEN_URL, data, answer: TokenAnswer }, {}, signal)
  }

  /** The answer to one HTTP request, its `code` checked. */
  async #request<T>(request: Plain<T>, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<T> {
    const what = `${request.method} ${request.url}`
    try {
      this.#client ??= createClient(this.#options)
      const client = await this.#client
      return checked(what, await client.request(asAxiosRequest(request, headers, signal)), request.answer)
    } catch (thrown) {
      throw asPlatformError(what, thrown, signal)
    }
  }
}

/** `$return_headers` asks our own HTTP instance for `{data, headers}`: the headers say how long a limit lasts. */
function asAxiosRequest(
  request: Omit<Plain<unknown>, 'answer'>,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) {
  return {
    method: request.method,
    url: request.url,
    ...(request.params ? { params: request.params } : {}),
    ...(request.data ? { data: request.data } : {}),
    ...(request.timeoutMs ? { timeout: request.timeoutMs } : {}),
    headers: { ...headers, ...(request.multipart ? { 'Content-Type': 'multipart/form-data' } : {}) },
    signal,
    $return_headers: true,
  }
}

/** The official client. Tokens are ours: its cache keeps a revoked one for up to two hours (SDK 1.74). */
async function createClient({ appId, appSecret, baseUrl, network, log }: PlatformOptions): Promise<Client> {
  const [lark, httpInstance] = await Promise.all([loadLark(), createHttp(network.agent)])
  return new lark.Client({
    appId,
    appSecret,
    domain: baseUrl,
    disableTokenCache: true,
    httpInstance,
    source: 'perch',
    logger: sdkLogger(log),
    loggerLevel: lark.LoggerLevel.info,
  })
}

const Wrapped = z.object({ data: z.unknown(), headers: z.unknown() })

function checked<T>(what: string, answer: unknown, form: z.ZodType<T>): T {
  const { data: body, headers } = Wrapped.parse(answer)
  const failure = failureIn(what, { status: 200, headers, body })
  if (failure) throw failure
  const parsed = form.safeParse(body)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(issue => issue.path.join('.')).join(', ')
  throw new PlatformError('lark-answer-invalid', `${what}: the answer lacks ${places}.`, { retry: 'no' })
}
