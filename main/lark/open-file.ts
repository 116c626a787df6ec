import { Readable } from 'node:stream'
import { z } from 'zod'
import { asPlatformError, failureIn } from './failures.ts'

type Client = { request(config: object): Promise<unknown> }
type Config = {
  readonly method: string
  readonly url: string
  readonly signal: AbortSignal
  readonly responseType: 'stream'
}

const Answer = z.object({ data: z.instanceof(Readable), headers: z.unknown() })
const Refusal = z.object({
  response: z.object({ status: z.number(), headers: z.unknown(), data: z.instanceof(Readable) }),
})
const Headers = z.looseObject({ 'content-type': z.string().catch(''), 'content-disposition': z.string().catch('') })

/** A refusal is a small JSON; whatever is longer says nothing more. */
const MOST_REFUSAL = 64 * 1024

/** Asks for a file. Rejects with `PlatformError` when the platform says no, also where it says so with status 200. */
export async function openFile(client: Client, config: Config): Promise<{ content: Readable; headers: unknown }> {
  const what = `${config.method} ${config.url}`
  try {
    const { data: content, headers } = Answer.parse(await client.request(config))
    if (!looksRefused(headers)) return { content, headers }
    throw (
      failureIn(what, { status: 200, headers, body: await bodyOf(content) }) ??
      new Error('A file came without its name.')
    )
  } catch (thrown) {
    const refused = Refusal.safeParse(thrown).data?.response
    const body = refused ? await bodyOf(refused.data) : undefined
    throw asPlatformError(what, refused ? { response: { ...refused, data: body } } : thrown, config.signal)
  }
}

/** A file that is JSON comes as an attachment with its name; an answer of the API does not. */
function looksRefused(headers: unknown): boolean {
  const named = Headers.parse(headers)
  return named['content-type'].startsWith('application/json') && named['content-disposition'] === ''
}

async function bodyOf(stream: Readable): Promise<unknown> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const piece of stream) {
      pieces.push(Buffer.from(piece))
      bytes += Buffer.byteLength(piece)
      if (bytes > MOST_REFUSAL) break
    }
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch {
    return undefined // what is no JSON is judged by its status
  }
}
