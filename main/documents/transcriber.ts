import { z } from 'zod'
import { AppError } from '../contract/errors.ts'

/** Gives the words of a sound. Rejects with `AppError`. */
export type Transcriber = (sound: Uint8Array, name: string, signal: AbortSignal) => Promise<string>

export type TranscriberOptions = {
  /** The base of an API like OpenAI's: `https://api.openai.com/v1`. */
  readonly apiBase: string
  readonly model: string
  /** Resolves to nothing where the service needs no key. */
  readonly key: () => Promise<string | undefined>
  readonly fetch: typeof globalThis.fetch
}

/** What such services take at most. */
const MOST_BYTES = 25 * 1024 * 1024
const WITHIN_MS = 60_000
const MOST_ANSWER = 1024 * 1024

const Answer = z.object({ text: z.string() })

/** Voice messages through `POST /audio/transcriptions`, as OpenAI and those that follow it offer it. */
export function createTranscriber({ apiBase, model, key, fetch }: TranscriberOptions): Transcriber {
  return async (sound, name, signal) => {
    if (sound.byteLength > MOST_BYTES) throw new AppError('file-too-large', 'The voice message is over 25 MB.')
    const secret = await key()
    const form = new FormData()
    form.set('model', model)
    form.set('file', new Blob([Uint8Array.from(sound)]), /\.\w+$/.test(name) ? name : `${name}.ogg`)
    // Made whole first: a form that still streams when its request fails throws where nobody can catch it (Node 24),
    // and the package that serves proxies does not know Node's own forms.
    const whole = new Response(form)
    const init: RequestInit = {
      method: 'POST',
      body: await whole.arrayBuffer(),
      redirect: 'error', // a key goes to the host it was set for, and nowhere else
      signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
      headers: {
        'Content-Type': whole.headers.get('content-type') ?? 'multipart/form-data',
        ...(secret ? { Authorization: `Bearer ${secret}` } : {}),
      },
    }
    return wordsIn(await ask(fetch, `${apiBase.replace(/\/+$/, '')}/audio/transcriptions`, init, signal), signal)
  }
}

async function ask(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch {
    throw unreached(signal) // what was thrown may hold the request, and with it the key
  }
}

const unreached = (signal: AbortSignal): AppError =>
  signal.aborted
    ? new AppError('cancelled', 'Stopped while a voice message was heard.')
    : new AppError('model-unreachable', 'The service for voice messages could not be reached.')

async function wordsIn(response: Response, signal: AbortSignal): Promise<string> {
  if (!response.ok) {
    await response.body?.cancel()
    const code = response.status === 401 || response.status === 403 ? 'model-key-refused' : 'model-failed'
    throw new AppError(code, `The service for voice messages answered ${response.status}.`)
  }
  const answer = Answer.safeParse(parsed(await textOf(response, signal)))
  if (!answer.success)
    throw new AppError('model-failed', 'The service for voice messages gave an answer without words.')
  return answer.data.text
}

/** An answer without an end must not fill the memory; its first part tells no words. */
async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const piece of response.body ?? []) {
      bytes += piece.byteLength
      if (bytes > MOST_ANSWER) return ''
      pieces.push(piece)
    }
  } catch {
    throw unreached(signal)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // told as an answer without words
  }
}
