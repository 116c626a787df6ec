import type { Hono } from 'hono'
import { z } from 'zod'
import type { EndpointFault } from '../faults.ts'
import { answered, hang, json, type PlatformContext, type SandboxEnv } from '../http.ts'
import type { App } from '../model.ts'
import type { Platform } from '../platform.ts'

type Done = { readonly app?: App; readonly response: Response; readonly code: number }

const tokenRequest = z.object({ app_id: z.string().min(1), app_secret: z.string().min(1) })
const endpointRequest = z.object({ AppID: z.string().min(1), AppSecret: z.string() })

/** What needs no token: asking for one, and asking for the address of a long connection. */
export function mountOpenRoutes(http: Hono<SandboxEnv>, platform: Platform, baseUrl: () => string): void {
  const tokenPath = '/open-apis/auth/v3/tenant_access_token/internal'
  http.post(tokenPath, context =>
    answered(platform, context, tokenPath, async fault => {
      if (fault) return faulty(fault)
      return issueToken(platform, await body(context.req.raw))
    }),
  )
  const addressPath = '/callback/ws/endpoint'
  http.post(addressPath, context =>
    answered(platform, context, addressPath, async fault => {
      if (fault) return faulty(fault)
      const injected = platform.faults.nextEndpoint()
      if (injected) return endpointFault(injected, context)
      return giveAddress(platform, await body(context.req.raw), baseUrl())
    }),
  )
}

/** Wrong credentials are answered with HTTP 200: 10003 malformed, 10014 unknown app or wrong secret. */
function issueToken(platform: Platform, request: unknown): Done {
  const parsed = tokenRequest.safeParse(request)
  if (!parsed.success) return plain({ code: 10003, msg: 'invalid param' })
  const app = platform.world.apps.get(parsed.data.app_id)
  if (!app || app.appSecret !== parsed.data.app_secret) return plain({ code: 10014, msg: 'app secret invalid' })
  const { token, expire } = platform.tokens.issue(app, platform.clock.now())
  return { app, ...plain({ code: 0, msg: 'ok', tenant_access_token: token, expire }) }
}

function giveAddress(platform: Platform, request: unknown, base: string): Done {
  const parsed = endpointRequest.safeParse(request)
  const app = parsed.success ? platform.world.apps.get(parsed.data.AppID) : undefined
  if (!parsed.success || !app) return plain({ code: 1000040346, msg: 'app_id is invalid', data: {} })
  if (app.appSecret !== parsed.data.AppSecret)
    return plain({ code: 514, msg: 'app_id or app_secret is invalid', data: {} })
  if (platform.connections.isFull(app.appId)) {
    return plain({ code: 1000040350, msg: 'the number of connections exceeded the limit', data: {} })
  }
  const data = { URL: platform.connections.address(base, app.appId), ClientConfig: platform.connections.config }
  return { app, ...plain({ code: 0, msg: '', data }) }
}

async function endpointFault(fault: EndpointFault, context: PlatformContext): Promise<Done> {
  switch (fault.kind) {
    case 'code':
      return plain({ code: fault.code, msg: fault.message ?? 'injected fault', data: {} })
    case 'no-data':
      return plain({ code: fault.code ?? 0, msg: '' })
    case 'garbage':
      return {
        response: new Response('<html>not the platform</html>', { headers: { 'content-type': 'text/html' } }),
        code: -1,
      }
    case 'status':
      return { response: new Response('injected fault', { status: fault.status }), code: -1 }
    case 'hang':
      return { response: await hang(context), code: -1 }
    default:
      return fault satisfies never
  }
}

function faulty(fault: {
  status?: number | undefined
  code?: number | undefined
  message?: string | undefined
  body?: string | undefined
}): Done {
  const status = fault.status ?? (fault.code === undefined ? 500 : 200)
  if (fault.body !== undefined) return { response: new Response(fault.body, { status }), code: fault.code ?? -1 }
  const code = fault.code ?? -1
  return { response: json(status, { code, msg: fault.message ?? 'injected fault' }), code }
}

const plain = (answer: { readonly code: number } & Readonly<Record<string, unknown>>): Done => ({
  response: json(200, answer),
  code: answer.code,
})

async function body(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch {
    // no JSON means no credentials, which both routes answer with their own code
    return undefined
  }
}
