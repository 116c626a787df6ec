import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { protocol, type Session } from 'electron'
import type { Logger } from '../base/logger.ts'
import { isOurPage, SCHEME } from './address.ts'
import { assetHeaders, assetOf } from './assets.ts'

/** Makes `perch:` an origin of its own. Electron wants this before it is ready. */
export const registerScheme = (): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }])

/** Answers each request of the screens from their folder, and refuses every other address. */
export function serveScreens(session: Session, folder: string, log: Logger): void {
  session.protocol.handle(SCHEME, request => respond(request, folder, log))
  session.webRequest.onBeforeRequest((details, answer) => {
    const isInside = isOurPage(details.url) || /^(devtools|data|blob):/.test(details.url)
    if (!isInside) log.warn('the window asked for another place and was refused', { type: details.resourceType })
    answer({ cancel: !isInside })
  })
}

async function respond({ method, url }: Request, folder: string, log: Logger): Promise<Response> {
  const asset = method === 'GET' ? assetOf(url) : undefined
  if (!asset) return nothing()
  try {
    return new Response(await readFile(join(folder, asset.path)), { headers: assetHeaders(asset.type) })
  } catch (error) {
    log.warn('a file of the screens could not be read', { path: asset.path, error })
    return nothing()
  }
}

const nothing = () => new Response('Not found', { status: 404, headers: assetHeaders('text/plain; charset=utf-8') })
