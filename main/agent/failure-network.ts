import { APICallError } from 'ai'
import type { ErrorCode } from '../contract/errors.ts'
import { field, texts } from './failure-report.ts'

/** What kept us from being heard, and the name under which the system reports it. */
export type NetworkTrouble = {
  readonly code: Extract<ErrorCode, 'model-unreachable' | 'model-proxy' | 'model-certificate'>
  readonly name: string
}

/** The names under which Node and undici report that the other side could not be reached or went away. */
const network = /^(E(CONN\w*|HOST\w*|NET\w*|AI_AGAIN|NOTFOUND|PIPE|TIMEDOUT|ADDR\w*)|UND_ERR_\w+|ERR_(TLS|SSL)\w*)$/
/** OpenSSL's reasons not to trust a certificate, as Node names them (documentation of tls, "X509 certificate error codes"). */
const certificate =
  /^(CERT_\w+|CRL_\w+|DEPTH_ZERO\w*|SELF_SIGNED\w*|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|ERR_TLS_CERT\w*)$/
const proxyName = /^UND_ERR_(PRX_TLS|SOCKS5\w*)$/
/** undici's words when a proxy answers CONNECT with something else than 200 (lib/dispatcher/proxy-agent.js). */
const proxyWords = /^Proxy response \((\d+)\)/

/** Finds what the network said, in whatever was thrown; undefined when it was not the network. */
export function networkTrouble(thrown: unknown): NetworkTrouble | undefined {
  const target = APICallError.isInstance(thrown) ? URL.parse(thrown.url) : null
  for (const error of causes(thrown)) {
    const answer = proxyWords.exec(texts(error, 'message')[0] ?? '')?.[1]
    if (answer !== undefined) return { code: 'model-proxy', name: answer }
    const name = texts(error, 'code')[0] ?? ''
    if (certificate.test(name)) return { code: 'model-certificate', name }
    if (proxyName.test(name) || (network.test(name) && target !== null && isElsewhere(error, target)))
      return { code: 'model-proxy', name }
    if (network.test(name)) return { code: 'model-unreachable', name }
    if (field(error, 'name') === 'TimeoutError') return { code: 'model-unreachable', name: 'timeout' }
  }
  return undefined
}

/** Follows `cause` and the parts of a joint error; a few levels are all that exist. */
function causes(error: unknown, depth = 0): readonly unknown[] {
  if (depth > 5 || typeof error !== 'object' || error === null) return []
  const parts = field(error, 'errors')
  const first: unknown = Array.isArray(parts) ? parts[0] : undefined
  return [error, ...causes(first, depth + 1), ...causes(field(error, 'cause'), depth + 1)]
}

/** True when it was another computer than the model's that could not be found or refused: that of the proxy. */
function isElsewhere(error: unknown, target: URL): boolean {
  const hostname = texts(error, 'hostname')[0]
  const port = texts(error, 'port')[0]
  const targetPort = target.port || (target.protocol === 'https:' ? '443' : '80')
  if (hostname !== undefined) return hostname !== target.hostname
  return port !== undefined && port !== targetPort
}
