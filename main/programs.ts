import { randomUUID } from 'node:crypto'
import { silentLogger as log } from './base/logger.ts'
import { createNetwork, trustCertificates } from './base/network.ts'
import { baseUrlOf } from './config/accounts.ts'
import { APP_ID } from './contract/app-id.ts'
import { AppError, asAppError } from './contract/errors.ts'
import type { Body, Target } from './chat/message.ts'
import { askBot } from './lark/identity.ts'
import { Limiter } from './lark/limits.ts'
import { Uploads } from './lark/media.ts'
import { createOutbound } from './lark/outbound.ts'
import { createPlatform } from './lark/platform.ts'
import { pause } from './lark/waiting.ts'

/** One app of Feishu or Lark. Nothing is asked of the platform until something is sent. */
export type LarkOptions = {
  /** `cli_` and 16 hexadecimal characters. */
  readonly appId: string
  readonly appSecret: string
  /** `feishu` (default), `lark`, or a base URL. */
  readonly domain?: string
  /** `system` (default: the proxy variables of the environment), `none`, or a URL. */
  readonly proxy?: string
  /** Further certificates to trust (PEM). */
  readonly caFile?: string
}

/** A message that the platform has taken. */
export type LarkSent = { readonly messageId: string; readonly chatId: string }

type More = {
  /** The same key within an hour sends nothing twice; at most 36 characters. */
  readonly uuid?: string
  readonly signal?: AbortSignal
}
/** `to`: a chat (`oc_…`) or a person (`ou_…`). */
type To = More & { readonly to: string }

export type LarkProbe =
  | { readonly ok: true; readonly openId: string; readonly name: string }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly hint: string }

/** Sends with the app's own limits (5 a second to one chat, 50 in all), retries and error codes. Rejects with `LarkError`. */
export interface Lark {
  /** Markdown; what is longer than one message takes arrives in several, in order. Gives them all. */
  sendMessageLark(message: To & { readonly text: string }): Promise<readonly LarkSent[]>
  replyMessageLark(
    message: More & { readonly messageId: string; readonly text: string; readonly inThread?: boolean },
  ): Promise<readonly LarkSent[]>
  /** A file of this computer, at most 10 MB, or a picture that was uploaded before. */
  sendImageLark(message: To & ({ readonly path: string } | { readonly imageKey: string })): Promise<LarkSent>
  /** At most 30 MB. */
  sendFileLark(message: To & { readonly path: string }): Promise<LarkSent>
  /** A card in the platform's own form (JSON 2.0). */
  sendInteractiveCardLark(message: To & { readonly card: object }): Promise<LarkSent>
  /** `{ zh_cn: { title, content: [[…]] } }` */
  sendPostLark(message: To & { readonly post: object }): Promise<LarkSent>
  uploadImageLark(image: {
    readonly path: string
    readonly signal?: AbortSignal
  }): Promise<{ readonly imageKey: string }>
  /** Whether App ID and secret are right, and who the bot is. Never rejects for trouble with the platform. */
  probeLarkBot(options?: { readonly signal?: AbortSignal }): Promise<LarkProbe>
  /** Ends what is under way and lets the process end. */
  close(): Promise<void>
}

/** A failure with a code and, by `hint('en' | 'zh')`, what to do. */
export { AppError as LarkError } from './contract/errors.ts'

