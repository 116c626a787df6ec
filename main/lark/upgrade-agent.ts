import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Words } from '../contract/words.ts'
import { endpointMeaning } from './codes.ts'
import { reasonOf, type EndpointRefusal } from './endpoint.ts'
import { asPlatformError } from './failures.ts'

/** What `http.request` wants of an agent: the one method that every agent of Node has, but that its types keep back. */
export type RequestTaker = { addRequest(request: ClientRequest, options: object): void }

export type UpgradeWatch = {
  readonly onSocket: (socket: Duplex) => void
  /** Why there is no socket; the SDK says only that there is none. */
  readonly onRefused: (refusal: EndpointRefusal) => void
  /** Ends an upgrade that hangs. */
  readonly signal: AbortSignal
}

/**
 * Hands over the socket of a WebSocket upgrade, so that its end is seen at once and it can be asked for a sign of life.
 * The upgrade itself is left to the agent inside.
 */
export function upgradeAgent(inside: Agent, { onSocket, onRefused, signal }: UpgradeWatch): RequestTaker {
  // Every agent takes requests this way (`_http_agent.js`, and agent-base, which builds on it).
  const taker = inside as unknown as RequestTaker
  return {
    addRequest(request, options) {
      const end = (): void => void request.destroy()
      signal.addEventListener('abort', end, { once: true })
      request.once('close', () => signal.removeEventListener('abort', end))
      request.once('upgrade', (_answer, socket) => {
        holdFirstFrames(socket)
        onSocket(socket)
      })
      request.once('response', answer => onRefused(refusalIn(answer)))
      request.once('error', error => onRefused(refusedBy(error)))
      taker.addRequest(request, { ...options, secureEndpoint: request.protocol === 'https:' })
    },
  }
}

const WHAT: Words = { en: 'The WebSocket handshake', zh: 'WebSocket 握手' }

/** The platform names the reason in headers (`Handshake-Status`, `Handshake-Msg`, `Handshake-Autherrcode`). */
function refusalIn({ statusCode = 0, headers }: IncomingMessage): EndpointRefusal {
  const endpointCode = Number(headers['handshake-autherrcode'] ?? headers['handshake-status'])
  const message = String(headers['handshake-msg'] ?? '').slice(0, 200)
  const reason = {
    en: `${WHAT.en} was refused with HTTP ${statusCode}${message && `: ${message}`}.`,
    zh: `${WHAT.zh}被拒绝，HTTP ${statusCode}${message && `：${message}`}。`,
  }
  return Number.isSafeInteger(endpointCode)
    ? { code: endpointMeaning(endpointCode), reason, endpointCode }
    : { code: 'lark-unreachable', reason }
}

function refusedBy(error: Error): EndpointRefusal {
  const failure = asPlatformError(WHAT.en, error)
  return { code: failure.code, reason: reasonOf(failure) }
}

/**
 * A frame that comes in the same segment as the upgrade's answer would be lost: the SDK starts to listen a few
 * microtasks after the upgrade (WSClient.communicate, 1.74). So nothing is read before that.
 */
function holdFirstFrames(socket: Duplex): void {
  socket.pause()
  setImmediate(() => socket.resume())
}
