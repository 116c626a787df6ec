/** `system`: what HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say · `none` · the URL of one proxy for everything. */
export type ProxySetting = string

type Environment = Readonly<Record<string, string | undefined>>

/** The URL of the proxy for this address, or '' for none. This computer itself and what NO_PROXY names are reached directly. */
export function proxyFor(address: string, setting: ProxySetting, env: Environment): string {
  if (setting === 'none' || !URL.canParse(address)) return ''
  const { protocol, hostname, port } = new URL(address)
  if (isLoopback(hostname) || isExempt(hostname, port, protocol, read(env, 'no_proxy'))) return ''
  if (setting !== 'system') return setting
  const isSecure = protocol === 'https:' || protocol === 'wss:'
  const named = read(env, isSecure ? 'https_proxy' : 'http_proxy') || read(env, 'all_proxy')
  return named === '' || named.includes('://') ? named : `http://${named}`
}

/** Lower case wins, as in curl. */
const read = (env: Environment, name: string): string => (env[name] ?? env[name.toUpperCase()] ?? '').trim()

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(\.\d+){3}$/.test(hostname)

/** NO_PROXY: names separated by commas or blanks, each for itself and what is below it, with or without a port; `*` is all. */
function isExempt(hostname: string, port: string, protocol: string, list: string): boolean {
  const actualPort = port || (protocol === 'https:' || protocol === 'wss:' ? '443' : '80')
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some(entry => {
      if (entry === '*') return true
      const [, name = '', entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
      if (entryPort && entryPort !== actualPort) return false
      const host = name.replace(/^\*?\./, '')
      return host !== '' && (hostname === host || hostname.endsWith(`.${host}`))
    })
}
