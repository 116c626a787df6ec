import { existsSync } from 'node:fs'
import { lstat, readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'

/** A file of the built screens, ready to be answered with. */
export type ScreenFile = { readonly body: Uint8Array<ArrayBuffer>; readonly type: string; readonly immutable: boolean }

/** Gives the file of a URL's path, or `undefined`. `/` is the page itself. */
export type ScreenFiles = (path: string) => Promise<ScreenFile | undefined>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** Names of plain letters only, none of which begins with a dot: no such path leads out of the folder. */
const PLAIN = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/
/** What the build names by its content. */
const HASHED = /^\/assets\/.*-[\w-]{8,}\.\w+$/

export const createScreenFiles =
  (folder: string): ScreenFiles =>
  async path => {
    const name = path === '/' ? '/index.html' : path
    const type = types[extname(name)]
    if (type === undefined || !PLAIN.test(name)) return undefined
    const file = join(folder, ...name.split('/'))
    const found = await lstat(file).catch(() => undefined)
    if (!found?.isFile()) return undefined // a link would lead out as well
    return { body: Uint8Array.from(await readFile(file)), type, immutable: HASHED.test(name) }
  }

/** Where the built screens are, beside the built program or beside its sources; `undefined` before the first build. */
export function findScreens(from: string = import.meta.dirname): string | undefined {
  const folder = join(from, 'dist', 'renderer')
  if (existsSync(join(folder, 'index.html'))) return folder
  return dirname(from) === from ? undefined : findScreens(dirname(from))
}

/** Nothing but the screens' own files runs, they speak with this server alone, and nobody may frame them. */
export const screenPolicy = (host: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self' ws://${host}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
