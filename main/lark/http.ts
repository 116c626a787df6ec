import type { Agent } from 'node:http'
import type * as lark from '@larksuiteoapi/node-sdk'
import type { AxiosRequestConfig, AxiosResponse } from 'axios'

export type Lark = typeof lark
/** What the SDK's clients take as `httpInstance`. */
export type HttpInstance = lark.Client['httpInstance']

/** Longer than any call of the platform takes, shorter than a person waits. */
const CALL_TIMEOUT_MS = 15_000
export const MEDIA_TIMEOUT_MS = 60_000

/** The biggest JSON answer that is read; the platform's own are far smaller. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/**
 * The SDK's HTTP client for one account: our agent instead of environment variables, a time limit over the whole call
 * (a connect that hangs included), and no redirects, so that a secret reaches the configured host only.
 */
export async function createHttp(agent: Agent): Promise<HttpInstance> {
  const { default: axios } = await import('axios')
  const http = axios.create({
    httpAgent: agent,
    httpsAgent: agent,
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    maxBodyLength: Infinity,
  })
  http.interceptors.request.use(config => {
    config.signal = withDeadline(config.signal, config.timeout || CALL_TIMEOUT_MS)
    return config
  })
  http.interceptors.response.use(unwrap)
  // axios types a response; `unwrap` makes it the body, as the SDK's own instance does.
  return http as unknown as HttpInstance
}

/** The SDK expects the body alone, or `{data, headers}` where it asks for them with `$return_headers`. */
function unwrap(response: AxiosResponse): AxiosResponse {
  const wantsHeaders = '$return_headers' in response.config && response.config.$return_headers
  // The SDK's contract for `httpInstance`: what its methods resolve to is not the response that axios types promise.
  return wantsHeaders ? ({ data: response.data, headers: response.headers } as AxiosResponse) : response.data
}

function withDeadline(signal: AxiosRequestConfig['signal'], milliseconds: number): AbortSignal {
  const deadline = AbortSignal.timeout(milliseconds)
  return signal instanceof AbortSignal ? AbortSignal.any([signal, deadline]) : deadline
}

/** 30 MB on disk and 80 ms to load: only when an account first needs it. */
export const loadLark = (): Promise<Lark> => import('@larksuiteoapi/node-sdk')
