import type { Server } from 'node:http'
import type { Logger } from '../base/logger.ts'
import { codeOf } from '../base/atomic-file.ts'
import { AppError } from '../contract/errors.ts'
import { isLoopback, type Bound } from './guard.ts'
import type { OpenLink } from './link-socket.ts'
import { createScreenTokens, type ScreenSession } from './screen-token.ts'

export type LoopbackOptions = {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  readonly version: string
  /** What `--i-know-this-is-public` says. Such a server answers programs, and never serves the screens. */
  readonly allowPublic?: boolean
  /** The folder of the built screens; without it a small page says how to go on. */
  readonly screens?: string | undefined
  /** Serves one window that was let in. */
  readonly openLink: OpenLink
  /** How often a window must show that it is still there, in milliseconds. */
  readonly pulse?: number
  readonly now: () => number
  readonly log: Logger
}

export type LoopbackServer = {
  readonly url: string
  readonly port: number
  /** An address that opens the screens once, within 10 minutes. */
  readonly link: () => string
  readonly close: () => Promise<void>
}

/** Throws `port-in-use`, `public-host-refused`, or `bad-request` for a host that is not this computer. */
export async function serveLoopback(options: LoopbackOptions): Promise<LoopbackServer> {
  const { host, version, now, log } = options
  if (!isLoopback(host) && options.allowPublic !== true) {
    throw new AppError('public-host-refused', `${host} can be reached from other computers.`)
  }
  // loaded here, so that a desktop without webhooks never does
  const [{ createLoopbackApp }, { createScreenFiles }, { serveLink }, { createAdaptorServer }] = await Promise.all([
    import('./loopback-app.ts'),
    import('./screen-files.ts'),
    import('./link-socket.ts'),
    import('@hono/node-server'),
  ])
  const tokens = createScreenTokens(now)
  let port = options.port
  const bound = (): Bound => ({ host, port })
  const files = options.screens === undefined ? undefined : createScreenFiles(options.screens)
  const app = createLoopbackApp({ version, tokens, files, log, bound })
  // without options of its own it makes a plain server of node:http
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server
  server.requestTimeout = 30_000
  const { openLink: open, pulse } = options
  const isOpen = (session: ScreenSession) => tokens.isOpen(session)
  const link = serveLink(server, { bound, isOpen, open, log, ...(pulse === undefined ? {} : { pulse }) })
  port = await listen(server, host, options.port)
  server.on('error', error => log.warn('the loopback server had to refuse', { code: codeOf(error) }))
  const url = `http://${isPlainIpv6(host) ? `[${host}]` : host}:${port}`
  return {
    url,
    port,
    link: () => (isLoopback(host) ? `${url}/#token=${tokens.issue()}` : url),
    close: () => {
      link.close()
      return close(server)
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(listenError(error, host, port))
    server.once('error', fail)
    server.listen(port, host.replace(/^\[(.*)\]$/, '$1'), () => {
      server.off('error', fail)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function listenError(error: Error, host: string, port: number): AppError {
  const code = codeOf(error)
  if (code === 'EADDRINUSE') return new AppError('port-in-use', `Port ${port} is in use.`, { cause: error })
  if (code === 'EACCES') return new AppError('port-in-use', `Port ${port} is not for this user.`, { cause: error })
  return new AppError('bad-request', `Perch can't listen on ${host} (${code ?? 'unknown'}).`, { cause: error })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

const isPlainIpv6 = (host: string): boolean => host.includes(':') && !host.startsWith('[')
