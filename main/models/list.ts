import { APICallError } from 'ai'
import { toModelError, type Asked } from '../agent/failures.ts'
import type { ModelList } from '../contract/models.ts'
import type { ProviderId } from '../contract/provider-ids.ts'
import type { Address } from './address.ts'
import { boundFetch } from './bound-fetch.ts'
import { readModels } from './list-read.ts'
import { without } from './open.ts'

type Place = { readonly provider: ProviderId; readonly address: Address; readonly apiKey: string | undefined }

const TIMEOUT = 10_000
/** The longest list known, of OpenRouter, has about 1 MB. */
const MOST_BYTES = 16 * 1024 * 1024
/** Answers that say "there is no such list here", for any key. */
const notHere = [404, 405, 406, 410, 415, 501]
const unlisted: ModelList = { listed: false, models: [] }

/**
 * Asks the provider for its models. An address without a list is a value; a wrong key, no credit or no connection reject
 * with the codes of a test.
 */
export async function listModels(
  place: Place,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<ModelList> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)])
  const asked: Asked = {
    provider: place.provider,
    name: '',
    keyed: place.apiKey !== undefined,
    redact: without(place.apiKey),
  }
  const bound = boundFetch(fetch, place.address.host, place.provider)
  const requests = requestsFor(place)
  try {
    for (const { url, headers } of requests) {
      const list = await readList(place, await bound(url, { headers, signal: limit }), url)
      if (list.listed || url === requests.at(-1)?.url) return list
    }
    return unlisted
  } catch (thrown) {
    signal.throwIfAborted()
    throw toModelError(withUrl(thrown, requests[0]?.url ?? ''), asked)
  }
}

type Request = { readonly url: string; readonly headers: Readonly<Record<string, string>> }

/** What to ask, the best first. */
function requestsFor({ provider, address: { base }, apiKey }: Place): readonly Request[] {
  const bearer: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
  const usual = { url: `${base}/models`, headers: bearer }
  const special: Partial<Record<ProviderId, readonly Request[]>> = {
    anthropic: [
      { url: `${base}/models?limit=1000`, headers: { 'x-api-key': apiKey ?? '', 'anthropic-version': '2023-06-01' } },
    ],
    google: [{ url: `${base}/models?pageSize=1000`, headers: { 'x-goog-api-key': apiKey ?? '' } }],
    siliconflow: [{ ...usual, url: `${base}/models?type=text&sub_type=chat` }],
    // Its own list tells more, but a gateway before it may not pass it on.
    ollama: [{ ...usual, url: `${base.replace(/\/v1$/, '')}/api/tags` }, usual],
  }
  return special[provider] ?? [usual]
}

async function readList({ provider }: Place, response: Response, url: string): Promise<ModelList> {
  const body = await readBounded(response)
  if (response.ok) {
    const models = readModels(provider, parsed(body))
    return models === undefined ? unlisted : { listed: true, models }
  }
  if (notHere.includes(response.status)) return unlisted
  throw new APICallError({
    message: response.statusText,
    url,
    requestBodyValues: {},
    statusCode: response.status,
    responseBody: body,
  })
}

/** At most so much of the answer; what is longer is no list that we could show. */
async function readBounded(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of response.body ?? []) {
    size += piece.byteLength
    if (size > MOST_BYTES) return ''
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // a web page: not a list
  }
}

/** What `fetch` throws does not name the address, which the message needs and the search for a proxy compares. */
const withUrl = (thrown: unknown, url: string): unknown =>
  thrown instanceof TypeError || (thrown instanceof Error && thrown.name === 'TimeoutError')
    ? new APICallError({ message: 'no answer', url, requestBodyValues: {}, cause: thrown, isRetryable: false })
    : thrown