const never = new AbortController().signal
const ALL_WRITTEN = 36
/** The App Secret goes there: nobody on the way may read it. */
const DOMAIN =
  /^(?:feishu|lark|https:\/\/[^/?#\s@]+\/?|http:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d+)?\/?)$/
const PROXY = /^(?:system|none|(?:https?|socks[45]?h?):\/\/\S+)$/

function check(form: RegExp, given: string, otherwise: string): void {
  if (!form.test(given)) throw new AppError('bad-request', otherwise)
}

/** The sending half of Perch for programs: `import { createLark } from 'perch/lark'`. Throws `LarkError` for bad options. */
export function createLark({ appId, appSecret, domain = 'feishu', proxy = 'system', caFile = '' }: LarkOptions): Lark {
  if (!APP_ID.test(appId)) throw new AppError('lark-app-id-invalid', `"${appId.slice(0, 40)}" is no App ID.`)
  if (appSecret.trim() === '') throw new AppError('lark-secret-missing', 'The App Secret is empty.')
  check(
    DOMAIN,
    domain,
    '"domain" is "feishu", "lark", or a base URL with https (http only on this computer) and no path.',
  )
  check(PROXY, proxy, '"proxy" is "system", "none", or a URL with http, https or socks.')
  const now = () => Date.now()
  const network = createNetwork({ proxy: () => proxy, env: process.env })
  const account = { account: appId, appId, appSecret: appSecret.trim(), baseUrl: baseUrlOf(domain), network, log, now }
  const platform = createPlatform({ ...account, countCall: () => undefined })
  const limiter = new Limiter()
  const outbound = createOutbound({
    platform,
    appId,
    log,
    now,
    unmetered: () => false,
    limiter,
  })
  const uploads = new Uploads({ platform, limiter, now, pause })
  // It changes the whole process, so only a program that asks for it gets it.
  let trusted: Promise<unknown> | undefined
  const prepared = () => (trusted ??= caFile === '' ? Promise.resolve() : trustCertificates(caFile))

  const send = async (to: Target, bodies: readonly Body[], { uuid = randomUUID(), signal = never }: More) => {
    if (bodies.length === 0) throw new AppError('bad-request', 'There is nothing to send: the text is empty.')
    if (uuid === '' || uuid.length > ALL_WRITTEN)
      throw new AppError('bad-request', `A uuid has 1 to ${ALL_WRITTEN} characters.`)
    await prepared()
    const sent: LarkSent[] = []
    for (const [index, body] of bodies.entries())
      sent.push(await outbound.send({ uuid: index === 0 ? uuid : `${uuid}-${index}`, to, body }, signal))
    return sent
  }
  const one = async ({ to, ...more }: To, body: Body): Promise<LarkSent> => {
    const [sent] = await send(targetOf(to), [body], more)
    if (!sent) throw new AppError('internal', 'Nothing was sent.')
    return sent
  }
  return {
    sendMessageLark: async ({ to, text, ...more }) => send(targetOf(to), outbound.bodies(text), more),
    replyMessageLark: async ({ messageId, text, inThread = false, ...more }) =>
      send({ kind: 'reply', messageId, chatId: '', inThread }, outbound.bodies(text), more),
    sendImageLark: async message =>
      one(
        message,
        'path' in message ? { kind: 'image', path: message.path } : raw('image', { image_key: message.imageKey }),
      ),
    sendFileLark: async message => one(message, { kind: 'file', path: message.path }),
    sendInteractiveCardLark: async message => one(message, raw('interactive', message.card)),
    sendPostLark: async message => one(message, raw('post', message.post)),
    uploadImageLark: async ({ path, signal = never }) => {
      await prepared()
      const { content } = await uploads.upload('image', path, signal)
      return { imageKey: (JSON.parse(content) as { image_key: string }).image_key } // made by `upload`, two lines away
    },
    probeLarkBot: async ({ signal = never } = {}) => {
      await prepared()
      try {
        await platform.checkSecret(signal)
        return { ok: true, ...(await askBot(platform, signal)) }
      } catch (thrown) {
        return { ok: false, ...asAppError(thrown).toWire() }
      }
    },
    close: async () => {
      platform.close()
      await network.close()
    },
  }
}

function raw(messageType: string, content: object): Body {
  try {
    return { kind: 'raw', messageType, content: JSON.stringify(content) }
  } catch (thrown) {
    throw new AppError('bad-request', 'This content has no JSON.', { cause: thrown })
  }
}

function targetOf(to: string): Target {
  if (/^oc_\w+$/.test(to)) return { kind: 'chat', chatId: to }
  if (/^ou_\w+$/.test(to)) return { kind: 'person', openId: to }
  throw new AppError('bad-request', `"${to.slice(0, 60)}" is neither a chat ID (oc_…) nor an Open ID (ou_…).`)
}
