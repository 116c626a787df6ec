/** What a request says about where it goes and where it comes from. */
export type Origins = { readonly host: string | undefined; readonly origin: string | undefined }
/** What the server is bound to. */
export type Bound = { readonly host: string; readonly port: number }
export type Passage = 'pass' | 'bad-host' | 'bad-origin'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i
const HOST = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i

/** True for names and addresses of this computer, with or without the brackets of IPv6. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host) || host === '::1'

/**
 * Decides by the headers that a browser sets and a page can't. Bound to loopback, only this computer's own names with
 * our port pass: a name that an attacker lets point to 127.0.0.1 does not. A page of another origin never does.
 */
export function guard({ host, origin }: Origins, bound: Bound): Passage {
  const named = HOST.exec(host ?? '')
  if (!named) return 'bad-host'
  const [, name = '', port = '80'] = named
  if (isLoopback(bound.host) && !(LOOPBACK.test(name) && Number(port) === bound.port)) return 'bad-host'
  if (origin === undefined) return 'pass'
  const own = [`http://${host}`, ...(isLoopback(bound.host) ? [] : [`https://${host}`])]
  return own.some(each => each.toLowerCase() === origin.toLowerCase()) ? 'pass' : 'bad-origin'
}
