import { useSyncExternalStore } from 'react'

/** Where the window is: a screen, and what follows it in the address: `#/log/om_1` is `log` and `['om_1']`. */
export type Route = { readonly screen: string; readonly rest: readonly string[] }

/** The address of a screen, for links. */
export const href = (screen: string, ...rest: readonly string[]): string =>
  `#/${[screen, ...rest].map(encodeURIComponent).join('/')}`

/** Goes to a screen as a link would. */
export const goTo = (screen: string, ...rest: readonly string[]): void => {
  location.hash = href(screen, ...rest)
}

/** Goes there without a step back: for an address that only stands for another one. */
export const replaceWith = (screen: string, ...rest: readonly string[]): void => {
  location.replace(href(screen, ...rest))
}

export function readRoute(hash: string): Route {
  const [screen = '', ...rest] = hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decoded)
  return { screen: screen === '' ? 'home' : screen, rest }
}

/** Somebody may have typed it. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

/** The route, renewed whenever the address changes. */
export function useRoute(): Route {
  return readRoute(useSyncExternalStore(subscribe, () => location.hash))
}
