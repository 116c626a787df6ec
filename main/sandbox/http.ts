import { setTimeout as delay } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context, Hono } from 'hono'
import type { Endpoint, EndpointAnswer, RawCall } from './endpoint.ts'
import type { RouteFault } from './faults.ts'
import { newId } from './identifiers.ts'
import type { App } from './model.ts'
import { parseForm, type Form } from './multipart.ts'
import type { Platform } from './platform.ts'
import { Refusal } from './refusal.ts'
import { requireScope } from './scopes.ts'

export type SandboxEnv = { Bindings: HttpBindings }
export type PlatformContext = Context<SandboxEnv>

/** The largest body the platform takes: a 30 MB file and its form. */
const bodyLimit = 32 * 1024 * 1024

/** Serves every API of the platform behind a tenant token, its limits and its scopes. */
export function mountEndpoints(http: Hono<SandboxEnv>, platform: Platform, endpoints: readonly Endpoint[]): void {
  for (const endpoint of endpoints) {
    const route = `${endpoint.method} ${endpoint.path}`
    http.on(endpoint.method, endpoint.path, context =>
      answered(platform, context, endpoint.path, fault => authorized(platform, context, endpoint, route, fault)),
    )
  }
}

/** Runs one call through faults and journal; a refusal becomes the platform's error body. */
export async function answered(
  platform: Platform,
  context: PlatformContext,
  route: string,
  run: (
    fault: RouteFault | undefined,
  ) => Promise<{ readonly app?: App; readonly response: Response; readonly code: number }>,
): Promise<Response> {
  const at = platform.clock.now()
  const method = context.req.method
  const fault = platform.faults.nextRoute(`${method} ${route}`)
  const note = (status: number, code: number, app?: App) =>
    platform.journal.add({ at, method, route, path: context.req.path, appId: app?.appId, status, code })
  const wait = platform.faults.latency + (fault?.delay ?? 0)
  if (wait > 0) await delay(wait, undefined, { ref: false })
  if (fault?.hang) {
    note(0, -1)
    return hang(context)
  }
  if (fault?.drop === 'before') return drop(context, () => note(0, -1))
  const done = await run(fault)
  if (fault?.drop === 'after') return drop(context, () => note(0, -1, done.app))
  note(done.response.status, done.code, done.app)
  return done.response
}

async function authorized(
  platform: Platform,
  context: PlatformContext,
  endpoint: Endpoint,
  route: string,
  fault: RouteFault | undefined,
) {
  const logId = newId.logId()
  let app: App | undefined
  try {
    const now = platform.clock.now()
    app = platform.tokens.appOf(context.req.header('authorization'), platform.world, now)
    if (fault) refuseByFault(fault)
    platform.limits.quota()
    platform.limits.api(app.appId, route, now)
    requireScope(app, endpoint.scopes, platform.consoleUrl)
    const answer = await endpoint.run(rawCall(platform, app, now, context))
    return { app, response: answerResponse(answer, logId), code: 0 }
  } catch (thrown) {
    if (thrown instanceof FaultAnswer) return { ...(app ? { app } : {}), response: thrown.response, code: thrown.code }
    const refusal = thrown instanceof Refusal ? thrown : undefined
    if (!refusal) throw thrown
    return { ...(app ? { app } : {}), response: refusalResponse(refusal, logId), code: refusal.code }
  }
}

/** An answer that a fault prescribes instead of the platform's own. */
class FaultAnswer extends Error {
  readonly response: Response
  readonly code: number

  constructor(response: Response, code: number) {
    super('fault')
    this.response = response
    this.code = code
  }
}

function refuseByFault(fault: RouteFault): void {
  const { status, code, message = 'injected fault', body, headers = {} } = fault
  if (body !== undefined) throw new FaultAnswer(new Response(body, { status: status ?? 200, headers }), code ?? -1)
  if (code !== undefined) throw new Refusal(code, message, { status: status ?? 400, headers })
  if (status !== undefined) throw new FaultAnswer(new Response(message, { status, headers }), -1)
}

function rawCall(platform: Platform, app: App, now: number, context: PlatformContext): RawCall {
  const { req } = context
  const length = Number(req.header('content-length') ?? 0)
  if (length > bodyLimit) throw tooLarge()
  const params = req.param()
  return { platform, app, now, params, query: req.query(), text: () => req.text(), form: () => readForm(req.raw) }
}

async function readForm(request: Request): Promise<Form> {
  const body = Buffer.from(await request.arrayBuffer())
  if (body.byteLength > bodyLimit) throw tooLarge()
  return parseForm(request.headers.get('content-type') ?? '', body)
}

const tooLarge = () => new Refusal(234006, 'The file size exceed the max value.')

function answerResponse(answer: EndpointAnswer, logId: string): Response {
  switch (answer.kind) {
    case 'data':
      return json(200, { code: 0, msg: 'success', data: answer.data }, logId)
    case 'flat':
      return json(200, { code: 0, msg: 'ok', ...answer.fields }, logId)
    case 'bytes': {
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(answer.name)}`
      return new Response(Uint8Array.from(answer.bytes), {
        headers: { 'content-type': answer.contentType, 'content-disposition': disposition, 'x-tt-logid': logId },
      })
    }
    default:
      return answer satisfies never
  }
}

function refusalResponse(refusal: Refusal, logId: string): Response {
  const troubleshooter = `排查建议查看(Troubleshooting suggestions): https://open.feishu.cn/search?from=openapi&log_id=${logId}&code=${refusal.code}`
  const body = {
    code: refusal.code,
    msg: refusal.message,
    error: { ...refusal.details, log_id: logId, troubleshooter },
  }
  return json(refusal.status, body, logId, refusal.headers)
}

export function json(
  status: number,
  body: unknown,
  logId: string = newId.logId(),
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-tt-logid': logId, ...headers },
  })
}

/** Cuts the connection: the caller never sees an answer. */
function drop(context: PlatformContext, note: () => void): Response {
  note()
  context.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

/** Takes the request and never answers; ends when the caller gives up. */
export function hang(context: PlatformContext): Promise<Response> {
  const { socket } = context.env.incoming
  return new Promise(resolve => socket.once('close', () => resolve(RESPONSE_ALREADY_SENT)))
}
