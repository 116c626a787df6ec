import { AppError } from '../contract/errors.ts'

type Fetch = typeof globalThis.fetch

/**
 * A `fetch` that reaches one host only. A key travels in headers that a redirect would carry to wherever it leads (only
 * `Authorization` is dropped on the way, `x-api-key` is not), so none is followed.
 */
export const boundFetch =
  (fetch: Fetch, host: string, provider: string): Fetch =>
  async (input, init) => {
    const asked = new URL(input instanceof Request ? input.url : input)
    if (asked.host !== host) {
      throw new AppError('secret-host-changed', {
        en: `The key for ${host} is not sent to ${asked.host}.`,
        zh: `${host} 的密钥不会发送给 ${asked.host}。`,
      })
    }
    const response = await fetch(input, { ...init, redirect: 'manual' })
    const target = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || target === null) return response
    await response.body?.cancel()
    throw leadsElsewhere(provider, host, URL.parse(target, asked.href)?.host ?? '?')
  }

/** As `boundFetch`, for calls that only a model can answer: a web page is none. */
export const modelFetch = (fetch: Fetch, host: string, provider: string): Fetch => {
  const bound = boundFetch(fetch, host, provider)
  return async (input, init) => {
    const response = await bound(input, init)
    if (!response.ok || !/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) return response
    await response.body?.cancel()
    throw isWebPage(provider, host)
  }
}

const isWebPage = (provider: string, host: string): AppError =>
  new AppError('model-unreachable', {
    en: `A web page answered instead of ${provider} (${host}): the address is not that of its API, or a proxy or the sign-in page of a network is in the way.`,
    zh: `应答的是网页，而不是 ${provider}（${host}）：地址不是它的接口，或被代理、网络登录页拦截。`,
  })

const leadsElsewhere = (provider: string, host: string, target: string): AppError =>
  new AppError('model-unreachable', {
    en: `${provider} (${host}) sends us on to ${target}. Put the final address into llm.apiBase.`,
    zh: `${provider}（${host}）要求转到 ${target}。请把最终地址填入 llm.apiBase。`,
  })
