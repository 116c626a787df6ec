/** What decides where the developer console of an app is. */
export type ConsolePlace = {
  /** `feishu`, `lark`, or a base URL. */
  readonly domain: string
  readonly appId: string
  /** The console of a base URL of one's own; '' when it has none. */
  readonly consoleUrl: string
}

/**
 * The pages of one app, by their place behind `/app/<appId>`: the same in both consoles, as their users link to them.
 */
const pages = {
  credentials: '/baseinfo',
  bot: '/bot',
  permissions: '/auth',
  events: '/event?tab=event',
  callbacks: '/event?tab=callback',
  versions: '/version',
  addresses: '/safe',
} as const

/** `apps` is the list of all apps, where a new one is made. */
export type ConsolePage = keyof typeof pages | 'apps'

/** The exact page; `undefined` when the console is not known, or no App ID yet. */
export function consoleLink(place: ConsolePlace, page: ConsolePage): string | undefined {
  const base = consoleOf(place)
  if (base === undefined) return undefined
  if (page === 'apps') return `${base}/app`
  return place.appId === '' ? undefined : `${base}/app/${encodeURIComponent(place.appId)}${pages[page]}`
}

/** One link that asks for just these permissions, as the platform's own errors give it; '' without any, or without a console. */
export function grantLink(place: ConsolePlace, scopes: readonly string[]): string {
  const page = scopes.length === 0 ? undefined : consoleLink(place, 'permissions')
  return page === undefined ? '' : `${page}?q=${scopes.join(',')}&op_from=openapi&token_type=tenant`
}

const brands: Readonly<Record<string, string>> = {
  feishu: 'https://open.feishu.cn',
  lark: 'https://open.larksuite.com',
}

function consoleOf({ domain, consoleUrl }: ConsolePlace): string | undefined {
  const brand = brands[domain]
  if (brand !== undefined) return brand
  const plain = domain.replace(/\/+$/, '')
  if (Object.values(brands).includes(plain)) return plain
  return consoleUrl === '' ? undefined : consoleUrl.replace(/\/+$/, '')
}
