import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { AppError, asAppError } from '../../contract/errors.ts'
import type { SandboxEnv } from '../http.ts'
import { parseJson } from '../json.ts'
import { dispatch } from './dispatch.ts'
import type { Operations } from './operations.ts'

const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

/** `POST /control/<operation>` with a JSON body; only for holders of the token on this computer, never for a browser. */
export function controlHttp(operations: Operations, token: string): Hono<SandboxEnv> {
  const http = new Hono<SandboxEnv>()
  http.use('/control/*', async (context, next) => {
    const refusal = refuse(context, token)
    if (refusal !== undefined)
      return context.json({ ok: false, error: { code: 'not-permitted', message: refusal } }, 403)
    return next()
  })
  http.get('/control/operations', context => context.json({ ok: true, value: Object.keys(operations) }))
  http.post('/control/:operation', async context => {
    try {
      const value = await dispatch(operations, context.req.param('operation'), await input(context))
      return context.json({ ok: true, value: value ?? null })
    } catch (thrown) {
      const error = asAppError(thrown)
      return context.json({ ok: false, error: error.toWire() }, error.code === 'internal' ? 500 : 400)
    }
  })
  return http
}

function refuse(context: Context<SandboxEnv>, token: string): string | undefined {
  if (context.req.header('origin') !== undefined) return 'not for browsers'
  if (!loopbackHost.test(context.req.header('host') ?? '')) return 'not for other hosts'
  const given = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(token)) ? undefined : 'wrong token'
}

const digest = (text: string) => createHash('sha256').update(text).digest()

async function input(context: Context<SandboxEnv>): Promise<unknown> {
  const text = await context.req.text()
  const value = text === '' ? {} : parseJson(text)
  if (value === undefined) throw new AppError('bad-request', 'The body is not JSON')
  return value
}
