import {
  Client,
  DefaultCache,
  EventDispatcher,
  LoggerLevel,
  WSClient,
  type EventHandles,
} from '@larksuiteoapi/node-sdk'
import { afterEach } from 'vitest'
import { practiceApp, type SandboxOptions } from '../../main/sandbox/platform.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'

export const silent = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  trace: () => undefined,
}
export const credentials = { appId: practiceApp.appId, appSecret: practiceApp.appSecret }

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

/** A sandbox that ends with the test. */
export async function sandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const started = await createSandbox(options)
  cleanups.push(() => started.close())
  return started
}

/** The SDK's HTTP client against the sandbox, with a token cache of its own. */
export const client = (box: Sandbox, secret = credentials.appSecret): Client =>
  new Client({
    ...credentials,
    appSecret: secret,
    domain: box.url,
    cache: new DefaultCache(),
    logger: silent,
    loggerLevel: LoggerLevel.fatal,
  })

export type Connected = { readonly ws: WSClient; readonly events: Record<string, unknown>[] }

/** Connects the SDK's long connection; received events are collected. */
export async function connect(box: Sandbox, handlers: EventHandles & Record<string, unknown> = {}): Promise<Connected> {
  const events: Record<string, unknown>[] = []
  const collect = (event: unknown) => void events.push(event as Record<string, unknown>)
  const dispatcher = new EventDispatcher({ logger: silent, loggerLevel: LoggerLevel.fatal }).register({
    'im.message.receive_v1': collect,
    'im.message.recalled_v1': collect,
    'im.message.reaction.created_v1': collect,
    'im.message.reaction.deleted_v1': collect,
    'im.message.message_read_v1': collect,
    'im.chat.member.bot.added_v1': collect,
    'im.chat.member.bot.deleted_v1': collect,
    'im.chat.updated_v1': collect,
    'im.chat.disbanded_v1': collect,
    'im.chat.access_event.bot_p2p_chat_entered_v1': collect,
    'application.bot.menu_v6': collect,
    ...handlers,
  })
  const ready = Promise.withResolvers<void>()
  const ws = new WSClient({
    ...credentials,
    domain: box.url,
    logger: silent,
    loggerLevel: LoggerLevel.fatal,
    onReady: () => ready.resolve(),
    onError: ready.reject,
  })
  cleanups.push(() => ws.close({ force: true }))
  await ws.start({ eventDispatcher: dispatcher })
  await ready.promise
  return { ws, events }
}

/** Waits until the check gives something, or fails with what was waited for. */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = Date.now() + 8_000
  for (;;) {
    const found = await check()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

/** A tenant token straight from the token API. */
export async function token(box: Sandbox): Promise<string> {
  const response = await fetch(`${box.url}/open-apis/auth/v3/tenant_access_token/internal`, {
    method: 'POST',
    body: JSON.stringify({ app_id: credentials.appId, app_secret: credentials.appSecret }),
  })
  const { tenant_access_token: value } = (await response.json()) as { tenant_access_token: string }
  return value
}

export type RawAnswer = {
  readonly status: number
  readonly code: number
  readonly msg: string
  readonly body: Record<string, unknown>
  readonly headers: Headers
}

/** One raw call: what the platform answers, code and HTTP status. */
export async function call(
  box: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  bearer?: string,
): Promise<RawAnswer> {
  const authorization = `Bearer ${bearer ?? (await token(box))}`
  const response = await fetch(`${box.url}/open-apis${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json; charset=utf-8' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const parsed = (await response.json()) as Record<string, unknown>
  return {
    status: response.status,
    code: Number(parsed['code']),
    msg: String(parsed['msg']),
    body: parsed,
    headers: response.headers,
  }
}
