import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectTcp } from 'node:net'
import { TLSSocket } from 'node:tls'
import { codeOf } from '../../base/atomic-file.ts'
import { networkMeaning } from '../../lark/codes.ts'

/** How an address answered. */
export type Probe =
  | {
      readonly reached: true
      readonly status: number
      /** The `Date` of the answer, if it had one that can be read (milliseconds since 1970). */
      readonly date: number | undefined
      /** The moments between which it was written, by this computer's clock. */
      readonly asked: number
      readonly answered: number
    }
  /** `code`: Node's name for the trouble; `proxy`: a proxy answered in place of the address. */
  | { readonly reached: false; readonly code: string; readonly proxyStatus?: number }

/** Something answered, and its certificate is not trusted. */
export const isUntrusted = (probe: Probe): boolean =>
  !probe.reached && networkMeaning(probe.code) === 'lark-certificate'

/** Silence of this length is an answer too (milliseconds). */
const SILENCE_MS = 7000

/** Asks for the front page without any credentials; whatever answers counts. Never rejects. */
export function probeAddress(address: string, agent: Agent, now: () => number, signal: AbortSignal): Promise<Probe> {
  const isSecure = address.startsWith('https:')
  const asked = now()
  const limit = AbortSignal.any([signal, AbortSignal.timeout(SILENCE_MS)])
  return new Promise(resolve => {
    const request = (isSecure ? httpsRequest : httpRequest)(`${address}/`, { agent, signal: limit })
    request.once('response', answer => {
      resolve(judge(answer, isSecure, asked, now()))
      answer.resume()
      answer.once('end', () => undefined).once('error', () => undefined)
    })
    request.once('error', error => resolve({ reached: false, code: limit.aborted ? 'ETIMEDOUT' : nameOf(error) }))
    // A request that still waits for its way through a proxy tells nobody that it was ended.
    limit.addEventListener('abort', () => resolve({ reached: false, code: 'ETIMEDOUT' }), { once: true })
    request.end()
  })
}

/** Through a proxy, an answer that came over no TLS is the proxy's own. */
function judge(answer: IncomingMessage, isSecure: boolean, asked: number, answered: number): Probe {
  const status = answer.statusCode ?? 0
  if (isSecure && !(answer.socket instanceof TLSSocket)) return { reached: false, code: 'proxy', proxyStatus: status }
  const date = Date.parse(answer.headers.date ?? '')
  return { reached: true, status, date: Number.isNaN(date) ? undefined : date, asked, answered }
}

const nameOf = (error: Error): string => codeOf(error) ?? (error.message.slice(0, 100) || error.name)

/** Whether a port takes connections: `undefined` when it does, else the name of the trouble. Never rejects. */
export function knock(host: string, port: number, signal: AbortSignal): Promise<string | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(SILENCE_MS)])
  return new Promise(resolve => {
    const socket = connectTcp({ host, port, signal: limit })
    socket.once('connect', () => {
      socket.destroy()
      resolve(undefined)
    })
    socket.once('error', error => resolve(limit.aborted ? 'ETIMEDOUT' : nameOf(error)))
  })
}
