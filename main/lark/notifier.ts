import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import { hookFailure, isPassing } from './hook-failures.ts'
import { Limiter, type Limit } from './limits.ts'

/** What a group bot takes. `card` and `post` are JSON text in the platform's own form. */
export type HookBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'card' | 'post'; readonly content: string }
  | { readonly kind: 'image'; readonly imageKey: string }

/** Where to post, and with which signature, if its bot demands one. */
export type Hook = { readonly url: string; readonly secret?: string | undefined }

export interface Notifier {
  /** Posts in order, at most 5 a second and 100 a minute to one hook. Gives the number of messages it took. Rejects with `AppError`. */
  send(hook: Hook, body: HookBody, signal: AbortSignal): Promise<number>
}

type Options = {
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since 1970; the signature carries it. */
  readonly now: () => number
  readonly limiter?: Limiter
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** The platform refuses bodies over 20 KB; the rest of a body beside its text needs little. */
const MOST_BYTES = 20_000
const MOST_TEXT_BYTES = 18_000
const ATTEMPTS = 4
const TIMEOUT_MS = 15_000
const PATH = /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/
const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/

const Answer = z.looseObject({
  code: z.number().optional(),
  StatusCode: z.number().optional(),
  msg: z.string().optional(),
})

const hookLimits = (url: string): readonly Limit[] => [
  { key: `hook:${url}:second`, most: 5, windowMs: 1000, own: true },
  { key: `hook:${url}:minute`, most: 100, windowMs: 60_000, own: true },
]

const wait = (milliseconds: number, signal: AbortSignal): Promise<void> => sleep(milliseconds, undefined, { signal })

/** Incoming webhooks of groups (Group Settings → Bots → Add Bot → Custom Bot). They can only be written to. */
export function createNotifier({ fetch, now, limiter = new Limiter(), pause = wait }: Options): Notifier {
  const attempt = async (hook: Hook, message: object, signal: AbortSignal) => {
    const body = JSON.stringify({ ...signature(hook.secret, now()), ...message })
    if (Buffer.byteLength(body) > MOST_BYTES)
      throw new AppError('lark-content-refused', 'The message is larger than the 20 KB that a group bot takes.')
    await post(fetch, hook.url, body, signal)
  }
  const persist = async (hook: Hook, message: object, signal: AbortSignal) => {
    for (let tried = 1; ; tried++) {
      try {
        return await limiter.run(hookLimits(hook.url), () => attempt(hook, message, signal), signal)
      } catch (thrown) {
        if (tried === ATTEMPTS || !isPassing(thrown)) throw thrown
        await pause(1000 * 2 ** (tried - 1), signal)
      }
    }
  }
  return {
    send: async (hook, body, signal) => {
      checkHook(hook.url)
      const messages = messagesOf(body)
      for (const message of messages) await persist(hook, message, signal)
      return messages.length
    },
  }
}

/** A secret is only given away to an address that is one: https, or this computer. Throws `bad-request`. */
export function checkHook(address: string): URL {
  const url = URL.parse(address)
  if (!url || !PATH.test(url.pathname) || url.username !== '' || !isSafe(url))
    throw new AppError(
      'bad-request',
      'A group bot has an address like https://open.feishu.cn/open-apis/bot/v2/hook/… (https, no other path).',
    )
  return url
}

const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))

/** The timestamp counts in seconds, and is the key of an empty message: custom bot guide, "signature verification". */
export function signature(secret: string | undefined, now: number): { timestamp?: string; sign?: string } {
  if (!secret) return {}
  const timestamp = String(Math.floor(now / 1000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') }
}

async function post(fetch: Options['fetch'], url: string, body: string, signal: AbortSignal): Promise<void> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  try {
    // A redirect is not followed: it would hand the signed message to somebody else.
    const init = {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    } as const
    const response = await fetch(url, init)
    const answer = Answer.safeParse(await response.json().catch(() => undefined))
    const code = answer.data?.code ?? answer.data?.StatusCode
    if (response.ok && code === 0) return
    // A status that is no success counts more than the words beside it.
    throw hookFailure({ status: response.status, code: code || undefined, said: answer.data?.msg })
  } catch (thrown) {
    if (signal.aborted) throw new AppError('cancelled', 'Stopped before it was posted.', { cause: thrown })
    throw hookFailure({ thrown, timedOut: timeout.aborted })
  }
}

function messagesOf(body: HookBody): readonly object[] {
  switch (body.kind) {
    case 'text':
      return textPieces(body.text).map(text => ({ msg_type: 'text', content: { text } }))
    case 'card':
      return [{ msg_type: 'interactive', card: parsed(body.content, 'card') }]
    case 'post':
      return [{ msg_type: 'post', content: { post: parsed(body.content, 'post') } }]
    case 'image':
      return [{ msg_type: 'image', content: { image_key: body.imageKey } }]
    default:
      return body satisfies never
  }
}

function parsed(content: string, what: string): object {
  try {
    // Editors of Windows begin a file with a mark that JSON does not know.
    const value: unknown = JSON.parse(content.replace(/^\uFEFF/, ''))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // said below, in the same words as for JSON of another kind
  }
  throw new AppError('bad-request', `The ${what} must be a JSON object.`)
}

/** Pieces that fit, cut behind a line where there is one; together they are the text. Throws for an empty one. */
export function textPieces(text: string): readonly string[] {
  if (text.trim() === '') throw new AppError('bad-request', 'There is nothing to post: the message is empty.')
  const pieces: string[] = []
  for (let rest = text; rest !== '';) {
    const piece = firstPiece(rest)
    pieces.push(piece)
    rest = rest.slice(piece.length)
  }
  return pieces.filter(piece => piece.trim() !== '')
}

/** What JSON writes as it is; asking for its size would cost more. */
const PLAIN = /^[ !#-[\]-~]$/

function firstPiece(text: string): string {
  if (size(text) <= MOST_TEXT_BYTES) return text
  let most = ''
  let bytes = 0
  for (const character of text) {
    bytes += PLAIN.test(character) ? 1 : size(character)
    if (bytes > MOST_TEXT_BYTES) break
    most += character
  }
  const line = most.lastIndexOf('\n') + 1
  return line > most.length / 2 ? most.slice(0, line) : most
}

/** As it counts in the JSON of the body, where a quote or a control character takes more than itself. */
const size = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2
