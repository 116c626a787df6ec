import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import type { Logger } from '../base/logger.ts'
import { guard, isLoopback, type Bound } from './guard.ts'
import { cookieName } from './link-door.ts'
import { screenPolicy, type ScreenFiles } from './screen-files.ts'
import { PAGE_POLICY, pageLanguage, screenPage } from './screen-page.ts'
import type { ScreenTokens } from './screen-token.ts'

type Options = {
  readonly version: string
  readonly tokens: ScreenTokens
  /** The built screens; without them a small page says how to go on. */
  readonly files: ScreenFiles | undefined
  /** Known once the server listens. */
  readonly bound: () => Bound
  readonly log: Logger
}

const MOST_BODY = 1024 * 1024

/** Every answer of the loopback server. The screens are served to this computer alone. */
export function createLoopbackApp({ version, tokens, files, bound, log }: Options): Hono {
  const app = new Hono()
  app.use(secured)
  app.use(guarded(bound, log))
  app.use(bodyLimit({ maxSize: MOST_BODY, onError: context => context.json({ error: 'too-large' }, 413) }))
  app.get('/api/v1/health', context => context.json({ status: 'ok', version }))
  app.use(async (context, next) => (isLoopback(bound().host) ? next() : context.notFound()))
  addSessions(app, tokens, bound)
  addScreens(app, files)
  app.notFound(context => context.json({ error: 'not-found' }, 404))
  app.onError((error, context) => {
    log.error('a request failed', { path: context.req.path, error })
    return context.json({ error: 'internal' }, 500)
  })
  return app
}

function addScreens(app: Hono, files: ScreenFiles | undefined): void {
  app.get('*', async (context, next) => {
    const file = await files?.(context.req.path)
    if (!file) return next()
    context.header('content-type', file.type)
    // the guard has made sure that the host is this server
    context.header('content-security-policy', screenPolicy(context.req.header('host') ?? ''))
    if (file.immutable) context.header('cache-control', 'max-age=31536000, immutable')
    return context.body(file.body)
  })
  app.get('/', context => {
    context.header('content-security-policy', PAGE_POLICY)
    return context.html(screenPage(pageLanguage(context.req.header('accept-language'))))
  })
}

function addSessions(app: Hono, tokens: ScreenTokens, bound: () => Bound): void {
  app.post('/api/v1/session', async context => {
    const token = tokenOf(await context.req.json().catch(() => undefined))
    const session = tokens.redeem(token, getCookie(context, cookieName(bound())))
    if (!session) return context.json({ error: 'expired' }, 401)
    setCookie(context, cookieName(bound()), session.cookie, { httpOnly: true, sameSite: 'Strict', path: '/' })
    return context.json({ tab: session.tab })
  })
  app.get('/api/v1/session', context => {
    const session = {
      cookie: getCookie(context, cookieName(bound())) ?? '',
      tab: context.req.header('x-perch-tab') ?? '',
    }
    return tokens.isOpen(session) ? context.body(null, 204) : context.json({ error: 'expired' }, 401)
  })
}

const tokenOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string' ? body.token : ''

const guarded =
  (bound: () => Bound, log: Logger): MiddlewareHandler =>
  async (context, next) => {
    const verdict = guard({ host: context.req.header('host'), origin: context.req.header('origin') }, bound())
    if (verdict === 'pass') return next()
    log.warn('a request was refused', { reason: verdict, method: context.req.method })
    return context.json({ error: verdict }, 403)
  }

/** On every answer, whatever it is. */
const secured: MiddlewareHandler = async (context, next) => {
  await next()
  const headers = {
    'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  }
  for (const [name, value] of Object.entries(headers)) if (!context.res.headers.has(name)) context.header(name, value)
}
