/** Where the screens live. A scheme of our own has no port that others could reach, and no file path. */
export const SCHEME = 'perch'
const HOST = 'app'

/** The places that the tray and a notification can open. */
export const screens = ['home', 'people', 'log'] as const
export type Screen = (typeof screens)[number]

/** Without a screen, where the window begins. */
export const screenAddress = (screen?: Screen): string =>
  `${SCHEME}://${HOST}/${screen === undefined ? '' : `#/${screen}`}`

/** True for the screens themselves, whatever part of them is shown. */
export function isOurPage(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === `${SCHEME}:` && url.host === HOST
}

/** True where only the part after `#` differs: the page stays loaded. */
export const isSamePage = (from: string, to: string): boolean =>
  isOurPage(to) && from.split('#', 1)[0] === to.split('#', 1)[0]

const LONGEST_LINK = 2048

/** The link as the browser may open it, or `undefined`: only plain https, so that no page starts another program. */
export function outsideLink(address: string): string | undefined {
  const url = address.length <= LONGEST_LINK ? URL.parse(address) : null
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  return url.href
}
