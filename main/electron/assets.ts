import { posix } from 'node:path'
import { isOurPage } from './address.ts'

/** A file of the screens: its path inside their folder, and what it is. */
export type Asset = { readonly path: string; readonly type: string }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/** The file that an address of the screens stands for; `undefined` for anything else, and for a path that leads out. */
export function assetOf(address: string): Asset | undefined {
  const url = isOurPage(address) ? URL.parse(address) : null
  const path = url && decoded(url.pathname)
  if (!path || /[\\\0]/.test(path) || path.split('/').includes('..')) return undefined
  const name = path === '/' ? 'index.html' : path.slice(1)
  const type = types[posix.extname(name)]
  return type === undefined ? undefined : { path: posix.normalize(name), type }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined // a broken escape names no file
  }
}

/** Only the program's own files run or load, and the page speaks with nobody but the preload. */
export const SCREENS_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data: blob:`,
  `font-src 'self'`,
  `connect-src 'none'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

export const assetHeaders = (type: string): Readonly<Record<string, string>> => ({
  'content-type': type,
  'content-security-policy': SCREENS_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
})
